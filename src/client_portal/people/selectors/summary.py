"""What stands in a client's record, in words, for people who read it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from client_portal.core.actor import Actor
from client_portal.people.models import ClientProfile
from client_portal.people.selectors.clients import information_of


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together; ``key`` is the item of information that asks for them."""

    key: str
    title: str
    rows: list[tuple[str, str]]


GROUPS = (
    ("name", gettext_lazy("Name"), ("first_name", "last_name", "legal_name", "preferred_name", "pronouns")),
    ("demographics", gettext_lazy("About you"), ("birth_date", "sex", "gender_identity")),
    (
        "contact_details",
        gettext_lazy("Contact details"),
        ("phone", "street", "city", "state", "postal_code", "country", "time_zone"),
    ),
    (
        "preferences",
        gettext_lazy("Preferences"),
        ("language", "may_email", "may_text", "may_leave_voicemail", "wants_reminders"),
    ),
)


def information_summary(actor: Actor, client: Any) -> list[Group]:
    """Every fact that was given, by group; ``NotVisible`` if the actor doesn't see them."""
    facts = information_of(actor, client)
    return [
        Group(
            key,
            str(title),
            [(label_of(name), in_words(facts[name])) for name in names if facts[name] not in ("", None)],
        )
        for key, title, names in GROUPS
    ]


def label_of(name: str) -> str:
    """What a fact is called."""
    record_labels = {"first_name": _("First name"), "last_name": _("Last name"), "birth_date": _("Date of birth")}
    if name in record_labels:
        return record_labels[name]
    label = str(ClientProfile._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def in_words(value: Any) -> str:
    """A fact as a person would write it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return date_format(value) if isinstance(value, dt.date) else str(value)
