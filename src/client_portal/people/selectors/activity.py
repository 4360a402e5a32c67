"""What was done about a client or in a practice, in plain words, for those who may read the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from client_portal.access.models import StaffMember
from client_portal.access.rules import require
from client_portal.access.selectors import visible_clients
from client_portal.audit import selectors as audit
from client_portal.audit.filters import EventFilter, event_kinds
from client_portal.audit.phrases import VIEWS, phrase_of
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import Text
from client_portal.core.keyset import KeysetPage
from client_portal.people.adapters import people
from client_portal.practices.selectors import portal_of

EXPORT_SIZE = 500
"""Events that an export reads at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to read of the log; an empty value wants everything.

    ``kind`` is a key of ``audit.filters.event_kinds``; ``who`` a capacity or the id of a staff member, past ones too;
    ``since`` and ``until`` are days of the practice's calendar, both inclusive.
    """

    kind: str = ""
    who: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


ANYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Deed:
    """One event in words: when, what, by whom (empty for the software), in which capacity, about which client.

    ``client_id`` is the public id; it and ``client_name`` are empty where it is about no client whom the reader sees.
    """

    number: int
    at: dt.datetime
    action: str
    what: Text
    who: str
    login: str
    capacity: Capacity
    client_id: str
    client_name: str
    object_type: str
    object_id: str
    ip: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A page of deeds, newest first, with the cursors of the pages around it."""

    deeds: list[Deed]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class View:
    """That somebody looked: when, at what, who, and in which capacity."""

    at: dt.datetime
    what: Text
    who: str
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class ViewsPage:
    """A page of views, newest first, with the cursors of the pages around it."""

    views: list[View]
    previous: str | None
    next: str | None


def activity_of(actor: Actor, client: Any, *, wanted: Wanted = ANYTHING, cursor: str = "") -> ActivityPage:
    """What was done about a client, newest first. ``ValidationError`` for what no filter takes."""
    require(actor, "activity.view", client)
    found = audit.client_events(actor, client, wanted=_filter(actor, wanted), cursor=cursor)
    return _in_words(actor, found, with_clients=False)


def practice_activity(actor: Actor, *, wanted: Wanted = ANYTHING, cursor: str = "") -> ActivityPage:
    """What was done in the whole practice, newest first, for those who may read its log."""
    require(actor, "audit.view")
    return _in_words(actor, audit.practice_events(actor, wanted=_filter(actor, wanted), cursor=cursor))


def all_activity(actor: Actor, client: Any | None, *, wanted: Wanted) -> Iterator[Deed]:
    """Every deed about a client (None: of the whole practice) that is wanted, newest first, read bit by bit."""
    require(actor, "audit.view") if client is None else require(actor, "activity.view", client)
    read = audit.practice_events if client is None else partial(audit.client_events, client=client)
    return _deeds(actor, partial(read, actor, wanted=_filter(actor, wanted), size=EXPORT_SIZE))


def views_of_me(actor: Actor, *, cursor: str = "") -> ViewsPage:
    """Who else looked at the record that a portal user acts for, newest first."""
    require(actor, "information.view", actor.client)
    page = audit.views_of_client(actor, cursor=cursor)
    names = _staff_names(actor, page)
    views = [
        View(
            at=row["at"],
            what=VIEWS.get(row["action"]) or phrase_of(row["action"]),
            who=names.get(row["user_id"], ""),
            capacity=Capacity(row["capacity"]),
        )
        for row in page.rows
    ]
    return ViewsPage(views, page.previous, page.next)


def staff_in_log(actor: Actor) -> list[StaffMember]:
    """Everybody who is or was staff of the practice, by name: whose deeds its log may hold."""
    members = StaffMember.objects.filter(practice=actor.practice) if actor.is_staff else StaffMember.objects.none()
    return list(members.select_related("user").order_by("-is_active", "name", "pk"))


def _filter(actor: Actor, wanted: Wanted) -> EventFilter:
    if wanted.kind and wanted.kind not in event_kinds:
        raise ValidationError({"kind": _("There is no such kind of event.")})
    zone = ZoneInfo(portal_of(actor.practice).time_zone)
    capacity = wanted.who if wanted.who in list(Capacity) else ""
    return EventFilter(
        kind=wanted.kind,
        capacity=capacity,
        user_id=_user_id(actor, wanted.who) if wanted.who and not capacity else "",
        since=_midnight(wanted.since, zone),
        until=_midnight(wanted.until and wanted.until + dt.timedelta(days=1), zone),
    )


def _midnight(day: dt.date | None, zone: ZoneInfo) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time.min, zone)


def _user_id(actor: Actor, member_id: str) -> str:
    unknown = ValidationError({"who": _("There is no such person in this practice.")})
    try:
        member = StaffMember.objects.filter(practice=actor.practice, pk=member_id).first()
    except ValidationError as error:
        raise unknown from error
    if member is None:
        raise unknown
    return str(member.user_id)


def _deeds(actor: Actor, read: Callable[..., KeysetPage]) -> Iterator[Deed]:
    cursor: str | None = ""
    while cursor is not None:
        page = read(cursor=cursor)
        yield from _in_words(actor, page).deeds
        cursor = page.next


def _in_words(actor: Actor, page: KeysetPage, *, with_clients: bool = True) -> ActivityPage:
    names = _staff_names(actor, page)
    clients = _clients(actor, page) if with_clients else {}
    deeds = [_deed(row, names, clients.get(row["client_id"], ("", ""))) for row in page.rows]
    return ActivityPage(deeds, page.previous, page.next)


def _deed(row: dict[str, Any], names: dict[str, str], client: tuple[str, str]) -> Deed:
    return Deed(
        number=row["sequence"],
        at=row["at"],
        action=row["action"],
        what=phrase_of(row["action"]),
        who=names.get(row["user_id"]) or row["user_name"],
        login=row["user_name"],
        capacity=Capacity(row["capacity"]),
        client_id=client[0],
        client_name=client[1],
        object_type=row["object_type"],
        object_id=row["object_id"],
        ip=row["ip"],
        hash=row["hash"],
    )


def _staff_names(actor: Actor, page: KeysetPage) -> dict[str, str]:
    user_ids = {row["user_id"] for row in page.rows if row["user_id"]}
    members = StaffMember.objects.filter(practice=actor.practice, user__in=user_ids).select_related("user")
    return {str(member.user_id): str(member) for member in members}


def _clients(actor: Actor, page: KeysetPage) -> dict[str, tuple[str, str]]:
    keys = {row["client_id"] for row in page.rows if row["client_id"]}
    found = visible_clients(actor).filter(pk__in=keys).select_related("client_portal_profile")
    return {
        str(client.pk): (str(client.client_portal_profile.pk), people().client_facts(client).full_name)
        for client in found
    }
