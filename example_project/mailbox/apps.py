"""The mailbox app."""

from __future__ import annotations

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """Keeps what the example sends."""

    name = "example_project.mailbox"
    label = "mailbox"
