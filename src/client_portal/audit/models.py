"""Rows that are written once and never again."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.errors import InvalidState
from client_portal.core.models import UuidModel


class AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Refuses to change or delete what was recorded."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise InvalidState(_("The audit log can't be changed."))

    def delete(self) -> NoReturn:
        raise InvalidState(_("The audit log can't be changed."))


class AuditChain(models.Model):
    """The end of a practice's chain: locked while the next event is added."""

    practice = models.OneToOneField(
        swap.target("Practice"),
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="client_portal_audit_chain",
    )
    sequence = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "client_portal"

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.sequence}"


class AuditEvent(UuidModel):
    """One deed: who, acting for whom, on which client, what, on which object, when, from where.

    People and objects are kept as text, so that the log outlives them. ``data`` holds facts about the deed
    (names of changed fields, versions), never clinical content.
    """

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.PROTECT, related_name="client_portal_audit_events"
    )
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    capacity = models.CharField(max_length=20)
    user_id = models.CharField(max_length=64, blank=True)
    user_name = models.CharField(max_length=200, blank=True)
    acting_for = models.CharField(max_length=64, blank=True)
    client_id = models.CharField(max_length=64, blank=True)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        app_label = "client_portal"
        constraints = [
            models.UniqueConstraint(fields=["practice", "sequence"], name="client_portal_audit_sequence"),
        ]
        indexes = [
            models.Index(fields=["practice", "client_id", "-sequence"], name="client_portal_audit_client"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise InvalidState(_("The audit log can't be changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise InvalidState(_("The audit log can't be changed."))
