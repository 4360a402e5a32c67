"""What a practice asks of whoever is invited from now on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core.actor import Actor
from client_portal.documents.selectors import resources_of
from client_portal.onboarding.models import InformationSetting, OnboardingForm, OnboardingResource
from client_portal.onboarding.registry import items
from client_portal.onboarding.types import ItemSetting
from client_portal.questionnaires.selectors import enabled_forms
from client_portal.questionnaires.services import install_system_forms

DEFAULT_FORMS = (
    "electronic_business_consent",
    "informed_consent",
    "privacy_practices_acknowledgement",
    "telehealth_consent",
    "adult_intake",
)
"""Library keys of the forms that a new practice's clients get, until the practice says otherwise."""


@transaction.atomic
def prepare_onboarding(actor: Actor) -> None:
    """Give a practice the library's forms and, the first time, a sensible choice of them for new clients."""
    require(actor, "forms.manage")
    installed = install_system_forms(actor)
    if not installed or OnboardingForm.objects.filter(practice=actor.practice).exists():
        return
    by_key = {form.library_key: form for form in installed}
    OnboardingForm.objects.bulk_create(
        [
            OnboardingForm(practice=actor.practice, form=by_key[key], position=position)
            for position, key in enumerate(DEFAULT_FORMS)
            if key in by_key
        ]
    )


@transaction.atomic
def save_onboarding_settings(
    actor: Actor,
    *,
    information: Sequence[ItemSetting],
    forms: Sequence[uuid.UUID],
    resources: Sequence[uuid.UUID],
) -> None:
    """Save what new clients are asked, each list in its order. Who was invited before keeps their plan.

    Raises ``ValidationError`` for an item, form or resource that the practice doesn't have.
    """
    require(actor, "onboarding.manage")
    _check(actor, information, forms, resources)
    practice = actor.practice
    InformationSetting.objects.filter(practice=practice).delete()
    InformationSetting.objects.bulk_create(
        [
            InformationSetting(
                practice=practice,
                item=setting.key,
                is_on=setting.is_on,
                is_required=setting.is_required,
                position=position,
            )
            for position, setting in enumerate(information)
        ]
    )
    OnboardingForm.objects.filter(practice=practice).delete()
    OnboardingForm.objects.bulk_create(
        [OnboardingForm(practice=practice, form_id=pk, position=position) for position, pk in enumerate(forms)]
    )
    OnboardingResource.objects.filter(practice=practice).delete()
    OnboardingResource.objects.bulk_create(
        [
            OnboardingResource(practice=practice, resource_id=pk, position=position)
            for position, pk in enumerate(resources)
        ]
    )
    record(actor, action="onboarding.settings_changed", data={"forms": len(forms), "resources": len(resources)})


def _check(
    actor: Actor, information: Sequence[ItemSetting], forms: Sequence[uuid.UUID], resources: Sequence[uuid.UUID]
) -> None:
    keys = [setting.key for setting in information]
    wanted = (
        ("information", keys, set(items)),
        ("forms", list(forms), set(enabled_forms(actor.practice).values_list("pk", flat=True))),
        ("resources", list(resources), set(resources_of(actor).values_list("pk", flat=True))),
    )
    for name, chosen, known in wanted:
        if set(chosen) - known or len(set(chosen)) != len(chosen):
            raise ValidationError({name: _("Choose from the list, each once.")})
