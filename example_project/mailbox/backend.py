"""An e-mail backend that keeps letters instead of sending them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from example_project.mailbox.models import Letter


class MailboxBackend(BaseEmailBackend):
    """Puts each message into the mailbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; returns how many there were."""
        for message in email_messages:
            alternatives: list[Any] = getattr(message, "alternatives", [])
            Letter.objects.create(
                sender=message.from_email,
                to=", ".join(message.to),
                subject=message.subject,
                text=message.body,
                html=next((content for content, kind in alternatives if kind == "text/html"), ""),
            )
        return len(email_messages)
