"""What was given up, in words for administrators: which kind of e-mail, when, never to whom or about what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from client_portal.core.errors import Text
from client_portal.core.models import OutboxMessage

LABELS: dict[str, Text] = {
    "people.invitation": _("Invitation of a client"),
    "people.email_change": _("Confirmation of a new e-mail address"),
    "people.email_changed": _("Note about a changed e-mail address"),
    "people.password_changed": _("Note about a changed password"),
    "people.password_reset": _("Link for a new password"),
    "practices.staff_invitation": _("Invitation of a staff member"),
}
OTHER = _("Notification")


@dataclass(frozen=True, slots=True)
class UndeliveredLine:
    """One thing that could not be delivered: what it was, when it was given up, and the class of the fault."""

    label: Text
    given_up_at: dt.datetime | None
    fault: str


def lines_of(messages: Iterable[OutboxMessage]) -> list[UndeliveredLine]:
    """A line for each message."""
    return [
        UndeliveredLine(LABELS.get(message.topic, OTHER), message.dead_at, message.last_error) for message in messages
    ]
