"""A portal user's own onboarding under the API's names."""

from __future__ import annotations

from typing import Any

from client_portal.api.questionnaires.documents import block_document
from client_portal.core.actor import Actor
from client_portal.onboarding import rules
from client_portal.onboarding.registry import InformationItem
from client_portal.onboarding.types import Plan, Step
from client_portal.questionnaires.answers import validate_answers
from client_portal.questionnaires.models import FormVersion
from client_portal.questionnaires.selectors import reusable_signature, schema_of, shown_form

LISTED = ("key", "title", "group", "status", "completed_at", "hint", "minutes", "is_required")


def plan_document(plan: Plan) -> dict[str, Any]:
    """The plan with its steps, without drafts."""
    following = rules.next_step(plan.steps)
    stored = ("id", "note", "invited_by", "invited_at", "submitted_at")
    return {
        **{name: getattr(plan, name) for name in stored},
        "done": rules.done_count(plan.steps),
        "total": len(plan.steps),
        "minutes_left": rules.minutes_left(plan.steps),
        "next": None if following is None else following.key,
        "steps": [_listed(step) for step in plan.steps],
    }


def step_document(actor: Actor, step: Step) -> dict[str, Any]:
    """One step with its draft and what it asks."""
    item = step.subject if isinstance(step.subject, InformationItem) else None
    is_form = isinstance(step.subject, FormVersion)
    return {
        **_listed(step),
        "version": step.version,
        "data": step.data,
        "facts": [] if item is None else list(item.facts),
        "needed": [] if item is None else [*item.always, *(item.needed if step.is_required else ())],
        "form": _form(actor, step) if is_form else None,
        "document": None if is_form or item is not None else _document(step.subject),
    }


def _listed(step: Step) -> dict[str, Any]:
    return {name: getattr(step, name) for name in LISTED}


def _form(actor: Actor, step: Step) -> dict[str, Any]:
    answers = validate_answers(schema_of(step.subject), step.data, complete=False).answers
    shown = shown_form(actor, client=actor.client, form_version=step.subject, answers=answers)
    earlier = reusable_signature(actor, actor.client)
    return {
        "blocks": [block_document(block) for block in shown.blocks],
        "text_sha256": shown.text_sha256,
        "signs_as": None if earlier is None else earlier.typed_name,
    }


def _document(resource: Any) -> dict[str, Any]:
    names = ("title", "description", "file_id")
    return {"id": resource.pk, **{name: getattr(resource, name) for name in names}}
