"""Notices to people, and what became of each e-mail."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from client_portal import swap
from client_portal.core.models import UuidModel


class Notification(UuidModel):
    """One notice of one kind to one recipient about one thing. ``dedupe_key`` makes it single, however often asked for.

    ``email`` is set where the recipient has no login yet (an invitation). ``context`` holds ids and times only; texts
    are rendered when the e-mail is sent.
    """

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_notifications"
    )
    kind = models.CharField(max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="client_portal_notifications",
    )
    email = models.EmailField(blank=True)
    context = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    skipped = models.CharField(max_length=60, blank=True)

    class Meta:
        app_label = "client_portal"
        indexes: ClassVar = [
            models.Index(fields=["practice", "-created_at"], name="client_portal_notification_new"),
        ]

    def __str__(self) -> str:
        return self.kind
