"""Information that clients give: into the record through the host's adapter, or as a change that staff decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from client_portal import swap
from client_portal.access.services import grant_access
from client_portal.audit.models import AuditEvent
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.people.adapters import PeopleAdapter, people
from client_portal.people.information import FACTS, plain, typed
from client_portal.people.models import ProposedChange
from client_portal.people.selectors import information_of, open_changes
from client_portal.people.services import decide_change, update_information
from client_portal.people.signals import information_changed
from client_portal.testing import builders
from tests.examples import examples

GIVEN = {
    "first_name": "Maya",
    "last_name": "Ellison-Roe",
    "birth_date": dt.date(1990, 5, 17),
    "legal_name": "Maya Anne Ellison-Roe",
    "preferred_name": "May",
    "pronouns": "she/her",
    "sex": "female",
    "gender_identity": "woman",
    "phone": "(555) 010-2233",
    "phone_kind": "mobile",
    "street": "12 Alder Lane",
    "city": "Portland",
    "state": "OR",
    "postal_code": "97201",
    "country": "United States",
    "time_zone": "America/Los_Angeles",
    "language": "en",
    "may_email": False,
    "may_text": True,
    "may_leave_voicemail": True,
    "wants_reminders": False,
}


def fresh(client: Any) -> Any:
    return swap.model("Client")._default_manager.get(pk=client.pk)


def changes() -> Any:
    return ProposedChange.objects.unscoped(reason="looking after the table")


@pytest.fixture
def me(practice: Any, maya: Any) -> Any:
    """The client in the portal, anew for each deed."""
    return lambda: builders.portal_actor(maya, practice)


@pytest.mark.spec("ONB-7")
def test_every_fact_lands_in_the_clients_record(practitioner: builders.Staff, client_record: Any, me: Any) -> None:
    assert set(GIVEN) == FACTS
    assert set(update_information(me(), client=client_record, facts=GIVEN)) == FACTS - {"first_name"}
    assert information_of(practitioner.actor, fresh(client_record)) == GIVEN
    facts = people().client_facts(fresh(client_record))
    assert (facts.last_name, facts.birth_date) == ("Ellison-Roe", dt.date(1990, 5, 17))
    event = AuditEvent.objects.get(action="information.changed")
    assert set(event.data["fields"]) == FACTS - {"first_name"}
    assert "Alder" not in str(event.data)
    assert event.acting_for == str(client_record.pk)


class Chart(PeopleAdapter):
    """A host that keeps birth dates in a chart of its own and hears of each change."""

    heard: list[Mapping[str, Any]] = []

    def update_client(self, client: Any, changes: Mapping[str, Any]) -> None:
        self.heard.append(dict(changes))
        super().update_client(client, changes)


@pytest.mark.spec("ONB-7", "HOST-3")
def test_the_hosts_adapter_writes_the_record(client_record: Any, me: Any, settings: Any) -> None:
    settings.CLIENT_PORTAL = {"ADAPTERS": {"people": f"{__name__}.Chart"}}
    Chart.heard.clear()
    update_information(me(), client=client_record, facts={"last_name": "Roe", "city": "Portland"})
    assert Chart.heard == [{"last_name": "Roe"}]
    assert people().client_facts(fresh(client_record)).last_name == "Roe"


@pytest.mark.spec("ONB-7")
def test_a_change_waits_where_the_practice_wants_to_look_first(
    practitioner: builders.Staff, client_record: Any, me: Any
) -> None:
    before = information_of(practitioner.actor, client_record)
    wanted = {"last_name": "Roe", "birth_date": dt.date(1991, 1, 2), "city": "Seattle"}
    update_information(me(), client=client_record, facts=wanted, needs_review=True)
    assert information_of(practitioner.actor, fresh(client_record)) == before
    (change,) = open_changes(practitioner.actor, client_record)
    assert change.changes == {"last_name": "Roe", "birth_date": "1991-01-02", "city": "Seattle"}
    decide_change(practitioner.actor, change_id=change.pk, accept=True)
    assert information_of(practitioner.actor, fresh(client_record)) == before | wanted
    assert not open_changes(practitioner.actor, client_record).exists()
    assert "Seattle" not in str(list(AuditEvent.objects.values_list("data", flat=True)))


@pytest.mark.spec("ONB-7")
def test_a_declined_change_leaves_the_record_alone(practitioner: builders.Staff, client_record: Any, me: Any) -> None:
    before = information_of(practitioner.actor, client_record)
    update_information(me(), client=client_record, facts={"city": "Seattle"}, needs_review=True)
    change = open_changes(practitioner.actor, client_record)[0]
    decided = decide_change(practitioner.actor, change_id=change.pk, accept=False)
    assert (decided.is_accepted, decided.decided_by) == (False, practitioner.user)
    for accept in (True, False):
        with pytest.raises(InvalidState):
            decide_change(practitioner.actor, change_id=change.pk, accept=accept)
    assert information_of(practitioner.actor, fresh(client_record)) == before
    assert AuditEvent.objects.filter(action="information.change_decided").count() == 1


@pytest.mark.spec("STAFF-2", "STAFF-4")
def test_clients_and_strangers_decide_nothing(
    practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any, me: Any
) -> None:
    update_information(me(), client=client_record, facts={"city": "Seattle"}, needs_review=True)
    change = open_changes(practitioner.actor, client_record)[0]
    events = AuditEvent.objects.count()
    strangers = [
        me(),
        Actor.anonymous(practice),
        builders.make_staff(practice).actor,
        builders.make_staff(practice, "practitioner").actor,
        builders.make_staff(practice, "biller").actor,
        builders.make_staff(other_practice).actor,
    ]
    events = AuditEvent.objects.count()
    for actor in strangers:
        with pytest.raises((NotAllowed, NotVisible)):
            decide_change(actor, change_id=change.pk, accept=True)
    assert changes().get().decided_at is None
    assert information_of(practitioner.actor, fresh(client_record))["city"] == ""
    assert AuditEvent.objects.count() == events


def test_staff_write_at_once(practitioner: builders.Staff, client_record: Any) -> None:
    update_information(practitioner.actor, client=client_record, facts={"city": "Seattle"}, needs_review=True)
    assert information_of(practitioner.actor, client_record)["city"] == "Seattle"
    assert not changes().exists()


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_the_rest_of_the_house_hears_of_a_change_once_it_is_made(
    practitioner: builders.Staff,
    client_record: Any,
    me: Any,
    is_reviewed: bool,
    django_capture_on_commit_callbacks: Any,
) -> None:
    heard: list[Any] = []

    def hear(*, client: Any, fields: list[str], **kwargs: Any) -> None:
        heard.append((client.pk, fields))

    information_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            update_information(me(), client=client_record, facts={"city": "Seattle"}, needs_review=is_reviewed)
        assert bool(heard) is not is_reviewed
        if is_reviewed:
            with django_capture_on_commit_callbacks(execute=True):
                decide_change(practitioner.actor, change_id=changes().get().pk, accept=True)
    finally:
        information_changed.disconnect(hear)
    assert heard == [(client_record.pk, ["city"])]


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"first_name": " "}, {"first_name"}),
        ({"last_name": ""}, {"last_name"}),
        ({"birth_date": dt.date(1899, 12, 31)}, {"birth_date"}),
        ({"time_zone": "Mars/Olympus"}, {"time_zone"}),
        ({"phone_kind": "pigeon"}, {"phone_kind"}),
        ({"phone": "5" * 41, "city": "x" * 101}, {"phone", "city"}),
        ({"last_name": "x" * 500}, {"last_name"}),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_is_written(
    practitioner: builders.Staff, client_record: Any, me: Any, facts: dict[str, Any], wrong: set[str]
) -> None:
    before, events = information_of(practitioner.actor, client_record), AuditEvent.objects.count()
    with pytest.raises(ValidationError) as refusal:
        update_information(me(), client=client_record, facts={"pronouns": "they/them", **facts})
    assert set(refusal.value.message_dict) == wrong
    assert information_of(practitioner.actor, fresh(client_record)) == before
    assert AuditEvent.objects.count() == events


def test_a_birth_date_in_the_future_is_refused(client_record: Any, me: Any) -> None:
    tomorrow = clock.today("America/New_York") + dt.timedelta(days=1)
    with pytest.raises(ValidationError):
        update_information(me(), client=client_record, facts={"birth_date": tomorrow})


def test_unknown_facts_are_refused(practice: Any, practitioner: builders.Staff, client_record: Any, me: Any) -> None:
    for name in ("practice", "kind", "client", "id", "email", "client_id"):
        with pytest.raises(ValidationError):
            update_information(me(), client=client_record, facts={name: "x"})
    assert not AuditEvent.objects.filter(action="information.changed").exists()


def test_saying_what_stands_changes_nothing(client_record: Any, me: Any) -> None:
    update_information(me(), client=client_record, facts=GIVEN)
    assert update_information(me(), client=client_record, facts=GIVEN) == []
    assert AuditEvent.objects.filter(action="information.changed").count() == 1


def test_a_parent_edits_what_was_granted(practice: Any, client_record: Any) -> None:
    looker, editor = builders.make_user(), builders.make_user()
    system = Actor.system(practice)
    for user, capabilities in ((looker, ["information.view"]), (editor, ["information.view", "information.edit"])):
        grant_access(system, client=client_record, user=user, relationship="parent", capabilities=capabilities)
    assert information_of(builders.portal_actor(looker, practice), client_record)["first_name"] == "Maya"
    with pytest.raises(NotAllowed):
        update_information(builders.portal_actor(looker, practice), client=client_record, facts={"city": "Seattle"})
    update_information(builders.portal_actor(editor, practice), client=client_record, facts={"city": "Salem"})
    assert information_of(builders.portal_actor(looker, practice), client_record)["city"] == "Salem"


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60).map(str.strip)


class AnyFacts(TestCase):
    """Whatever is given and valid is read back as it was given, directly and by way of a proposed change."""

    @settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        facts=st.fixed_dictionaries(
            {},
            optional={
                "legal_name": texts,
                "pronouns": texts,
                "city": texts,
                "birth_date": st.dates(dt.date(1900, 1, 1), dt.date(2020, 1, 1)),
                "may_text": st.booleans(),
                "first_name": texts.filter(bool),
            },
        ),
        is_reviewed=st.booleans(),
    )
    def test_read_back_as_given(self, facts: dict[str, Any], is_reviewed: bool) -> None:
        practice = builders.make_practice()
        staff = builders.make_staff(practice, "practitioner")
        client = builders.make_client(practice, assigned_to=staff)
        actor = builders.portal_actor(builders.give_login(client, practice), practice)
        update_information(actor, client=client, facts=facts, needs_review=is_reviewed)
        for change in open_changes(staff.actor, client):
            decide_change(staff.actor, change_id=change.pk, accept=True)
        assert information_of(staff.actor, fresh(client)) | facts == information_of(staff.actor, fresh(client))


@given(st.dates())
def test_dates_survive_json(date: dt.date) -> None:
    assert typed("birth_date", plain(date)) == date
    assert typed("birth_date", plain(None)) is None
    assert typed("city", plain("2020-01-01")) == "2020-01-01"
