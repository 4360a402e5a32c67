"""Resources of a practice and who has read them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.models import GuardedModel, TimeStampedModel, UuidModel
from client_portal.files.models import StoredFile


class Resource(UuidModel, TimeStampedModel):
    """Something to read that a practice gives to clients: a worksheet, a policy."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_resources"
    )
    title = models.CharField(_("title"), max_length=150)
    description = models.CharField(_("description"), max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="resources")
    is_archived = models.BooleanField(default=False)

    class Meta:
        app_label = "client_portal"
        ordering: ClassVar = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class ResourceReceipt(UuidModel, GuardedModel):
    """That somebody said to have read a resource for a client, and when."""

    client = models.ForeignKey(
        swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_resource_receipts"
    )
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="receipts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_resource_receipts"
    )
    read_at = models.DateTimeField()

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "resource", "user"], name="client_portal_one_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.read_at:%Y-%m-%d}"
