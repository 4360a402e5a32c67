"""The rungs of swapping: paths from our own names, from the host's class, from the settings; one journey on each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from client_portal import swap
from client_portal.access.models import AccessGrant, CareTeamMember, StaffMember
from client_portal.appointments import models as appointments
from client_portal.billing import models as billing
from client_portal.core import outbox
from client_portal.core.actor import Actor
from client_portal.files.models import StoredFile
from client_portal.people.adapters import people
from client_portal.people.models import ClientProfile, Invitation
from client_portal.people.services import invite_client, update_information
from client_portal.practices.models import PortalSettings
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders

LINK = re.compile(r"https?://[^/\s]+(/\S+)")

CROSSED = {"PORTAL_FIRST_NAME": "PORTAL_LAST_NAME", "PORTAL_LAST_NAME": "PORTAL_FIRST_NAME"}
"""A table whose two name columns mean the opposite of what the class says, as an unlucky host might have it."""


@pytest.fixture
def in_settings(settings: Any) -> Callable[..., None]:
    """Say paths of a model in ``CLIENT_PORTAL["LOOKUPS"]``."""

    def write(model: str, **paths: str | None) -> None:
        chosen = getattr(settings, "CLIENT_PORTAL", {})
        settings.CLIENT_PORTAL = {**chosen, "LOOKUPS": {**chosen.get("LOOKUPS", {}), model: paths}}

    return write


@pytest.fixture
def in_class(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Say paths of a model by attributes of its class."""

    def write(model: str, **paths: str | None) -> None:
        for attribute, path in paths.items():
            monkeypatch.setattr(swap.model(model), attribute, path, raising=False)

    return write


@pytest.mark.spec("HOST-2")
def test_the_setting_wins_over_the_class_and_the_class_over_our_own_names(
    in_settings: Any, in_class: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(swap.model("Client"), "PORTAL_EMAIL", raising=False)
    assert swap.path("Client", "PORTAL_EMAIL") == "email"
    in_class("Client", PORTAL_EMAIL="chart__mail")
    assert swap.path("Client", "PORTAL_EMAIL") == "chart__mail"
    in_settings("Client", PORTAL_EMAIL="demographics__email")
    assert swap.path("Client", "PORTAL_EMAIL") == "demographics__email"


@pytest.mark.spec("HOST-2")
def test_what_the_setting_leaves_out_the_class_still_says(in_settings: Any, in_class: Any) -> None:
    in_class("Client", PORTAL_EMAIL="mail_1", PORTAL_LAST_NAME="surname")
    in_settings("Client", PORTAL_EMAIL="mail_2")
    assert swap.path("Client", "PORTAL_EMAIL") == "mail_2"
    assert swap.path("Client", "PORTAL_LAST_NAME") == "surname"


@pytest.mark.spec("HOST-2")
def test_a_path_may_be_nothing_where_we_can_answer_ourselves(in_settings: Any) -> None:
    in_settings("Client", PORTAL_PRACTITIONERS=None)
    assert swap.lookup("Client", "PORTAL_PRACTITIONERS") is None
    with pytest.raises(ImproperlyConfigured, match="needs PORTAL_PRACTITIONERS: the ORM path of this fact"):
        swap.path("Client", "PORTAL_PRACTITIONERS")


@pytest.mark.spec("HOST-2")
@pytest.mark.django_db
def test_a_path_may_follow_keys(in_settings: Any, client_record: Any, practitioner: Any) -> None:
    practice, user = swap.path("Practitioner", "PORTAL_PRACTICE"), swap.path("Practitioner", "PORTAL_USER")
    in_settings("Practitioner", PORTAL_PRACTICE=practice, PORTAL_USER=f"{user}__email")
    assert swap.value("Practitioner", "PORTAL_USER", practitioner.practitioner) == practitioner.user.email
    setattr(practitioner.practitioner, user, None)
    assert swap.value("Practitioner", "PORTAL_USER", practitioner.practitioner) is None


@pytest.mark.spec("HOST-2")
@pytest.mark.parametrize(
    ("table", "field", "name"),
    [
        (PortalSettings, "practice", "Practice"),
        (StaffMember, "practice", "Practice"),
        (ClientProfile, "client", "Client"),
        (AccessGrant, "client", "Client"),
        (StoredFile, "client", "Client"),
        (Invitation, "client", "Client"),
    ],
)
def test_our_tables_point_at_the_models_in_force(table: Any, field: str, name: str) -> None:
    key = table._meta.get_field(field)
    assert key.related_model is swap.model(name)
    assert key.target_field is swap.model(name)._meta.pk


@pytest.mark.spec("HOST-2")
@pytest.mark.parametrize("name", sorted(swap.LOOKUPS))
def test_each_of_the_five_models_is_the_host_s_where_it_has_one(name: str, settings: Any) -> None:
    setting = f"CLIENT_PORTAL_{name.upper()}_MODEL"
    assert swap.setting(name) == setting
    chosen = getattr(settings, setting, f"client_portal.{name}")
    assert swap.model(name)._meta.label == chosen
    assert swap.is_swapped(name) is (chosen != f"client_portal.{name}")


@pytest.mark.spec("HOST-2")
@pytest.mark.django_db
def test_appointments_and_invoices_are_found_by_what_they_are_about(client_record: Any) -> None:
    for name in ("Appointment", "Invoice"):
        rows = swap.model(name)._default_manager.filter(**{swap.path(name, "PORTAL_CLIENT"): client_record})
        assert list(rows) == []
    assert swap.is_swapped("Appointment") is not hasattr(appointments.Appointment, "objects")
    assert swap.is_swapped("Invoice") is not hasattr(billing.Invoice, "objects")


def column(client: Any, attribute: str) -> Any:
    """What stands in the host's own column, past every line of ours."""
    return swap.model("Client")._base_manager.filter(pk=client.pk).values_list(attribute, flat=True).get()


def journey(browser: Client, practice: Any, staff: builders.Staff) -> Any:
    """Somebody is invited, comes in by the letter's link, and reads their name; returns the record."""
    record = builders.make_client(
        practice, first_name="Maya", last_name="Ellison", email="maya@example.com", assigned_to=staff
    )
    invite_client(staff.actor, client=record)
    outbox.drain()
    (letter,) = mail.outbox
    assert letter.to == ["maya@example.com"]
    link = next(found for found in LINK.findall(letter.body) if "/invite/" in found)
    browser.get(link)
    answer = browser.post(portal_reverse("portal:invitation", practice), {"password": builders.PASSWORD})
    assert answer.status_code == 302
    page = browser.get(portal_reverse("portal:home", practice))
    assert page.status_code == 200
    assert "Hello, Maya" in page.content.decode()
    return record


def addresses(browser: Client, practice: Any, staff: builders.Staff, record: Any) -> str:
    """The staff's page of the record, signed in as its practitioner."""
    browser.force_login(staff.user)
    page = browser.get(
        portal_reverse("staff:client", practice, client_id=str(record.client_portal_profile.pk)), follow=True
    )
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.spec("HOST-2")
@pytest.mark.parametrize("rung", ["as the models say it", "by the class", "by the settings"])
def test_one_journey_on_each_rung(
    rung: str, client: Client, practice: Any, practitioner: builders.Staff, in_settings: Any, in_class: Any
) -> None:
    columns = {attribute: swap.path("Client", attribute) for attribute in ("PORTAL_FIRST_NAME", "PORTAL_LAST_NAME")}
    if rung != "as the models say it":
        columns = {attribute: columns[CROSSED[attribute]] for attribute in columns}
        (in_class if rung == "by the class" else in_settings)("Client", **columns)
    record = journey(client, practice, practitioner)
    assert column(record, columns["PORTAL_FIRST_NAME"]) == "Maya"
    assert column(record, columns["PORTAL_LAST_NAME"]) == "Ellison"
    login = AccessGrant.objects.get(client=record).user
    update_information(builders.portal_actor(login, practice), client=record, facts={"last_name": "Roe"})
    assert column(record, columns["PORTAL_LAST_NAME"]) == "Roe"
    assert people().client_facts(swap.model("Client")._default_manager.get(pk=record.pk)).full_name == "Maya Roe"
    page = addresses(client, practice, practitioner, record)
    assert "Maya Roe" in page


@pytest.mark.spec("HOST-2", "STAFF-4")
def test_a_host_s_key_never_stands_in_an_address(client: Client, practice: Any, practitioner: builders.Staff) -> None:
    record = journey(client, practice, practitioner)
    page = addresses(client, practice, practitioner, record)
    keys = {str(row.pk) for row in (record, practice, practitioner.practitioner)}
    parts = {part for address in re.findall(r'(?:href|action)="([^"#?]*)', page) for part in address.split("/")}
    assert str(practice.client_portal_settings.pk) in parts
    assert not keys & parts


@pytest.mark.spec("HOST-2", "STAFF-2")
def test_who_treats_whom_is_the_host_s_to_say_where_it_does(
    practice: Any, practitioner: builders.Staff, client_record: Any, in_settings: Any
) -> None:
    declared = swap.lookup("Client", "PORTAL_PRACTITIONERS")
    seats = CareTeamMember.objects.filter(client=client_record)
    assert seats.exists() is (declared is None)
    colleague = builders.make_staff(practice, "practitioner")
    for actor, sees in ((practitioner.actor, True), (colleague.actor, False)):
        assert client_record.pk in set(visible(actor)) if sees else client_record.pk not in set(visible(actor))
    if declared is not None:
        in_settings("Client", PORTAL_PRACTITIONERS=None)
        assert client_record.pk not in set(visible(practitioner.actor))


def visible(actor: Actor) -> list[Any]:
    from client_portal.access.selectors import visible_clients

    return list(visible_clients(actor).values_list("pk", flat=True))
