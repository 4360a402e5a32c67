"""Reading onboarding: what a practice asks, how far a client is."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import ngettext

from client_portal.access.selectors import visible_rows
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.documents.selectors import resources_of
from client_portal.onboarding.models import (
    InformationSetting,
    OnboardingForm,
    OnboardingPlan,
    OnboardingResource,
    OnboardingStep,
    StepGroup,
)
from client_portal.onboarding.registry import InformationItem, items
from client_portal.onboarding.rules import done_count
from client_portal.onboarding.types import (
    FormChoice,
    InvitationChoices,
    ItemChoice,
    Plan,
    Progress,
    ResourceChoice,
    Step,
    StepSummary,
)
from client_portal.practices.selectors import display_name
from client_portal.questionnaires.estimate import estimated_minutes
from client_portal.questionnaires.models import Form, FormVersion
from client_portal.questionnaires.selectors import enabled_forms, published_versions, schema_of
from client_portal.questionnaires.types import FormKind

__all__ = [
    "FormChoice",
    "InvitationChoices",
    "ItemChoice",
    "Plan",
    "Progress",
    "ResourceChoice",
    "Step",
    "StepSummary",
    "files_to_read",
    "invitation_choices",
    "plan_for",
    "progress_of",
    "step_for",
]


def invitation_choices(actor: Actor) -> InvitationChoices:
    """What staff can ask of a new client, preselected and ordered as the practice has set it."""
    if not (actor.is_staff or actor.is_system):
        raise NotVisible
    forms = _form_choices(actor.practice)
    return InvitationChoices(
        information=_item_choices(actor.practice),
        consents=[form for form in forms if form.kind == FormKind.CONSENT],
        intake=[form for form in forms if form.kind != FormKind.CONSENT],
        resources=_resource_choices(actor),
    )


def plan_for(actor: Actor) -> Plan | None:
    """The newest plan of the acting client that this login was invited to; None if there is none."""
    if not actor.is_portal:
        return None
    plans = visible_rows(OnboardingPlan, actor, "information.view").filter(
        client=actor.client, invitation__accepted_by=actor.user
    )
    row = plans.select_related("invitation__invited_by").order_by("-created_at").first()
    return None if row is None else _plan(actor, row)


def step_for(actor: Actor, key: str) -> Step:
    """One step of the actor's plan; ``NotVisible`` for any other."""
    plan = plan_for(actor)
    found = next((step for step in plan.steps if step.key == key), None) if plan else None
    if found is None:
        raise NotVisible
    return found


def files_to_read(actor: Actor) -> QuerySet[OnboardingStep, Any]:
    """The ids of the files that the acting client was given to read."""
    steps = visible_rows(OnboardingStep, actor, "information.view")
    return steps.filter(plan__client=actor.client, resource__isnull=False).values("resource__file")


def progress_of(actor: Actor, client: Any) -> Progress | None:
    """How far a client is, for staff who see how the client gets in; None before there is a plan."""
    plans = visible_rows(OnboardingPlan, actor, "portal_access.view").filter(client=client)
    row = plans.order_by("-created_at").first()
    if row is None:
        return None
    steps = _steps(row)
    summaries = [StepSummary(step.key, step.title, step.group, step.status, step.completed_at) for step in steps]
    return Progress(done_count(steps), len(steps), row.submitted_at, summaries)


def _item_choices(practice: Any) -> list[ItemChoice]:
    chosen = {row.item: row for row in InformationSetting.objects.filter(practice=practice)}
    places = {key: row.position for key, row in chosen.items()}
    ordered = sorted(items.values(), key=lambda item: places.get(item.key, len(chosen)))
    return [_item_choice(item, chosen.get(item.key)) for item in ordered]


def _item_choice(item: InformationItem, setting: InformationSetting | None) -> ItemChoice:
    is_on = item.is_on if setting is None else setting.is_on
    is_required = item.is_required if setting is None else setting.is_required
    return ItemChoice(item.key, item.label, is_on, is_required, item.description)


def _form_choices(practice: Any) -> list[FormChoice]:
    places = dict(OnboardingForm.objects.filter(practice=practice).values_list("form", "position"))
    forms = sorted(enabled_forms(practice), key=lambda form: places.get(form.pk, len(places)))
    versions = published_versions(forms)
    return [_form_choice(form, versions[form.pk], is_on=form.pk in places) for form in forms]


def _form_choice(form: Form, version: FormVersion, *, is_on: bool) -> FormChoice:
    return FormChoice(form.pk, form.title, form.kind, estimated_minutes(schema_of(version)), is_on)


def _resource_choices(actor: Actor) -> list[ResourceChoice]:
    rows = OnboardingResource.objects.filter(practice=actor.practice)
    places = dict(rows.values_list("resource", "position"))
    resources = sorted(resources_of(actor), key=lambda resource: places.get(resource.pk, len(places)))
    return [ResourceChoice(resource.pk, resource.title, resource.pk in places) for resource in resources]


def _plan(actor: Actor, row: OnboardingPlan) -> Plan:
    return Plan(
        id=row.pk,
        client=actor.client,
        steps=_steps(row),
        submitted_at=row.submitted_at,
        note=row.invitation.note,
        invited_by=display_name(actor.practice, row.invitation.invited_by),
        invited_at=row.invitation.sent_at,
    )


def _steps(plan: OnboardingPlan) -> list[Step]:
    rows = OnboardingStep.objects.unscoped(reason="steps of a plan that a selector found for the actor").filter(
        plan=plan
    )
    versions = Prefetch("form_version", queryset=FormVersion.objects.select_related("form"))
    ordered = rows.select_related("resource__file").prefetch_related(versions).order_by("position")
    return [step for row in ordered if (step := _step(row)) is not None]


def _step(row: OnboardingStep) -> Step | None:
    if row.group == StepGroup.INFORMATION:
        if row.key not in items:
            return None
        item = items[row.key]
        return _shown(row, str(item.label), str(item.description), item.minutes, item)
    if row.resource is not None:
        return _shown(row, row.resource.title, row.resource.description, 2, row.resource)
    if row.form_version is None:
        return None
    schema = schema_of(row.form_version)
    minutes = estimated_minutes(schema)
    hint = ngettext("About %(count)d minute", "About %(count)d minutes", minutes) % {"count": minutes}
    return _shown(row, schema.title, hint, minutes, row.form_version)


def _shown(row: OnboardingStep, title: str, hint: str, minutes: int, subject: Any) -> Step:
    return Step(
        id=row.pk,
        plan_id=row.plan_id,
        key=row.key,
        group=row.group,
        title=title,
        hint=hint,
        minutes=minutes,
        is_required=row.is_required,
        status=row.status,
        version=row.version,
        data=row.data,
        completed_at=row.completed_at,
        subject=subject,
    )
