"""What may stand in a draft: the names that a step asks for, and values of the kind that its page would keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from client_portal.api.people.serializers import InformationSerializer
from client_portal.onboarding.models import StepGroup
from client_portal.onboarding.registry import INSURANCE
from client_portal.onboarding.services.writing import CARDS, NO_INSURANCE, POLICY_DATES, POLICY_TEXTS
from client_portal.onboarding.types import Step
from client_portal.people.models import InsuranceOrder
from client_portal.questionnaires.registry import type_of
from client_portal.questionnaires.selectors import schema_of

Kind = serializers.Field[Any, Any, Any, Any]

TEXT = serializers.CharField(allow_blank=True, allow_null=True, trim_whitespace=False)
TICK = serializers.BooleanField(allow_null=True)
FILE = serializers.UUIDField(allow_null=True)
ANSWER = serializers.JSONField(allow_null=True)
"""Answers are judged by the types of their questions."""


def checked_draft(step: Step, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a draft keeps them; an error by name for what the step doesn't ask and for what it can't be.

    Whether they are whole and right is asked when the step is completed. What is kept under a name that the step
    doesn't have would stay in the draft for good, and in the way of completing it.
    """
    kinds = _kinds(step)
    kept: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for name, value in data.items():
        try:
            kept[name] = _kept(kinds.get(name), value)
        except serializers.ValidationError as error:
            errors[name] = error.detail
    if errors:
        raise serializers.ValidationError(errors)
    return kept


def _kept(kind: Kind | None, value: Any) -> Any:
    if kind is None:
        raise serializers.ValidationError([_("There is no such field to write.")])
    checked = kind.run_validation(value)
    return str(checked) if kind is FILE and checked is not None else checked


def _kinds(step: Step) -> Mapping[str, Kind]:
    if step.group == StepGroup.DOCUMENTS:
        return {"read": ANSWER}
    if step.group != StepGroup.INFORMATION:
        questions = schema_of(step.subject).questions
        return {question.key: ANSWER for question in questions if not type_of(question).is_signature}
    return _policy_kinds() if step.key == INSURANCE else {name: _kind_of_fact(name) for name in step.subject.facts}


def _policy_kinds() -> Mapping[str, Kind]:
    of_policy: dict[str, Kind] = {**dict.fromkeys((*POLICY_TEXTS, *POLICY_DATES), TEXT), **dict.fromkeys(CARDS, FILE)}
    named = {f"{order}_{name}": kind for order in InsuranceOrder.values for name, kind in of_policy.items()}
    return {NO_INSURANCE: TICK, **named}


def _kind_of_fact(name: str) -> Kind:
    return TICK if isinstance(InformationSerializer().fields[name], serializers.BooleanField) else TEXT
