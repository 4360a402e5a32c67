"""What onboarding's pages show besides their forms: texts to read, answers to check, two versions side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from client_portal.core.actor import Actor
from client_portal.core.errors import Text
from client_portal.onboarding import rules
from client_portal.onboarding.services.writing import NO_INSURANCE
from client_portal.onboarding.types import Plan, Step
from client_portal.pages.widgets import DatePartsField
from client_portal.people.models import InsuranceOrder
from client_portal.people.selectors.summary import in_words
from client_portal.portal.onboarding.forms import InsuranceForm, form_of
from client_portal.questionnaires.answers import validate_answers
from client_portal.questionnaires.rendering import Answered
from client_portal.questionnaires.schema import signature_question
from client_portal.questionnaires.selectors import reusable_signature, shown_form


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of a questionnaire: a text of a kind, or a field to answer."""

    kind: str
    block: Any
    field: forms.BoundField | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under a title (empty for the first ones). What few people need is folded away while nothing is in it."""

    title: Text
    fields: list[forms.BoundField]
    is_folded: bool = False
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two writers have filled in differently."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ReviewedStep:
    """A step with its answers in words."""

    step: Step
    answers: list[tuple[str, str]]


def rows_of(actor: Actor, step: Step, form: forms.Form) -> list[Row]:
    """A questionnaire's texts and fields in their order; the signature question is left to the page's end."""
    if step.group not in ("consents", "intake"):
        return []
    shown = shown_form(actor, client=actor.client, form_version=step.subject)
    found = []
    for block in shown.blocks:
        if not isinstance(block, Answered):
            found.append(Row(block.kind, block))
        elif block.question.key in form.fields and not (step.group == "consents" and step.is_done):
            field = form[block.question.key]
            field.label = block.question.text
            found.append(Row("question", block, field))
    return found


def sections_of(form: forms.Form) -> list[Section]:
    """The fields of a step of information: the policies of insurance apart, any other step in one piece."""
    fields = list(form)
    if not isinstance(form, InsuranceForm):
        return [Section("", fields)]
    second = _of_policy(fields, InsuranceOrder.SECONDARY)
    return [
        Section("", [field for field in fields if field.name == NO_INSURANCE]),
        Section(_("Your policy"), _of_policy(fields, InsuranceOrder.PRIMARY)),
        Section(_("I have a second policy"), second, is_folded=True, is_open=any(map(_is_filled, second))),
    ]


def _of_policy(fields: list[forms.BoundField], order: str) -> list[forms.BoundField]:
    return [field for field in fields if field.name.startswith(f"{order}_")]


def _is_filled(field: forms.BoundField) -> bool:
    value = field.value()
    return bool(field.errors or (any(value.values()) if isinstance(value, dict) else value))


def consent_of(actor: Actor, step: Step) -> dict[str, Any]:
    """What the end of a consent shows: the words of the tick, the name that is taken over, the text's fingerprint."""
    shown = shown_form(actor, client=actor.client, form_version=step.subject)
    question = signature_question(step.subject.parsed)
    words = [
        block.question.text
        for block in shown.blocks
        if isinstance(block, Answered) and question is not None and block.question.key == question.key
    ]
    return {
        "shown_sha256": shown.text_sha256,
        "intent": words[0] if words else "",
        "earlier_signature": reusable_signature(actor, actor.client),
    }


def differences(form: forms.Form, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Difference]:
    """The fields whose two versions differ, in words."""
    return [
        Difference(str(form.fields[name].label or name), _words(mine.get(name)), _words(theirs.get(name)))
        for name in form.fields
        if name in mine and mine.get(name) != theirs.get(name)
    ]


def review_of(actor: Actor, plan: Plan) -> list[tuple[str, list[ReviewedStep]]]:
    """Every step under its group, with its answers in words."""
    return [
        (label, [ReviewedStep(step, _answers(actor, step)) for step in steps])
        for label, steps in rules.by_group(plan.steps)
    ]


def _answers(actor: Actor, step: Step) -> list[tuple[str, str]]:
    if step.group in ("consents", "documents"):
        return []
    if step.group == "information":
        fields = form_of(step)().fields
        given = [(field, step.data.get(name)) for name, field in fields.items()]
        return [(str(field.label), _fact_in_words(field, value)) for field, value in given if _is_given(value)]
    checked = validate_answers(step.subject.parsed, step.data, complete=False)
    shown = shown_form(actor, client=actor.client, form_version=step.subject, answers=checked.answers)
    return [
        (block.question.text, block.answer) for block in shown.blocks if isinstance(block, Answered) and block.answer
    ]


def _fact_in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.FileField):
        return _("Added")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field, DatePartsField) and isinstance(value, str):
        return date_format(dt.date.fromisoformat(value))
    return _words(value)


def _is_given(value: Any) -> bool:
    return value not in ("", None, [], {})


def _words(value: Any) -> str:
    if value in ("", None, [], {}):
        return _("nothing")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return "/".join(str(part) for part in value.values() if part)
    return in_words(value)
