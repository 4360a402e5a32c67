"""Answers against the form, as a draft and as something complete."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.questionnaires.answers import WHOLE_FORM, validate_answers
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.types import FormSchema
from tests.questionnaires.strategies import answers, schemas

INTAKE = parse_schema(
    {
        "version": 1,
        "title": "Intake",
        "kind": "intake",
        "sections": [
            {
                "title": "You",
                "questions": [
                    {"key": "hello", "type": "information", "text": "Welcome."},
                    {"key": "reason", "type": "long_text", "text": "Why?", "required": True},
                    {"key": "born", "type": "date", "text": "Born?"},
                    {"key": "smokes", "type": "yes_no", "text": "Smoke?", "required": True},
                ],
            }
        ],
    }
)
OPTIONAL = parse_schema(
    {
        "version": 1,
        "title": "Optional",
        "kind": "intake",
        "sections": [{"title": "You", "questions": [{"key": "note", "type": "long_text", "text": "Note?"}]}],
    }
)
CONSENT = parse_schema(
    {
        "version": 1,
        "title": "Consent",
        "kind": "consent",
        "sections": [
            {
                "title": "You",
                "questions": [
                    {"key": "contact", "type": "short_text", "text": "Whom may we call?"},
                    {"key": "sign", "type": "signature", "text": "I agree.", "required": True},
                ],
            }
        ],
    }
)
SIGNED = {"typed_name": "Maya Ellison", "agreed": True}


def test_a_complete_form() -> None:
    checked = validate_answers(INTAKE, {"reason": " Sleep ", "smokes": "no", "born": ""}, complete=True)
    assert checked.errors == {}
    assert checked.answers == {"reason": "Sleep", "smokes": False}


def test_required_questions_are_asked_for_one_by_one() -> None:
    checked = validate_answers(INTAKE, {"born": "yesterday", "reason": " "}, complete=True)
    assert set(checked.errors) == {"reason", "smokes", "born"}
    assert checked.errors["reason"] == ["Please answer this question."]
    with pytest.raises(ValidationError) as caught:
        checked.require_valid()
    assert set(caught.value.message_dict) == {"reason", "smokes", "born"}


def test_a_draft_may_leave_anything_open_but_nothing_wrong() -> None:
    assert validate_answers(INTAKE, {}, complete=False).errors == {}
    checked = validate_answers(INTAKE, {"reason": "Sleep", "born": "1990-02-30"}, complete=False)
    assert checked.answers == {"reason": "Sleep"}
    assert set(checked.errors) == {"born"}


@pytest.mark.parametrize("raw", [{}, {"note": ""}, {"note": " \n"}, {"note": "\u200b"}, {"note": None}])
def test_a_blank_form_cannot_be_completed(raw: dict[str, Any]) -> None:
    checked = validate_answers(OPTIONAL, raw, complete=True)
    assert checked.errors == {WHOLE_FORM: ["This form is still empty. Answer at least one question."]}


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("key", ["score", "hello ", "\ud800", "__proto__"])
def test_questions_that_the_form_does_not_have_are_refused(key: str, complete: bool) -> None:
    checked = validate_answers(INTAKE, {"reason": "Sleep", "smokes": True, key: "1"}, complete=complete)
    assert set(checked.errors) == {WHOLE_FORM}
    assert key not in str(checked.errors)


def test_an_information_block_takes_no_answer() -> None:
    assert set(validate_answers(INTAKE, {"hello": "hi"}, complete=False).errors) == {"hello"}


def test_a_draft_never_keeps_a_signature() -> None:
    raw = {"contact": "Sam", "sign": SIGNED}
    assert validate_answers(CONSENT, raw, complete=False).answers == {"contact": "Sam"}
    assert validate_answers(CONSENT, raw, complete=True).answers == {"contact": "Sam", "sign": SIGNED}


def test_a_consent_is_not_complete_without_its_signature() -> None:
    assert set(validate_answers(CONSENT, {"contact": "Sam"}, complete=True).errors) == {"sign"}


@given(st.data(), schemas())
def test_checking_twice_changes_nothing(data: st.DataObject, schema: FormSchema) -> None:
    first = validate_answers(schema, data.draw(answers(schema)), complete=False)
    again = validate_answers(schema, first.answers, complete=False)
    assert first.errors == {}
    assert again == first


@given(st.data(), schemas())
def test_complete_means_every_required_question_and_at_least_one(data: st.DataObject, schema: FormSchema) -> None:
    checked = validate_answers(schema, data.draw(answers(schema)), complete=True)
    open_ones = {asked.key for asked in schema.questions if asked.required} - set(checked.answers)
    assert set(checked.errors) - {WHOLE_FORM} == open_ones
    assert (WHOLE_FORM in checked.errors) == (not checked.answers and not open_ones)


@given(
    schemas(), st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(), max_size=5)
)
def test_whatever_comes_in_is_answered_and_never_breaks(schema: FormSchema, raw: dict[str, Any]) -> None:
    keys = [asked.key for asked in schema.questions]
    raw |= dict(zip(keys, list(raw.values()), strict=False))
    checked = validate_answers(schema, raw, complete=True)
    assert set(checked.answers) <= set(keys)
