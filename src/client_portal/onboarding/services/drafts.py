"""Working on a step: drafts that are saved as they are typed, and completing a step when it is whole.

``version`` is the number of the draft that the writer has seen. When another tab, device or person has saved since,
nothing is overwritten: ``Conflict`` carries the step as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import Conflict, InvalidState
from client_portal.core.safe_text import check_document
from client_portal.files.models import StoredFile
from client_portal.files.services import store_file
from client_portal.onboarding.models import OnboardingPlan, OnboardingStep, StepGroup, StepStatus
from client_portal.onboarding.selectors import step_for
from client_portal.onboarding.services.checking import check_step
from client_portal.onboarding.types import Step
from client_portal.questionnaires.services import SignatureInput, complete_response

DRAFT_LIMIT = 200_000
"""Most characters that a draft may have, over all its values."""


@transaction.atomic
def save_step(actor: Actor, *, step_key: str, data: Mapping[str, Any], version: int) -> Step:
    """Keep a draft as it is typed, whole or not: the given values replace those of the same name.

    Raises ``Conflict``, ``InvalidState`` for a step that is signed or handed in, ``ValidationError`` for values that
    can't be stored.
    """
    step = _open_step(actor, step_key)
    merged = {**step.data, **_storable(data)}
    return _save(actor, step, merged, version, status=StepStatus.IN_PROGRESS)


@transaction.atomic
def complete_step(actor: Actor, *, step_key: str, data: Mapping[str, Any], version: int) -> Step:
    """Save a step and mark it completed. ``ValidationError`` by field when something is missing or wrong."""
    step = _open_step(actor, step_key)
    if step.group == StepGroup.CONSENTS:
        raise InvalidState(_("This form is one to sign."))
    merged = {**step.data, **_storable(data)}
    check_step(actor, step=step, data=merged)
    return _save(actor, step, merged, version, status=StepStatus.DONE)


@transaction.atomic
def sign_consent(
    actor: Actor, *, step_key: str, answers: Mapping[str, Any], signature: SignatureInput, version: int
) -> Step:
    """Sign a consent: it is stored and sealed now, and can't be changed afterwards.

    The first signature of a login for a client takes a typed name and a tick, later ones the tick alone.
    """
    step = _open_step(actor, step_key)
    if step.group != StepGroup.CONSENTS:
        raise InvalidState(_("This form is not one to sign."))
    given = {**step.data, **_storable(answers)}
    complete_response(
        actor,
        client=actor.client,
        form_version=step.subject,
        answers=given,
        signature=signature,
        response_id=step.id,
    )
    return _save(actor, step, given, version, status=StepStatus.DONE)


@transaction.atomic
def store_card(actor: Actor, *, step_key: str, field: str, upload: UploadedFile[Any], version: int) -> StoredFile:
    """Keep a photo of an insurance card and put its id into the draft under ``field``. ``ValidationError`` by field."""
    step = _open_step(actor, step_key)
    try:
        file = store_file(actor, client=actor.client, upload=upload)
    except ValidationError as error:
        raise ValidationError({field: error.error_list}) from error
    _save(actor, step, {**step.data, field: str(file.pk)}, version, status=StepStatus.IN_PROGRESS)
    return file


def _open_step(actor: Actor, key: str) -> Step:
    step = step_for(actor, key)
    needed = "information.edit" if step.group == StepGroup.INFORMATION else "questionnaires.complete"
    require(actor, needed, actor.client)
    plans = OnboardingPlan.objects.unscoped(reason="the plan of the step found above").select_for_update()
    if plans.get(pk=step.plan_id).submitted_at is not None:
        raise InvalidState(_("You have handed this in already. Contact the practice to change it."))
    if step.group == StepGroup.CONSENTS and step.is_done:
        raise InvalidState(_("You have signed this already."))
    return step


def _storable(data: Mapping[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = check_document(dict(data))
    if len(str(document)) > DRAFT_LIMIT:
        raise ValidationError(_("This is too long to be saved. Please shorten it."))
    return document


def _save(actor: Actor, step: Step, data: dict[str, Any], version: int, *, status: StepStatus) -> Step:
    is_done = status == StepStatus.DONE
    rows = OnboardingStep.objects.unscoped(reason="the step was found for the actor above")
    # One table alone: with a join the database would look at the version before it waits for the other writer.
    saved = rows.filter(pk=step.id, version=version).update(
        data=data,
        status=status,
        version=F("version") + 1,
        saved_by=actor.user,
        completed_at=clock.now() if is_done else None,
        updated_at=clock.now(),
    )
    current = step_for(actor, step.key)
    if not saved:
        raise Conflict(_("This was changed in another tab or on another device."), current=current)
    return current
