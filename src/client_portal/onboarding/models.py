"""What a practice asks of new clients, and how far each client has come."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.models import GuardedModel, TimeStampedModel, UuidModel
from client_portal.documents.models import Resource
from client_portal.people.models import Invitation
from client_portal.questionnaires.models import Form, FormVersion


class InformationSetting(models.Model):
    """Whether a practice asks new clients for an item of information, whether it must be given, and in which place."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_information_settings"
    )
    item = models.CharField(max_length=50)
    is_on = models.BooleanField(default=True)
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "client_portal"
        ordering: ClassVar = ["position", "item"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "item"], name="client_portal_one_information_setting"),
        ]

    def __str__(self) -> str:
        return self.item


class OnboardingForm(models.Model):
    """A form that new clients of a practice get, in its place among the forms of its kind."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_onboarding_forms"
    )
    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="onboarding")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "client_portal"
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.form)


class OnboardingResource(models.Model):
    """A resource that new clients of a practice are asked to read, in its place."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_onboarding_resources"
    )
    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="onboarding")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "client_portal"
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.resource)


class OnboardingPlan(UuidModel, TimeStampedModel, GuardedModel):
    """One client's onboarding, fixed when they were invited: later changes of settings leave it alone."""

    client = models.ForeignKey(
        swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_onboarding_plans"
    )
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="onboarding_plan")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="client_portal_onboarding_submissions",
    )

    class Meta:
        app_label = "client_portal"

    def __str__(self) -> str:
        return str(self.pk)


class StepGroup(models.TextChoices):
    """The parts of onboarding, in their order."""

    CONSENTS = "consents", _("Consent forms")
    INFORMATION = "information", _("About you")
    INTAKE = "intake", _("Intake forms")
    DOCUMENTS = "documents", _("Documents to read")


class StepStatus(models.TextChoices):
    """How far a step is."""

    TO_DO = "to_do", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Completed")


class OnboardingStep(UuidModel, TimeStampedModel, GuardedModel):
    """One step of a plan and its draft. ``version`` counts saves, so that two tabs can't overwrite each other.

    ``key`` is the item of information, or ``form-…``/``document-…`` with a number in the plan; it stands in addresses.
    """

    CLIENT_PATH = "plan__client"

    plan = models.ForeignKey(OnboardingPlan, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=50)
    group = models.CharField(max_length=20, choices=StepGroup.choices)
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=True)
    form_version = models.ForeignKey(
        FormVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="onboarding_steps"
    )
    resource = models.ForeignKey(
        Resource, null=True, blank=True, on_delete=models.PROTECT, related_name="onboarding_steps"
    )
    status = models.CharField(max_length=20, choices=StepStatus.choices, default=StepStatus.TO_DO)
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="client_portal_onboarding_steps",
    )
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "client_portal"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="client_portal_one_step_per_key"),
            models.UniqueConstraint(fields=["plan", "position"], name="client_portal_one_step_per_place"),
            models.CheckConstraint(
                condition=Q(group__in=("consents", "intake"), form_version__isnull=False, resource=None)
                | Q(group="documents", form_version=None, resource__isnull=False)
                | Q(group="information", form_version=None, resource=None),
                name="client_portal_step_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.key
