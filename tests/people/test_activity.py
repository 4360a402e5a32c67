"""The log as people read it: filtered, taken out as a file, and open to those whom it is about."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.access.services import grant_access, remove_member
from client_portal.audit.filters import EventFilter, event_kinds
from client_portal.audit.models import AuditEvent
from client_portal.audit.phrases import PHRASES
from client_portal.audit.selectors import verify_chain
from client_portal.core import clock
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import NotAllowed, NotVisible
from client_portal.people.activity_files import COLUMNS, as_csv, as_json
from client_portal.people.selectors import Deed, Wanted, activity_of, practice_activity, staff_in_log, views_of_me
from client_portal.people.services import export_activity, record_sign_in, update_information, view_client
from client_portal.people.services.clients import archive_client
from client_portal.testing import builders

NOON = dt.datetime(2026, 3, 10, 16, 0, tzinfo=dt.UTC)


def whats(page: Any) -> list[str]:
    """What was done, newest first."""
    return [deed.action for deed in page.deeds]


@pytest.fixture
def lived(practice: Any, practitioner: Any, client_record: Any, maya: Any) -> None:
    """A few deeds of different people."""
    me = builders.portal_actor(maya, practice)
    view_client(practitioner.actor, client=client_record)
    update_information(me, client=client_record, facts={"city": "Salem"})
    record_sign_in(me, succeeded=True)


@pytest.mark.django_db
@pytest.mark.spec("AUDIT-2")
def test_staff_filter_by_kind_by_person_and_by_day(
    lived: None, practice: Any, administrator: Any, practitioner: Any, client_record: Any
) -> None:
    def found(**wanted: Any) -> list[str]:
        return whats(practice_activity(administrator.actor, wanted=Wanted(**wanted)))

    assert found(kind="viewed") == ["client.viewed"]
    assert found(kind="sign_in") == ["login.signed_in"]
    assert set(found(kind="record")) >= {"information.changed", "client.created"}
    assert found(who=str(practitioner.member.pk)) == ["client.viewed"]
    assert "login.signed_in" in found(who="portal")
    assert "client.viewed" not in found(who="portal")
    assert found(kind="viewed", who="portal") == []
    today = clock.now().astimezone(dt.UTC).date()
    assert found(kind="viewed", since=today - dt.timedelta(days=2), until=today + dt.timedelta(days=1))
    assert found(since=today + dt.timedelta(days=2)) == []
    assert found(until=today - dt.timedelta(days=2)) == []
    assert whats(activity_of(practitioner.actor, client_record, wanted=Wanted(kind="viewed"))) == ["client.viewed"]


@pytest.mark.django_db
@pytest.mark.spec("AUDIT-2", "UX-3")
def test_days_are_those_of_the_practice(
    practice: Any, administrator: Any, client_record: Any, time_machine: Any
) -> None:
    practice.client_portal_settings.time_zone = "America/Los_Angeles"
    practice.client_portal_settings.save(update_fields=["time_zone"])
    time_machine.move_to(dt.datetime(2026, 3, 11, 6, 30, tzinfo=dt.UTC), tick=False)
    view_client(administrator.actor, client=client_record)

    def on(day: int) -> list[str]:
        wanted = Wanted(kind="viewed", since=dt.date(2026, 3, day), until=dt.date(2026, 3, day))
        return whats(practice_activity(administrator.actor, wanted=wanted))

    assert (on(9), on(10), on(11)) == ([], ["client.viewed"], [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "field"),
    [(Wanted(kind="everything"), "kind"), (Wanted(who="nobody"), "who"), (Wanted(who="' or 1=1"), "who")],
)
def test_a_filter_that_is_none_is_named(administrator: Any, wanted: Wanted, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        practice_activity(administrator.actor, wanted=wanted)
    assert list(caught.value.message_dict) == [field]


@pytest.mark.django_db
@pytest.mark.spec("STAFF-4")
def test_another_practice_s_people_are_no_filter(administrator: Any, other_practice: Any) -> None:
    theirs = builders.make_staff(other_practice)
    with pytest.raises(ValidationError):
        practice_activity(administrator.actor, wanted=Wanted(who=str(theirs.member.pk)))
    assert theirs.member not in staff_in_log(administrator.actor)


@pytest.mark.django_db
@pytest.mark.spec("AUDIT-2")
def test_who_left_can_still_be_looked_for(administrator: Any, practitioner: Any, client_record: Any) -> None:
    view_client(practitioner.actor, client=client_record)
    remove_member(administrator.actor, member=practitioner.member)
    assert practitioner.member in staff_in_log(administrator.actor)
    wanted = Wanted(who=str(practitioner.member.pk), kind="viewed")
    assert [deed.who for deed in practice_activity(administrator.actor, wanted=wanted).deeds] == ["Priya Raman"]


@pytest.mark.django_db
@pytest.mark.spec("AUDIT-1", "AUDIT-2")
def test_everything_leaves_as_csv_and_json_and_the_log_says_so(
    lived: None, practice: Any, administrator: Any, client_record: Any
) -> None:
    for _number in range(520):
        view_client(administrator.actor, client=client_record)
    before = AuditEvent.objects.filter(practice=practice).count()
    rows = list(csv.DictReader(io.StringIO("".join(as_csv(export_activity(administrator.actor, wanted=Wanted()))))))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["action"] == "activity.exported"
    assert len(rows) == before + 1 == len({row["number"] for row in rows})
    events = AuditEvent.objects.filter(practice=practice)
    assert {row["hash"] for row in rows} == set(events.values_list("hash", flat=True))
    again = json.loads("".join(as_json(export_activity(administrator.actor, wanted=Wanted(kind="viewed")))))
    assert len(again) == 521
    assert {row["client_name"] for row in again} == {"Maya Ellison"}
    assert {row["client_id"] for row in again} == {str(client_record.client_portal_profile.pk)}
    assert dt.datetime.fromisoformat(again[0]["at"]).utcoffset() == dt.timedelta(0)
    assert events.filter(action="activity.exported").count() == 2
    assert verify_chain(practice) == []


@pytest.mark.django_db
@pytest.mark.spec("AUDIT-2", "STAFF-4")
def test_only_those_who_read_the_log_take_it_along(
    practice: Any, other_practice: Any, practitioner: Any, administrator: Any, client_record: Any, maya: Any
) -> None:
    nobody = [
        builders.make_staff(practice, "scheduler").actor,
        builders.make_staff(other_practice).actor,
        builders.portal_actor(maya, practice),
        Actor.anonymous(practice),
    ]
    for actor in nobody:
        with pytest.raises((NotAllowed, NotVisible)):
            export_activity(actor, client=client_record, wanted=Wanted())
    for actor in (*nobody[:1], *nobody[2:], practitioner.actor):
        with pytest.raises((NotAllowed, NotVisible)):
            export_activity(actor, wanted=Wanted())
    assert not AuditEvent.objects.filter(action="activity.exported").exists()
    assert client_record.pk not in {deed.client_id for deed in export_activity(nobody[1], wanted=Wanted())}
    theirs = list(export_activity(practitioner.actor, client=client_record, wanted=Wanted()))
    assert "client.created" in [deed.action for deed in theirs]


def deed(**facts: Any) -> Deed:
    """A deed of no importance."""
    plain = dict.fromkeys(COLUMNS, "") | {"number": 1, "at": NOON, "capacity": Capacity.STAFF, "ip": None}
    return Deed(**{**plain, **facts})


@pytest.mark.spec("AUDIT-2")
@given(st.lists(st.text(max_size=30), max_size=5))
def test_a_file_holds_what_was_said_and_no_formula(names: list[str]) -> None:
    deeds = [deed(number=number, who=name) for number, name in enumerate(names)]
    assert [row["who"] for row in json.loads("".join(as_json(deeds)))] == names
    cells = [row["who"] for row in csv.DictReader(io.StringIO("".join(as_csv(deeds)), newline=""))]
    assert [cell.removeprefix("'") if cell != name else cell for cell, name in zip(cells, names, strict=True)] == names
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.django_db
@pytest.mark.spec("AUDIT-2")
def test_clients_see_who_else_looked_and_nothing_more(
    lived: None, practice: Any, practitioner: Any, administrator: Any, client_record: Any, maya: Any
) -> None:
    other = builders.make_client(practice, first_name="Theo", assigned_to=practitioner)
    view_client(practitioner.actor, client=other)
    me = builders.portal_actor(maya, practice)
    (view,) = views_of_me(me).views
    assert (str(view.what), view.who, view.capacity) == ("Your record", "Priya Raman", "staff")
    view_client(administrator.actor, client=client_record)
    assert len(views_of_me(me).views) == 2


@pytest.mark.django_db
@pytest.mark.spec("AUDIT-2", "STAFF-4")
def test_nobody_else_reads_who_looked(practice: Any, practitioner: Any, client_record: Any, maya: Any) -> None:
    view_client(practitioner.actor, client=client_record)
    contact = builders.make_user()
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=contact,
        relationship="other",
        capabilities=["questionnaires.view"],
    )
    for actor in (builders.portal_actor(contact, practice), practitioner.actor, Actor.anonymous(practice)):
        with pytest.raises((NotAllowed, NotVisible)):
            views_of_me(actor)
    me = builders.portal_actor(maya, practice)
    archive_client(practitioner.actor, client=client_record, reason="Moved away")
    with pytest.raises((NotAllowed, NotVisible)):
        views_of_me(me)


@pytest.mark.django_db
def test_a_page_of_views_costs_the_same_at_any_length(
    practice: Any, practitioner: Any, client_record: Any, maya: Any, queries: Any
) -> None:
    costs = []
    for amount in (5, 20):
        for _number in range(amount):
            view_client(practitioner.actor, client=client_record)
        me = builders.portal_actor(maya, practice)
        with queries() as captured:
            views_of_me(me)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_each_of_our_actions_is_of_a_kind() -> None:
    found = {action for action in PHRASES for kind in event_kinds.values() if _matches(kind, action)}
    assert found == set(PHRASES)


def _matches(kind: Any, action: str) -> bool:
    return action.startswith(kind.starts or ("\0",)) or bool(kind.ends and action.endswith(kind.ends))


def test_an_empty_filter_wants_everything() -> None:
    assert not EventFilter().condition()
