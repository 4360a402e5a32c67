"""Client records: making them, their address, putting them away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal import swap
from client_portal.access.models import ArchivedRecord, CareTeamMember
from client_portal.access.rules import can
from client_portal.access.selectors import visible_clients
from client_portal.audit.models import AuditEvent
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.people.adapters import people
from client_portal.people.information import birth_date_problem
from client_portal.people.models import ClientKind, ClientProfile
from client_portal.people.selectors import archived_record, client_by_public_id, profile_of
from client_portal.people.services import archive_client, create_client, restore_client, set_email, view_client
from client_portal.people.services.clients import backfill_profiles
from client_portal.testing import builders


def records() -> Any:
    return swap.model("Client")._default_manager


@pytest.mark.spec("CLIENT-1")
def test_two_names_are_enough(practitioner: builders.Staff) -> None:
    client = create_client(practitioner.actor, first_name="  Theo ", last_name="van  Dam ")
    facts = people().client_facts(records().get(pk=client.pk))
    assert (facts.first_name, facts.last_name, facts.email, facts.birth_date) == ("Theo", "van Dam", "", None)
    assert client.client_portal_profile.kind == ClientKind.INDIVIDUAL


@pytest.mark.spec("CLIENT-1")
@pytest.mark.parametrize(
    ("first_name", "last_name", "wrong"), [("", "Ellison", "first_name"), ("Maya", " ", "last_name")]
)
def test_both_names_are_needed(practitioner: builders.Staff, first_name: str, last_name: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        create_client(practitioner.actor, first_name=first_name, last_name=last_name)
    assert set(refusal.value.message_dict) == {wrong}
    assert not records().exists()


@pytest.mark.spec("CLIENT-1")
def test_one_address_serves_a_family(practice: Any, practitioner: builders.Staff) -> None:
    address = "ellisons@example.com"
    children = [
        create_client(practitioner.actor, first_name=name, last_name="Ellison", email=address)
        for name in ("Ann", "Ben")
    ]
    login = builders.give_login(children[0], practice, email=address)
    builders.give_login(children[1], practice, user=login)
    assert set(visible_clients(builders.portal_actor(login, practice))) == set(children)


@pytest.mark.spec("CLIENT-2")
def test_a_record_is_of_a_kind(practitioner: builders.Staff) -> None:
    minor = create_client(practitioner.actor, first_name="Theo", last_name="Ellison", kind="minor")
    assert profile_of(practitioner.actor, minor).kind == ClientKind.MINOR
    with pytest.raises(ValidationError) as refusal:
        create_client(practitioner.actor, first_name="Theo", last_name="Ellison", kind="robot")
    assert set(refusal.value.message_dict) == {"kind"}
    assert records().count() == 1


def test_everything_that_is_wrong_is_said_at_once(practitioner: builders.Staff) -> None:
    tomorrow = clock.today("America/New_York") + dt.timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        create_client(practitioner.actor, first_name="", last_name="", email="maya@", birth_date=tomorrow, kind="robot")
    assert set(refusal.value.message_dict) == {"first_name", "last_name", "email", "birth_date", "kind"}
    assert not records().exists()
    assert not AuditEvent.objects.filter(action="client.created").exists()


def test_what_the_record_refuses_is_said_by_our_names(practitioner: builders.Staff) -> None:
    with pytest.raises(ValidationError) as refusal:
        create_client(practitioner.actor, first_name="M" * 500, last_name="Ellison")
    assert set(refusal.value.message_dict) == {"first_name"}
    assert not records().exists()


def test_today_is_the_practices_today(practice: Any, practitioner: builders.Staff, time_machine: Any) -> None:
    practice.client_portal_settings.time_zone = "Pacific/Kiritimati"
    practice.client_portal_settings.save()
    time_machine.move_to(dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC), tick=False)
    born_there_today = dt.date(2026, 3, 2)
    create_client(practitioner.actor, first_name="New", last_name="Born", birth_date=born_there_today)
    with pytest.raises(ValidationError):
        create_client(
            practitioner.actor, first_name="Not", last_name="Born", birth_date=born_there_today + dt.timedelta(days=1)
        )


@given(st.dates(), st.dates(min_value=dt.date(1950, 1, 1)))
def test_a_birth_date_lies_between_1900_and_today(birth_date: dt.date, today: dt.date) -> None:
    assert (birth_date_problem(birth_date, today) is None) == (dt.date(1900, 1, 1) <= birth_date <= today)


@pytest.mark.spec("STAFF-1", "STAFF-2")
def test_who_makes_a_record_and_who_has_it_then(practice: Any) -> None:
    for role, is_assigned in (("practitioner", True), ("administrator", False), ("scheduler", False)):
        staff = builders.make_staff(practice, role)
        client = create_client(staff.actor, first_name="Maya", last_name=role)
        assert CareTeamMember.objects.filter(client=client, member=staff.member).exists() is is_assigned
        assert can(staff.actor, "clients.view", client)
    made = records().count()
    for role in ("biller", "supervisor", "forms_administrator"):
        with pytest.raises(NotAllowed):
            create_client(builders.make_staff(practice, role).actor, first_name="Maya", last_name=role)
    assert records().count() == made


@pytest.mark.spec("STAFF-4")
def test_public_ids_of_others_are_not_found(
    practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    public_id = client_record.client_portal_profile.pk
    assert client_by_public_id(practitioner.actor, public_id) == client_record
    for stranger in (
        builders.make_staff(other_practice),
        builders.make_staff(practice, "practitioner"),
        builders.make_staff(practice, "forms_administrator"),
    ):
        with pytest.raises(NotVisible):
            client_by_public_id(stranger.actor, public_id)


def test_an_address_is_checked_and_written(practitioner: builders.Staff, client_record: Any) -> None:
    set_email(practitioner.actor, client=client_record, email=" maya@new.example ")
    assert people().client_facts(records().get(pk=client_record.pk)).email == "maya@new.example"
    with pytest.raises(ValidationError) as refusal:
        set_email(practitioner.actor, client=client_record, email="maya@")
    assert set(refusal.value.message_dict) == {"email"}
    assert people().client_facts(records().get(pk=client_record.pk)).email == "maya@new.example"
    assert AuditEvent.objects.filter(action="client.email_changed").count() == 1


def test_an_archived_record_keeps_all_and_its_logins_lose_it_at_once(
    practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    assert can(builders.portal_actor(maya, practice), "information.view", client_record)
    archive_client(practitioner.actor, client=client_record, reason="Moved away")
    assert not builders.portal_actor(maya, practice).is_portal
    assert can(practitioner.actor, "information.view", client_record)
    archived = archived_record(practitioner.actor, client_record)
    assert archived is not None
    assert (archived.reason, archived.by) == ("Moved away", practitioner.user)
    with pytest.raises(InvalidState):
        archive_client(practitioner.actor, client=client_record)
    restore_client(practitioner.actor, client=client_record)
    assert can(builders.portal_actor(maya, practice), "information.view", client_record)
    with pytest.raises(InvalidState):
        restore_client(practitioner.actor, client=client_record)
    recorded = AuditEvent.objects.filter(client_id=str(client_record.pk), action__startswith="client.")
    assert list(recorded.order_by("sequence").values_list("action", flat=True)) == [
        "client.created",
        "client.archived",
        "client.restored",
    ]


def test_only_those_who_manage_access_put_records_away(practice: Any, client_record: Any, maya: Any) -> None:
    for actor in (
        builders.make_staff(practice, "scheduler").actor,
        builders.make_staff(practice, "practitioner").actor,
        builders.portal_actor(maya, practice),
    ):
        with pytest.raises((NotAllowed, NotVisible)):
            archive_client(actor, client=client_record)
        with pytest.raises((NotAllowed, NotVisible)):
            set_email(actor, client=client_record, email="thief@example.com")
    assert not ArchivedRecord.objects.exists()
    assert people().client_facts(records().get(pk=client_record.pk)).email == "maya@example.com"


def test_a_long_reason_is_refused(practitioner: builders.Staff, client_record: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        archive_client(practitioner.actor, client=client_record, reason="x" * 301)
    assert set(refusal.value.message_dict) == {"reason"}
    assert not ArchivedRecord.objects.exists()


@pytest.mark.spec("AUDIT-1")
def test_opening_a_record_is_recorded(practice: Any, practitioner: builders.Staff, client_record: Any) -> None:
    view_client(practitioner.actor, client=client_record)
    event = AuditEvent.objects.get(action="client.viewed")
    assert (event.user_id, event.client_id) == (str(practitioner.user.pk), str(client_record.pk))
    with pytest.raises(NotVisible):
        view_client(builders.make_staff(practice, "practitioner").actor, client=client_record)
    assert AuditEvent.objects.filter(action="client.viewed").count() == 1


def test_each_record_of_a_host_has_a_public_id(practice: Any) -> None:
    client = builders.make_client(practice)
    ClientProfile.objects.unscoped(reason="as before the portal came").filter(client=client).delete()
    assert backfill_profiles() == 1
    assert backfill_profiles() == 0
    assert ClientProfile.objects.unscoped(reason="looking after it").filter(client=client).count() == 1


def test_the_software_sees_the_records_of_its_practice(practice: Any, other_practice: Any, client_record: Any) -> None:
    builders.make_client(other_practice)
    assert list(visible_clients(Actor.system(practice))) == [client_record]
