"""A private file and what is known about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.models import GuardedModel, TimeStampedModel, UuidModel
from client_portal.practices.models import portal_storage


class StoredFile(UuidModel, TimeStampedModel, GuardedModel):
    """A file of a practice: about one client, or (``client`` empty) a resource of the practice itself.

    The storage key is random; the name that people see is kept apart and never becomes a path.
    """

    practice = models.ForeignKey(swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_files")
    client = models.ForeignKey(
        swap.target("Client"), null=True, blank=True, on_delete=models.CASCADE, related_name="client_portal_files"
    )
    content = models.FileField(storage=portal_storage, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_files"
    )

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="client_portal_file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
