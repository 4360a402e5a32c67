"""Inviting a client with a plan that is fixed from then on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.access.selectors import visible_rows
from client_portal.access.services import restrict_client
from client_portal.audit.services import record
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.documents.selectors import resources_of
from client_portal.onboarding.models import OnboardingPlan, OnboardingStep, StepGroup
from client_portal.onboarding.selectors import invitation_choices
from client_portal.people.models import Invitation
from client_portal.people.services import invite_client
from client_portal.questionnaires.models import FormVersion
from client_portal.questionnaires.selectors import enabled_forms, published_versions
from client_portal.questionnaires.types import FormKind


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client is asked: items of information, forms, documents, each in its order."""

    information: Sequence[str]
    forms: Sequence[uuid.UUID]
    resources: Sequence[uuid.UUID]


@transaction.atomic
def invite(
    actor: Actor,
    *,
    client: Any,
    information: Sequence[str],
    forms: Sequence[uuid.UUID],
    resources: Sequence[uuid.UUID],
    features_off: Sequence[str] = (),
    note: str = "",
) -> Invitation:
    """Invite a client and fix what they are asked: items of information, forms in their present version, documents.

    Raises what ``people.services.invite_client`` raises, and ``ValidationError`` for things the practice doesn't have.
    """
    invitation = invite_client(actor, client=client, note=note)
    restrict_client(actor, client=client, features_off=features_off)
    plan = OnboardingPlan.objects.create(client=client, invitation=invitation)
    _add_steps(actor, plan, Asked(information, forms, resources), kept={})
    return invitation


@transaction.atomic
def reissue_plan(
    actor: Actor,
    *,
    client: Any,
    information: Sequence[str],
    forms: Sequence[uuid.UUID],
    resources: Sequence[uuid.UUID],
) -> OnboardingPlan:
    """Replace what an invited client is asked, before they handed it in. Steps that stay keep their drafts."""
    require(actor, "portal_access.manage", client)
    plans = visible_rows(OnboardingPlan, actor, "portal_access.manage").filter(client=client)
    plan = plans.select_related("invitation").order_by("-created_at").first()
    if plan is None:
        raise NotVisible
    if plan.submitted_at is not None:
        raise InvalidState(_("This client has handed in their onboarding already."))
    rows = OnboardingStep.objects.unscoped(reason="steps of the plan found above").filter(plan=plan)
    kept = {_subject(step): step for step in rows}
    rows.delete()
    _add_steps(actor, plan, Asked(information, forms, resources), kept=kept)
    record(actor, action="onboarding.reissued", object=plan, client=client)
    return plan  # type: ignore[no-any-return]


def _add_steps(
    actor: Actor, plan: OnboardingPlan, asked: Asked, *, kept: dict[tuple[Any, ...], OnboardingStep]
) -> None:
    steps = [
        *_form_steps(actor, asked.forms, StepGroup.CONSENTS),
        *_information_steps(actor, asked.information),
        *_form_steps(actor, asked.forms, StepGroup.INTAKE),
        *_resource_steps(actor, asked.resources),
    ]
    for position, step in enumerate(steps):
        step.plan, step.position = plan, position
        if (earlier := kept.get(_subject(step))) is not None:
            step.pk = earlier.pk
            for name in ("status", "data", "version", "saved_by_id", "completed_at", "form_version_id"):
                setattr(step, name, getattr(earlier, name))
    OnboardingStep.objects.bulk_create(steps)


def _information_steps(actor: Actor, keys: Sequence[str]) -> Iterator[OnboardingStep]:
    choices = {choice.key: choice for choice in invitation_choices(actor).information}
    _refuse_unknown("information", keys, choices)
    for key in [key for key in choices if key in set(keys)]:
        yield OnboardingStep(key=key, group=StepGroup.INFORMATION, is_required=choices[key].is_required)


def _form_steps(actor: Actor, ids: Sequence[uuid.UUID], group: StepGroup) -> Iterator[OnboardingStep]:
    forms = {form.pk: form for form in enabled_forms(actor.practice)}
    _refuse_unknown("forms", ids, forms)
    versions: dict[Any, FormVersion] = published_versions(forms.values())
    wants_consents = group == StepGroup.CONSENTS
    chosen = [forms[pk] for pk in ids if (forms[pk].kind == FormKind.CONSENT) == wants_consents]
    for number, form in enumerate(chosen, start=1):
        yield OnboardingStep(key=f"{_word(group)}-{number}", group=group, form_version=versions[form.pk])


def _resource_steps(actor: Actor, ids: Sequence[uuid.UUID]) -> Iterator[OnboardingStep]:
    known = {resource.pk: resource for resource in resources_of(actor)}
    _refuse_unknown("resources", ids, known)
    for number, pk in enumerate(ids, start=1):
        yield OnboardingStep(key=f"document-{number}", group=StepGroup.DOCUMENTS, resource=known[pk])


def _word(group: StepGroup) -> str:
    return "consent" if group == StepGroup.CONSENTS else "form"


def _refuse_unknown(field: str, chosen: Sequence[Any], known: Iterable[Any]) -> None:
    if set(chosen) - set(known) or len(set(chosen)) != len(chosen):
        raise ValidationError({field: _("Choose from the list, each once.")})


def _subject(step: OnboardingStep) -> tuple[Any, ...]:
    if step.form_version is not None:
        return (step.group, step.form_version.form_id)
    return (step.group, step.resource_id or step.key)
