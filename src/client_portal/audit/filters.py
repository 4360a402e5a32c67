"""Which events of the log somebody wants to read: what kind of deed, whose, when. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from client_portal.core.errors import Text
from client_portal.core.registry import Registry

VIEWED = ".viewed"
"""How the action ends when somebody looked at something and changed nothing."""


@dataclass(frozen=True, slots=True)
class EventKind:
    """Deeds that people look for together: their actions start with one of ``starts`` or end with ``ends``."""

    key: str
    label: Text
    starts: tuple[str, ...] = ()
    ends: str = ""

    def condition(self) -> Q:
        """The events of this kind."""
        matches = [Q(action__startswith=start) for start in self.starts]
        return reduce(or_, matches + ([Q(action__endswith=self.ends)] if self.ends else []))


event_kinds: Registry[EventKind] = Registry("kinds of events")


def register_event_kind(kind: EventKind) -> None:
    """Add a kind that the log can be filtered by; rooms and hosts add those of their own actions."""
    event_kinds.register(kind.key, kind)


for _kind in (
    EventKind("viewed", _("Looked at"), ends=VIEWED),
    EventKind("sign_in", _("Sign-ins and passwords"), ("login.",)),
    EventKind("record", _("Client records"), ("client.", "contact.", "information.", "insurance.")),
    EventKind("access", _("Invitations and access"), ("invitation.", "access.", "care_team.", "onboarding.reissued")),
    EventKind("forms", _("Forms and documents"), ("onboarding.submitted", "response.", "form.", "resource.", "file.")),
    EventKind("staff", _("Staff"), ("member.", "staff.")),
    EventKind("settings", _("Settings"), ("portal.", "switches.", "onboarding.settings_changed", "deliveries.")),
    EventKind("export", _("Exports"), ("activity.exported",)),
):
    register_event_kind(_kind)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is wanted of the log; an empty value wants everything.

    ``kind`` is a key of ``event_kinds``; ``user_id`` as the log keeps it; ``since`` (inclusive) and ``until``
    (exclusive) are aware.
    """

    kind: str = ""
    capacity: str = ""
    user_id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def condition(self) -> Q:
        """The wanted events."""
        found = event_kinds[self.kind].condition() if self.kind else Q()
        plain = {"capacity": self.capacity, "user_id": self.user_id, "at__gte": self.since, "at__lt": self.until}
        return found & Q(**{name: value for name, value in plain.items() if value})


EVERYTHING = EventFilter()
