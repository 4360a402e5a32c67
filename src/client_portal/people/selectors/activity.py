"""What was done about a client or in a practice, in plain words, for staff who may read the log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from client_portal.access.models import StaffMember
from client_portal.access.rules import require
from client_portal.audit import selectors as audit
from client_portal.audit.phrases import phrase_of
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import Text
from client_portal.core.keyset import KeysetPage


@dataclass(frozen=True, slots=True)
class Deed:
    """One event in words: when, what, by whom (empty for the software) and in which capacity."""

    at: dt.datetime
    what: Text
    who: str
    capacity: Capacity
    ip: str | None


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A page of deeds, newest first, with the cursors of the pages around it."""

    deeds: list[Deed]
    previous: str | None
    next: str | None


def activity_of(actor: Actor, client: Any, *, cursor: str = "") -> ActivityPage:
    """What was done about a client, newest first."""
    require(actor, "activity.view", client)
    return _in_words(actor, audit.client_events(actor, client, cursor=cursor))


def practice_activity(actor: Actor, *, cursor: str = "") -> ActivityPage:
    """What was done in the whole practice, newest first, for those who may read its log."""
    require(actor, "audit.view")
    return _in_words(actor, audit.practice_events(actor, cursor=cursor))


def _in_words(actor: Actor, page: KeysetPage) -> ActivityPage:
    names = _staff_names(actor, {row["user_id"] for row in page.rows if row["user_id"]})
    deeds = [
        Deed(
            at=row["at"],
            what=phrase_of(row["action"]),
            who=names.get(row["user_id"]) or row["user_name"],
            capacity=Capacity(row["capacity"]),
            ip=row["ip"],
        )
        for row in page.rows
    ]
    return ActivityPage(deeds, page.previous, page.next)


def _staff_names(actor: Actor, user_ids: set[Any]) -> dict[str, str]:
    members = StaffMember.objects.filter(practice=actor.practice, user__in=user_ids).select_related("user")
    return {str(member.user_id): str(member) for member in members}
