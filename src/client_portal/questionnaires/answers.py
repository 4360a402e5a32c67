"""Checking what somebody answered against the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from client_portal.questionnaires.registry import type_of
from client_portal.questionnaires.types import FormSchema, Question

WHOLE_FORM = "__all__"
"""Key of the errors that belong to no single question."""


@dataclass(slots=True)
class CheckedAnswers:
    """The answers that can be stored, by question key, and what is wrong with the others."""

    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def require_valid(self) -> dict[str, Any]:
        """Return the answers; raise ``ValidationError`` with the errors by question key if there are any."""
        if self.errors:
            raise ValidationError({key: list(messages) for key, messages in self.errors.items()})
        return self.answers


def validate_answers(schema: FormSchema, raw: Mapping[str, Any], *, complete: bool) -> CheckedAnswers:
    """Normalise answers by question key.

    A draft (``complete=False``) may leave anything open, and never keeps a signature. A completed form answers every
    required question and at least one. Keys that the form doesn't have are an error in both.
    """
    checked = CheckedAnswers()
    for question in schema.questions:
        if complete or not type_of(question).is_signature:
            _check(checked, question, raw.get(question.key), complete=complete)
    if raw.keys() - {question.key for question in schema.questions}:
        checked.errors[WHOLE_FORM] = [_("Some answers belong to no question of this form. Please reload the page.")]
    if complete and not checked.answers and not checked.errors:
        checked.errors[WHOLE_FORM] = [_("This form is still empty. Answer at least one question.")]
    return checked


def _check(checked: CheckedAnswers, question: Question, raw: Any, *, complete: bool) -> None:
    try:
        value = type_of(question).normalise(question, raw)
    except ValidationError as error:
        checked.errors[question.key] = list(error.messages)
        return
    if value is not None:
        checked.answers[question.key] = value
    elif complete and question.required:
        checked.errors[question.key] = [_("Please answer this question.")]
