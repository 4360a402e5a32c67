"""Abstract bases of our tables, and the kernel's own two: the outbox and the rate limits."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from client_portal.core.guarded import GuardedModel

__all__ = ["GuardedModel", "OutboxMessage", "RateLimitWindow", "TimeStampedModel", "UuidModel", "WorkerHeartbeat"]


class UuidModel(models.Model):
    """A row with a random public id, which never tells how many there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class TimeStampedModel(models.Model):
    """A row that knows when it was made and last changed (UTC)."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class OutboxMessage(UuidModel):
    """A side effect that was promised in a transaction and is carried out after it, at least once.

    ``key`` names the effect: promising it twice is promising it once. ``payload`` holds ids, never content.
    A worker that claims the message sets ``locked_until``; when it dies, the lease runs out and another takes over.
    """

    topic = models.CharField(max_length=100)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    available_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "client_portal"
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=models.Q(done_at=None, dead_at=None),
                name="client_portal_outbox_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class RateLimitWindow(models.Model):
    """How often something was tried in the current window. Keys are hashed; no address is kept in the clear."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField()

    class Meta:
        app_label = "client_portal"
        indexes = [models.Index(fields=["ends_at"], name="client_portal_rate_ends")]

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M:%S}"


class WorkerHeartbeat(models.Model):
    """When a worker last showed that it runs (UTC)."""

    name = models.CharField(max_length=50, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "client_portal"

    def __str__(self) -> str:
        return self.name
