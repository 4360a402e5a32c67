"""Handing in: once, in one transaction, whatever is clicked twice."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.signals import send_on_commit
from client_portal.documents.services import mark_read
from client_portal.notifications.services import notify
from client_portal.onboarding.models import OnboardingPlan, StepGroup
from client_portal.onboarding.registry import INSURANCE
from client_portal.onboarding.rules import missing_steps
from client_portal.onboarding.selectors import plan_for
from client_portal.onboarding.services.writing import write_information, write_insurance
from client_portal.onboarding.signals import onboarding_completed
from client_portal.onboarding.types import Plan, Step
from client_portal.people.selectors import practitioner_logins
from client_portal.questionnaires.services import complete_response

KIND = "onboarding.completed"


@transaction.atomic
def submit_onboarding(actor: Actor) -> OnboardingPlan:
    """Hand in the actor's onboarding: information into the record, forms completed, documents noted, staff told.

    A second call returns what the first one did. ``ValidationError`` names the steps that are missing.
    """
    found = plan_for(actor)
    if found is None:
        raise NotVisible
    rows = OnboardingPlan.objects.unscoped(reason="the plan was found for the actor above")
    row: OnboardingPlan = rows.select_for_update().get(pk=found.id)
    if row.submitted_at is not None:
        return row
    plan = plan_for(actor) or found
    require(actor, "information.edit", actor.client)
    _refuse_unfinished(plan)
    for step in plan.steps:
        if step.is_done:
            _write(actor, step)
    row.submitted_at, row.submitted_by = clock.now(), actor.user
    row.save(update_fields=["submitted_at", "submitted_by", "updated_at"])
    record(actor, action="onboarding.submitted", object=row, client=actor.client)
    _tell_practitioners(actor, row)
    send_on_commit(onboarding_completed, sender=OnboardingPlan, plan=row)
    return row


def _refuse_unfinished(plan: Plan) -> None:
    missing = missing_steps(plan.steps)
    if missing:
        titles = ", ".join(step.title for step in missing)
        raise ValidationError(_("Some steps are not finished yet: %(titles)s.") % {"titles": titles})


def _write(actor: Actor, step: Step) -> None:
    if step.group == StepGroup.INFORMATION:
        if step.key == INSURANCE:
            write_insurance(actor, data=step.data, is_required=step.is_required)
        else:
            write_information(actor, item=step.subject, data=step.data)
    elif step.group == StepGroup.INTAKE:
        complete_response(actor, client=actor.client, form_version=step.subject, answers=step.data, response_id=step.id)
    elif step.group == StepGroup.DOCUMENTS:
        mark_read(actor, client=actor.client, resource=step.subject)


def _tell_practitioners(actor: Actor, row: OnboardingPlan) -> None:
    notify(
        actor,
        kind=KIND,
        dedupe_key=f"{KIND}:{row.pk}",
        users=practitioner_logins(actor.client),
        context={"client": _public_id(actor.client)},
    )


def _public_id(client: Any) -> str:
    return str(client.client_portal_profile.pk)
