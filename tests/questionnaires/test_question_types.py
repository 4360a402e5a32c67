"""Each question type: what it takes, what it refuses and how, and how it reads an answer back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.core.registry import Registry
from client_portal.questionnaires import registry
from client_portal.questionnaires.registry import QuestionType, register_question_type, type_of
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.types import FormSchema, Option, Question
from tests.questionnaires.strategies import answers, schemas

OPTIONS = (Option("low", "Low"), Option("mid", "In between"), Option("high", "High"))


def question(kind: str, **facts: Any) -> Question:
    return Question("q", kind, "Well?", **facts)


def taken(asked: Question, raw: Any) -> Any:
    return type_of(asked).normalise(asked, raw)


def refused(asked: Question, raw: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        taken(asked, raw)
    return str(caught.value.messages[0])


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("short_text", "  Maya  ", "Maya"),
        ("short_text", "one\r\ntwo", "one two"),
        ("long_text", "one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("long_text", " \n\t ", None),
        ("long_text", "\u200b\u3164\u2800", None),
        ("long_text", "🙂", "🙂"),
        ("date", "1990-03-27", "1990-03-27"),
        ("date", dt.date(1990, 3, 27), "1990-03-27"),
        ("date", " ", None),
        ("yes_no", "no", False),
        ("yes_no", True, True),
        ("yes_no", "", None),
        ("single_choice", "mid", "mid"),
        ("single_choice", "", None),
        ("multiple_choice", ["high", "low", "high"], ["low", "high"]),
        ("multiple_choice", [], None),
        ("information", None, None),
        ("signature", None, None),
        (
            "signature",
            {"typed_name": " Maya  Ellison ", "agreed": True},
            {"typed_name": "Maya Ellison", "agreed": True},
        ),
    ],
)
def test_answers_are_stored_in_one_form(kind: str, raw: Any, value: Any) -> None:
    assert taken(question(kind, options=OPTIONS), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "message"),
    [
        ("short_text", "x" * 201, "Please shorten this to 200 characters. It has 201 now."),
        ("short_text", ["x"], "Write your answer as text."),
        ("short_text", 5, "Write your answer as text."),
        ("short_text", "a\x00b", "This text has characters that can't be stored. Please type it again."),
        ("long_text", "a\udfffb", "This text has characters that can't be stored. Please type it again."),
        ("date", "03/27/1990", "Enter the date as year, month and day, such as 1985-03-27."),
        ("date", "19900327", "Enter the date as year, month and day, such as 1985-03-27."),
        ("date", 19900327, "Enter the date as year, month and day, such as 1985-03-27."),
        ("date", "1990-02-30", "There is no such day. Check the day and the month."),
        ("date", "0190-03-27", "Check the year: it needs four digits, such as 1985."),
        ("yes_no", "maybe", "Choose yes or no."),
        ("yes_no", 1, "Choose yes or no."),
        ("yes_no", ["yes"], "Choose yes or no."),
        ("single_choice", "extreme", "Choose from the options given."),
        ("single_choice", {"value": "low"}, "Choose from the options given."),
        ("multiple_choice", "low", "Choose from the options given."),
        ("multiple_choice", ["low", "extreme"], "Choose from the options given."),
        ("multiple_choice", [["low"]], "Choose from the options given."),
        ("multiple_choice", ["low"] * 1_000, "Choose from the options given."),
        ("information", "read", "There is nothing to answer here."),
        ("signature", "Maya Ellison", "Type your name and tick the box to sign."),
        (
            "signature",
            {"typed_name": "Maya", "agreed": True, "ip": "1.1.1.1"},
            "Type your name and tick the box to sign.",
        ),
    ],
)
def test_what_is_refused_says_what_to_do(kind: str, raw: Any, message: str) -> None:
    assert refused(question(kind, options=OPTIONS), raw) == message


@pytest.mark.parametrize("name", ["", "   ", "\u00a0\u2003", "\u200b\u200b", "\u3164", "---", "123", "\n", None])
def test_a_signature_of_blanks_is_refused(name: str | None) -> None:
    assert refused(question("signature"), {"typed_name": name, "agreed": True}) == "Type your full name to sign."


@pytest.mark.spec("ONB-4")
@pytest.mark.parametrize("tick", [False, None, "", "on", 1, "true"])
def test_only_a_real_tick_agrees(tick: Any) -> None:
    message = refused(question("signature"), {"typed_name": "Maya Ellison", "agreed": tick})
    assert message == "Tick the box to show that you agree."


@pytest.mark.parametrize(
    ("limits", "date", "is_taken"),
    [
        ({}, "2026-12-31", True),
        ({"not_in_future": True}, "2026-03-10", True),
        ({"not_in_future": True}, "2026-03-11", True),  # it is the 11th in Auckland already
        ({"not_in_future": True}, "2026-03-12", False),
        ({"not_in_past": True}, "2026-03-10", True),
        ({"not_in_past": True}, "2026-03-09", False),
        ({"not_in_future": False}, "2026-12-31", True),
    ],
)
def test_dates_may_be_held_to_past_or_future_wherever_one_lives(limits: Any, date: str, is_taken: bool) -> None:
    asked = question("date", limits=limits)
    with time_machine.travel(dt.datetime(2026, 3, 10, 15, tzinfo=dt.UTC), tick=False):
        if is_taken:
            assert taken(asked, date) == date
        else:
            assert "Enter today's date" in refused(asked, date)


def test_answers_are_read_back_in_words() -> None:
    def said(kind: str, value: Any) -> str:
        asked = question(kind, options=OPTIONS)
        return type_of(asked).display(asked, value)

    assert said("date", "1990-03-27") == "March 27, 1990"
    assert (said("yes_no", True), said("yes_no", False)) == ("Yes", "No")
    assert said("single_choice", "mid") == "In between"
    assert said("multiple_choice", ["low", "high"]) == "Low\nHigh"
    assert said("signature", {"typed_name": "Maya Ellison", "agreed": True}) == "Signed by Maya Ellison"


@given(st.data(), schemas())
def test_what_was_stored_is_taken_again_unchanged(data: st.DataObject, schema: FormSchema) -> None:
    given_answers = data.draw(answers(schema))
    for asked in schema.questions:
        value = taken(asked, given_answers.get(asked.key))
        assert taken(asked, value) == value
        if value is not None:
            assert type_of(asked).display(asked, value)


class Stars(QuestionType):
    """A type as a host would write it."""

    key = control = "stars"
    limits = {"most": int}

    def problems(self, question: Question) -> Any:
        if question.limits.get("most", 5) > 10:
            yield "limits.most", "use at most 10 stars"

    def normalise(self, question: Question, raw: Any) -> int | None:
        return None if raw is None else int(raw)

    def display(self, question: Question, value: int) -> str:
        return "*" * value


@pytest.fixture
def stars(monkeypatch: pytest.MonkeyPatch) -> None:
    types: Registry[QuestionType] = Registry("question types")
    for question_type in registry.question_types.values():
        types.register(question_type.key, question_type)
    for module in ("registry", "schema"):
        monkeypatch.setattr(f"client_portal.questionnaires.{module}.question_types", types)
    register_question_type(Stars())


@pytest.mark.spec("HOST-3")
def test_a_host_adds_a_type_of_its_own(stars: None) -> None:
    def form(most: int) -> dict[str, Any]:
        asked = {"key": "rating", "type": "stars", "text": "How was it?", "limits": {"most": most}}
        return {"version": 1, "title": "Rating", "kind": "intake", "sections": [{"title": "You", "questions": [asked]}]}

    [asked] = parse_schema(form(5)).questions
    assert type_of(asked).display(asked, taken(asked, "3")) == "***"
    with pytest.raises(ValidationError, match="use at most 10 stars"):
        parse_schema(form(11))


def test_a_key_belongs_to_one_type(stars: None) -> None:
    with pytest.raises(ValueError, match="registered already"):
        register_question_type(Stars())
