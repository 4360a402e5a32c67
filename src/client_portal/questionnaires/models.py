"""Forms, their frozen versions, the answers given to them, and the signatures under those.

A version, a completed response and a signature never change after they were made. The database holds the same line by
triggers; the refusals here say why.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.errors import InvalidState
from client_portal.core.models import GuardedModel, TimeStampedModel, UuidModel
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.types import FormKind, FormSchema


class FreezingModel(models.Model):
    """A row that can't be changed or deleted once it is frozen, which it is from the start unless it says otherwise."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row. Raises ``InvalidState`` when what is stored is frozen."""
        if not self._state.adding and self.is_frozen():
            raise InvalidState(_("What was published, completed or signed can't be changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row. Raises ``InvalidState`` when it is frozen."""
        if self.is_frozen():
            raise InvalidState(_("What was published, completed or signed can't be deleted."))
        return super().delete(*args, **kwargs)

    def is_frozen(self) -> bool:
        """Whether the stored row may no longer change."""
        return True


class Form(UuidModel, TimeStampedModel):
    """A form of a practice. What it asks stands in its versions.

    ``library_key`` names the form of the library that it came as. An enabled form is offered when staff choose forms;
    an archived one is put away, and what was sent of it stays.
    """

    practice = models.ForeignKey(swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_forms")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in FormKind])
    library_key = models.CharField(max_length=60, blank=True)
    is_enabled = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "client_portal"
        ordering: ClassVar = ["position", "title", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice", "library_key"],
                condition=~Q(library_key=""),
                name="client_portal_one_system_form",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FormKind]), name="client_portal_known_form_kind"
            ),
            models.CheckConstraint(
                condition=Q(is_enabled=False) | Q(is_archived=False), name="client_portal_archived_form_is_off"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FormVersion(UuidModel, FreezingModel):
    """A form as it was published: frozen from then on. ``schema`` is described in the reference of the form schema."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    schema = models.JSONField()
    schema_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_form_versions"
    )

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "number"], name="client_portal_form_version_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="client_portal_form_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} version {self.number}"

    @cached_property
    def parsed(self) -> FormSchema:
        """The schema as values, read once per process: the stored text is the key, so an altered one is read anew."""
        return _parsed(json.dumps(self.schema))


@lru_cache(maxsize=256)
def _parsed(schema: str) -> FormSchema:
    return parse_schema(json.loads(schema))


class ResponseStatus(models.TextChoices):
    """FHIR's words for where answers stand."""

    IN_PROGRESS = "in-progress", _("In progress")
    COMPLETED = "completed", _("Completed")


class Response(UuidModel, TimeStampedModel, FreezingModel, GuardedModel):
    """Answers to one version of a form, about one client, by one login; frozen once completed.

    ``relationship`` is who the respondent was to the client at that moment, by the grant: ``self``, ``parent``, …
    """

    client = models.ForeignKey(swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_responses")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="responses")
    respondent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_responses"
    )
    relationship = models.CharField(max_length=30, default="self")
    status = models.CharField(max_length=20, choices=ResponseStatus.choices, default=ResponseStatus.IN_PROGRESS)
    answers = models.JSONField(default=dict)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="in-progress", completed_at=None)
                | Q(status="completed", completed_at__isnull=False),
                name="client_portal_response_completed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["client", "-completed_at"], name="client_portal_response_new")]

    def __str__(self) -> str:
        return str(self.get_status_display())

    def is_frozen(self) -> bool:
        stored = Response.objects.unscoped(reason="whether the row in hand was completed").filter(pk=self.pk)
        return bool(stored.filter(status=ResponseStatus.COMPLETED).exists())


class Signature(UuidModel, FreezingModel, GuardedModel):
    """A typed signature under the exact text that was shown. Written once; ``verify_signature`` finds any change.

    ``intent`` is what the tick said, ``is_reused`` whether the name was taken over from an earlier signature with a
    tick of its own, ``seal`` the hash over all that ``evidence`` lists.
    """

    CLIENT_PATH = "response__client"

    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="signature")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="client_portal_signatures"
    )
    typed_name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=30)
    intent = models.TextField()
    agreed = models.BooleanField()
    is_reused = models.BooleanField(default=False)
    rendered_text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(typed_name=""), name="client_portal_signature_named"),
            models.CheckConstraint(condition=Q(agreed=True), name="client_portal_signature_agreed"),
        ]

    def __str__(self) -> str:
        return self.typed_name
