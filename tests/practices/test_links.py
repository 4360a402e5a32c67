"""Turning the portal on, its link, and switching it off and on again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from client_portal.access.rules import can
from client_portal.access.selectors import switches_of
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed
from client_portal.practices import services, tenancy
from client_portal.practices.models import PortalLink
from client_portal.practices.selectors import free_links, is_portal_on, portal_of, practice_by_public_id
from client_portal.testing import builders

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.practices.feature_urls")]

PROBE = "probe/information.view/"


def again(practice: Any) -> Any:
    """The practice as the next request reads it."""
    return practice_by_public_id(practice.client_portal_settings.pk)


def links_of(practice: Any) -> dict[str, bool]:
    return dict(PortalLink.objects.filter(practice=practice).values_list("slug", "is_current"))


@pytest.fixture
def new_practice() -> builders.Staff:
    """The administrator of a practice whose portal was never on."""
    practice = builders.make_practice("Cedar Counseling", is_on=False)
    return builders.make_staff(practice, name="Cora Vale")


@pytest.mark.spec("PORTAL-1")
def test_the_portal_of_a_new_practice_is_off_and_nowhere(new_practice: builders.Staff, client: Client) -> None:
    practice = new_practice.practice
    record = builders.make_client(practice)
    login = builders.give_login(record, practice)
    assert not is_portal_on(practice)
    assert tenancy.current_slug(practice) is None
    assert not can(builders.portal_actor(login, practice, record), "information.view", record)
    for link in ("cedar", "cedar-counseling", str(practice.pk), str(practice.client_portal_settings.pk)):
        for user in (None, login, new_practice.user):
            if user is not None:
                client.force_login(user)
            assert client.get(f"/portal/{link}/{PROBE}").status_code == 404


@pytest.mark.spec("PORTAL-2")
def test_choosing_a_link_turns_the_portal_on(new_practice: builders.Staff) -> None:
    practice = new_practice.practice
    services.turn_on_portal(new_practice.actor, slug=" Cedar ")
    assert is_portal_on(practice)
    assert links_of(practice) == {"cedar": True}
    assert portal_of(practice).first_turned_on_at is not None
    assert switches_of(practice) == {"portal"}
    assert AuditEvent.objects.filter(practice=practice, action="portal.turned_on").get().data == {"link": "cedar"}


@pytest.mark.spec("PORTAL-3")
@pytest.mark.parametrize("slug", ["juniper", "JUNIPER", "cedar counseling", "www", "ab", "a" * 41, "", "ce/dar"])
def test_a_link_that_can_not_be_had_changes_nothing(practice: Any, new_practice: builders.Staff, slug: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.turn_on_portal(new_practice.actor, slug=slug)
    assert list(refusal.value.message_dict) == ["slug"]
    assert links_of(new_practice.practice) == {}
    assert not is_portal_on(new_practice.practice)
    assert not AuditEvent.objects.filter(practice=new_practice.practice, action="portal.turned_on").exists()


def test_a_taken_link_says_that_it_is_taken(practice: Any, new_practice: builders.Staff) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.check_link(new_practice.actor, slug="juniper")
    assert refusal.value.error_dict["slug"][0].code == "taken"
    assert services.check_link(new_practice.actor, slug="Cedar") == "cedar"


def test_free_links_are_free(practice: Any, new_practice: builders.Staff, settings: Any) -> None:
    builders.make_practice(link="juniper-counseling")
    settings.CLIENT_PORTAL = {"RESERVED_SLUGS": ("juniper-therapy",)}
    assert free_links(new_practice.practice, "juniper") == ["cedar-counseling", "juniper-care", "juniper-center"]


@pytest.mark.spec("PORTAL-5")
def test_the_old_address_leads_to_the_new_one_for_ever(
    practice: Any, administrator: builders.Staff, maya: Any, client: Client
) -> None:
    services.rename_link(administrator.actor, slug="juniper-town")
    assert links_of(practice) == {"juniper": False, "juniper-town": True}
    assert tenancy.portal_address(again(practice)) == "http://localhost:8000/portal/juniper-town/"
    client.force_login(maya)
    moved = client.get(f"/portal/juniper/{PROBE}?page=2")
    assert (moved.status_code, moved["Location"]) == (301, f"/portal/juniper-town/{PROBE}?page=2")
    assert client.get(moved["Location"]).status_code == 200


@pytest.mark.spec("PORTAL-5")
def test_an_old_link_is_never_given_to_another_practice(
    practice: Any, administrator: builders.Staff, new_practice: builders.Staff
) -> None:
    services.rename_link(administrator.actor, slug="juniper-town")
    with pytest.raises(ValidationError, match="taken"):
        services.turn_on_portal(new_practice.actor, slug="juniper")
    assert links_of(new_practice.practice) == {}
    services.rename_link(administrator.actor, slug="juniper")
    assert links_of(practice) == {"juniper": True, "juniper-town": False}


def test_the_same_link_again_is_no_change(practice: Any, administrator: builders.Staff) -> None:
    services.rename_link(administrator.actor, slug="Juniper")
    assert links_of(practice) == {"juniper": True}
    assert not AuditEvent.objects.filter(action="portal.link_changed").exists()


@pytest.mark.spec("PORTAL-5")
@pytest.mark.parametrize("verb", [services.rename_link, services.turn_on_portal])
def test_a_site_may_keep_the_change_to_superusers(
    practice: Any, administrator: builders.Staff, settings: Any, verb: Any
) -> None:
    settings.CLIENT_PORTAL = {"LINK_CHANGE_BY_SUPERUSERS_ONLY": True}
    with pytest.raises(NotAllowed):
        verb(administrator.actor, slug="juniper-town")
    assert links_of(practice) == {"juniper": True}
    administrator.user.is_superuser = True
    administrator.user.save()
    verb(administrator.actor, slug="juniper-town")
    assert links_of(practice) == {"juniper": False, "juniper-town": True}


def test_under_that_setting_a_practice_still_chooses_its_first_link(
    new_practice: builders.Staff, administrator: builders.Staff, settings: Any
) -> None:
    settings.CLIENT_PORTAL = {"LINK_CHANGE_BY_SUPERUSERS_ONLY": True}
    services.turn_on_portal(new_practice.actor, slug="cedar")
    services.set_portal_availability(administrator.actor, is_on=False)
    services.turn_on_portal(administrator.actor, slug="juniper")
    assert is_portal_on(administrator.practice)
    services.rename_link(Actor.system(administrator.practice), slug="by-command")
    assert links_of(administrator.practice)["by-command"]


@pytest.mark.spec("PORTAL-6")
def test_off_says_so_politely_and_loses_nothing(
    practice: Any, administrator: builders.Staff, maya: Any, client_record: Any, client: Client
) -> None:
    features = switches_of(practice) - {"portal"}
    client.force_login(maya)
    assert client.get(f"/portal/juniper/{PROBE}").content == b"here"
    services.set_portal_availability(administrator.actor, is_on=False)
    page = client.get(f"/portal/juniper/{PROBE}")
    assert page.status_code == 403
    assert "(555) 010-0199" in page.content.decode()
    assert "Ellison" not in page.content.decode()
    assert switches_of(practice) == features
    services.set_portal_availability(administrator.actor, is_on=True)
    assert client.get(f"/portal/juniper/{PROBE}").content == b"here"


def test_a_portal_without_a_link_can_not_be_switched_on(new_practice: builders.Staff) -> None:
    with pytest.raises(InvalidState):
        services.set_portal_availability(new_practice.actor, is_on=True)
    assert not is_portal_on(new_practice.practice)


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "scheduler", "biller", "forms_administrator"])
def test_other_staff_change_nothing(practice: Any, role: str) -> None:
    actor = builders.make_staff(practice, role).actor
    for attempt in (
        lambda: services.rename_link(actor, slug="mine-now"),
        lambda: services.turn_on_portal(actor, slug="mine-now"),
        lambda: services.check_link(actor, slug="mine-now"),
        lambda: services.set_portal_availability(actor, is_on=False),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert links_of(practice) == {"juniper": True}
    assert is_portal_on(practice)


@pytest.mark.parametrize(
    ("configuration", "around"),
    [
        ({}, ("http://localhost:8000/portal/", "/")),
        ({"BASE_URL": "https://ehr.example.com/"}, ("https://ehr.example.com/portal/", "/")),
        (
            {"TENANCY": "subdomain", "BASE_URL": "https://example.com", "BASE_DOMAIN": "example.com"},
            ("https://", ".example.com/"),
        ),
        ({"TENANCY": "single"}, None),
    ],
)
def test_what_stands_around_the_link(practice: Any, settings: Any, configuration: dict[str, Any], around: Any) -> None:
    settings.CLIENT_PORTAL = configuration
    assert tenancy.address_around_slug(practice) == around


def test_an_own_domain_shows_in_the_address(practice: Any, settings: Any) -> None:
    practice.client_portal_settings.custom_domain = "clients.juniper.example"
    assert tenancy.address_around_slug(practice) == ("http://clients.juniper.example/portal/", "/")
    settings.CLIENT_PORTAL = {"TENANCY": "subdomain", "BASE_DOMAIN": "example.com"}
    assert tenancy.address_around_slug(practice) is None
