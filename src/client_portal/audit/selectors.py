"""Reading the log and proving that it is whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from client_portal.audit.filters import EVERYTHING, VIEWED, EventFilter
from client_portal.audit.models import AuditChain, AuditEvent
from client_portal.audit.rules import CHAINED, event_hash
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.keyset import KeysetPage, page

EVENTS_SIZE = 30
SHOWN = (
    "id",
    "sequence",
    "at",
    "action",
    "capacity",
    "user_id",
    "user_name",
    "client_id",
    "object_type",
    "object_id",
    "ip",
    "hash",
)


def client_events(
    actor: Actor, client: Any, *, wanted: EventFilter = EVERYTHING, cursor: str = "", size: int = EVENTS_SIZE
) -> KeysetPage:
    """A page of what was done about a client in the actor's practice, newest first.

    The log stands below the one rule and can't ask it: callers ask for ``activity.view`` first, as ``people``'s
    ``activity_of`` does. Others than staff get ``NotVisible`` here.
    """
    return _events_page(_events(actor).filter(wanted.condition(), client_id=str(client.pk)), cursor, size)


def practice_events(
    actor: Actor, *, wanted: EventFilter = EVERYTHING, cursor: str = "", size: int = EVENTS_SIZE
) -> KeysetPage:
    """A page of everything that was done in the actor's practice, newest first; callers ask for ``audit.view``."""
    return _events_page(_events(actor).filter(wanted.condition()), cursor, size)


def views_of_client(actor: Actor, *, cursor: str = "", size: int = EVENTS_SIZE) -> KeysetPage:
    """A page of who else looked at the record that a portal user acts for; callers ask for ``information.view``."""
    if not actor.is_portal or actor.user is None:
        raise NotVisible
    events = AuditEvent.objects.filter(
        practice=actor.practice, client_id=str(actor.client.pk), action__endswith=VIEWED
    ).exclude(user_id=str(actor.user.pk))
    return _events_page(events, cursor, size)


def verify_chain(practice: Any) -> list[str]:
    """Walk a practice's chain from its first event; returns one sentence per gap or alteration, none if whole."""
    return list(_problems(practice))


def _events(actor: Actor) -> QuerySet[AuditEvent]:
    if not (actor.is_staff or actor.is_system) or actor.practice is None:
        raise NotVisible
    return AuditEvent.objects.filter(practice=actor.practice)


def _events_page(events: QuerySet[AuditEvent], cursor: str, size: int) -> KeysetPage:
    return page(events.values(*SHOWN), order=("-sequence", "-id"), size=size, cursor=cursor)


def _problems(practice: Any) -> Iterator[str]:
    expected, previous = 1, ""
    events = AuditEvent.objects.filter(practice=practice).order_by("sequence").values("hash", *CHAINED)
    for event in events.iterator(chunk_size=2000):
        if event["sequence"] != expected:
            yield f"Event {expected} is missing."
        if event["previous_hash"] != previous:
            yield f"Event {event['sequence']} does not follow the event before it."
        if event["hash"] != _recomputed(event):
            yield f"Event {event['sequence']} was altered."
        expected, previous = event["sequence"] + 1, event["hash"]
    yield from _end_problems(practice, expected - 1, previous)


def _recomputed(event: dict[str, Any]) -> str:
    return event_hash({**event, "at": event["at"].astimezone(dt.UTC)})


def _end_problems(practice: Any, last: int, last_hash: str) -> Iterator[str]:
    chain = AuditChain.objects.filter(practice=practice).first()
    if chain is None:
        if last:
            yield "The end of the chain is missing."
    elif (chain.sequence, chain.last_hash) != (last, last_hash):
        yield f"The chain should end with event {chain.sequence}, but ends with event {last}."
