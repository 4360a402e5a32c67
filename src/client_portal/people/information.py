"""The facts that a client may give and change: which they are, how they are checked, where they are kept. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

RECORD_FACTS = ("first_name", "last_name", "birth_date")
"""Facts that stand in the client record itself and are written by the adapter."""

PROFILE_FACTS = (
    "legal_name",
    "preferred_name",
    "pronouns",
    "sex",
    "gender_identity",
    "phone",
    "phone_kind",
    "street",
    "city",
    "state",
    "postal_code",
    "country",
    "time_zone",
    "language",
    "may_email",
    "may_text",
    "may_leave_voicemail",
    "wants_reminders",
)
"""Facts that the portal keeps itself."""

FACTS = frozenset(RECORD_FACTS + PROFILE_FACTS)

EARLIEST_BIRTH = dt.date(1900, 1, 1)


def birth_date_problem(birth_date: dt.date, today: dt.date) -> str | None:
    """What is wrong with a date of birth, in words for the person who typed it; None if nothing."""
    if birth_date > today:
        return _("A date of birth can't be in the future.")
    if birth_date < EARLIEST_BIRTH:
        return _("Enter the year with four digits, such as 1985.")
    return None


def changed_facts(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The given facts that differ from what stands."""
    return {name: value for name, value in given.items() if before.get(name) != value}


def plain(value: Any) -> Any:
    """A fact as JSON keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def typed(name: str, value: Any) -> Any:
    """A fact that JSON kept, as it is written into the record."""
    return dt.date.fromisoformat(value) if name == "birth_date" and value else value
