"""A mail server that takes nothing, as Django's own mail backends would meet it."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class RefusingBackend(BaseEmailBackend):
    """Refuses every recipient, and names them in the fault, as SMTP does."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Refuse."""
        raise smtplib.SMTPRecipientsRefused(
            {address: (550, b"no such user") for one in email_messages for address in one.to}
        )
