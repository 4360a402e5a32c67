"""The log proves that it is whole: any edit, gap, cut tail or change of order is found, and nothing can change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from client_portal.audit.models import AuditChain, AuditEvent
from client_portal.audit.rules import CHAINED
from client_portal.audit.selectors import verify_chain
from client_portal.audit.services import record
from client_portal.core import frozen
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import InvalidState
from client_portal.testing import builders
from tests.examples import examples

LENGTH = 6

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
documents = st.dictionaries(
    texts, st.one_of(st.none(), st.booleans(), st.integers(-(2**40), 2**40), texts, st.lists(texts, max_size=3))
)


def write(practice: Any, count: int = LENGTH) -> list[AuditEvent]:
    """Some events of somebody in a practice."""
    actor = Actor(Capacity.STAFF, practice, builders.make_user(), ip="203.0.113.9")
    return [record(actor, action=f"thing.done_{number}", data={"number": number}) for number in range(count)]


def thaw() -> None:
    """Take the triggers away, as somebody with the keys of the database could."""
    frozen.uninstall(connection)


def rows() -> Any:
    """The table past the log's own refusals."""
    return AuditEvent._base_manager.order_by("sequence")


EDITS: dict[str, Any] = {
    "at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "action": "thing.never_done",
    "capacity": "system",
    "user_id": "someone",
    "user_name": "Somebody else",
    "acting_for": "1",
    "client_id": "1",
    "object_type": "hat.rabbit",
    "object_id": "7",
    "ip": "198.51.100.1",
    "data": {"number": "other"},
    "previous_hash": "0" * 64,
    "hash": "f" * 64,
    "sequence": 99,
}


@pytest.mark.spec("AUDIT-1")
def test_a_whole_chain_has_no_problems(practice: Any, other_practice: Any) -> None:
    write(practice)
    write(other_practice)
    for one in (practice, other_practice):
        assert verify_chain(one) == []
        sequences = list(
            AuditEvent.objects.filter(practice=one).order_by("sequence").values_list("sequence", flat=True)
        )
        assert sequences == list(range(1, len(sequences) + 1))


def test_every_chained_column_is_tried() -> None:
    assert set(EDITS) == {*CHAINED, "hash"}


@pytest.mark.spec("AUDIT-1")
@pytest.mark.parametrize("column", sorted(EDITS))
@pytest.mark.parametrize("place", [0, 2, -1])
def test_an_edit_is_found(practice: Any, other_practice: Any, column: str, place: int) -> None:
    event = write(practice)[place]
    thaw()
    rows().filter(pk=event.pk).update(**{column: EDITS[column]})
    assert verify_chain(practice)
    assert verify_chain(other_practice) == []


def _remove(events: list[AuditEvent]) -> None:
    rows().filter(pk=events[2].pk).delete()


def _cut_tail(events: list[AuditEvent]) -> None:
    rows().filter(pk__in=[event.pk for event in events[-2:]]).delete()


def _cut_head(events: list[AuditEvent]) -> None:
    rows().filter(practice=events[0].practice, sequence__lte=events[0].sequence).delete()


def _empty(events: list[AuditEvent]) -> None:
    rows().filter(practice=events[0].practice).delete()


def _swap(events: list[AuditEvent]) -> None:
    first, second = events[1], events[2]
    rows().filter(pk=first.pk).update(sequence=1000)
    rows().filter(pk=second.pk).update(sequence=first.sequence)
    rows().filter(pk=first.pk).update(sequence=second.sequence)


def _renumber_after_removal(events: list[AuditEvent]) -> None:
    rows().filter(pk=events[2].pk).delete()
    for event in events[3:]:
        rows().filter(pk=event.pk).update(sequence=event.sequence - 1)


def _insert(events: list[AuditEvent]) -> None:
    last = events[-1]
    last.pk, last.sequence, last._state.adding = None, last.sequence + 1, True
    last.id = None
    AuditEvent._base_manager.bulk_create(
        [AuditEvent(**{name: getattr(last, name) for name in (*CHAINED, "hash")}, practice=last.practice)]
    )


def _lose_the_end_mark(events: list[AuditEvent]) -> None:
    AuditChain.objects.filter(practice=events[0].practice).delete()


@pytest.mark.spec("AUDIT-1")
@pytest.mark.parametrize(
    "deed",
    [_remove, _cut_tail, _cut_head, _empty, _swap, _renumber_after_removal, _insert, _lose_the_end_mark],
    ids=lambda deed: deed.__name__.strip("_"),
)
def test_gaps_cuts_and_changes_of_order_are_found(
    practice: Any, other_practice: Any, deed: Callable[[list[AuditEvent]], None]
) -> None:
    events = write(practice)
    thaw()
    deed(events)
    assert verify_chain(practice)
    assert verify_chain(other_practice) == []


class AnyHistory(TestCase):
    """Whatever was recorded verifies; whatever of it is altered doesn't."""

    @settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        history=st.lists(st.tuples(texts.filter(bool), documents), min_size=1, max_size=6),
        victim=st.integers(0, 5),
        forged=documents,
    )
    def test_any_history(self, history: list[tuple[str, Any]], victim: int, forged: Any) -> None:
        practice = builders.make_practice(is_on=False)
        actor = Actor.system(practice)
        events = [record(actor, action=action[:80], data=data) for action, data in history]
        assert verify_chain(practice) == []
        event = events[victim % len(events)]
        thaw()
        with transaction.atomic():
            rows().filter(pk=event.pk).update(data=forged)
        changed = AuditEvent.objects.get(pk=event.pk).data != event.data
        assert bool(verify_chain(practice)) is changed


@pytest.mark.spec("AUDIT-1")
@pytest.mark.parametrize(
    "deed",
    [
        lambda event: AuditEvent.objects.update(action="nothing"),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["action"]),
        lambda event: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"action": "nothing"}),
        lambda event: event.delete(),
        lambda event: event.save(),
        lambda event: event.save(update_fields=["action"]),
        lambda event: event.save(force_update=True),
        lambda event: AuditEvent.objects.get(pk=event.pk).save(),
    ],
)
def test_the_log_refuses_to_be_changed(practice: Any, deed: Callable[[AuditEvent], Any]) -> None:
    event = write(practice, 1)[0]
    before = list(AuditEvent.objects.order_by("sequence").values())
    event.action = "nothing"
    with pytest.raises(InvalidState), transaction.atomic():
        deed(event)
    assert list(AuditEvent.objects.order_by("sequence").values()) == before
    assert verify_chain(practice) == []


@pytest.mark.spec("AUDIT-1")
def test_an_event_is_undone_with_its_deed(practice: Any) -> None:
    before = AuditEvent.objects.count()

    class Trouble(Exception):
        pass

    @transaction.atomic
    def deed() -> None:
        record(Actor.system(practice), action="thing.done")
        raise Trouble

    with pytest.raises(Trouble):
        deed()
    assert AuditEvent.objects.count() == before
    assert verify_chain(practice) == []


@pytest.mark.spec("AUDIT-1")
def test_an_event_says_who_for_whom_what_when_and_from_where(practice: Any, client_record: Any, maya: Any) -> None:
    actor = Actor(Capacity.PORTAL, practice, maya, client=client_record, ip="203.0.113.9")
    profile = client_record.client_portal_profile
    event = record(
        actor, action="information.changed", object=profile, client=client_record, data={"fields": ["phone"]}
    )
    assert (event.user_id, event.user_name, event.capacity) == (str(maya.pk), maya.get_username(), "portal")
    assert (event.acting_for, event.client_id) == (str(client_record.pk), str(client_record.pk))
    assert (event.object_type, event.object_id) == ("client_portal.clientprofile", str(profile.pk))
    assert (event.ip, event.practice) == ("203.0.113.9", practice)
    assert event.at.tzinfo is not None
