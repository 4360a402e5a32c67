"""The system forms: each one whole, long enough, and ready to use."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any

import pytest

from client_portal.questionnaires.estimate import estimated_minutes, word_count
from client_portal.questionnaires.library import KEYS, LANGUAGES, system_forms
from client_portal.questionnaires.markup import Bullets
from client_portal.questionnaires.placeholders import NAMES, RenderContext
from client_portal.questionnaires.registry import type_of
from client_portal.questionnaires.rendering import form_blocks, render_text
from client_portal.questionnaires.schema import dump_schema, parse_schema, signature_question
from client_portal.questionnaires.types import FormKind, FormSchema

CONTEXT = RenderContext("Juniper Counseling", "Maya Ellison", "(555) 010-0199", "12 Oak Street, Springfield")
CONSENTS = {
    "electronic_business_consent",
    "informed_consent",
    "privacy_practices_acknowledgement",
    "telehealth_consent",
    "release_of_information",
    "credit_card_authorization",
}

each_form = pytest.mark.parametrize(("key", "language"), list(product(KEYS, LANGUAGES)))


def form(key: str, language: str = "en") -> FormSchema:
    return system_forms(language)[key]


def structure(value: Any) -> Any:
    """A form's document without its words: what must be the same in each language."""
    words = ("title", "text", "help", "summary", "label", "language")
    if isinstance(value, dict):
        return {
            name: len(part) if name == "text" and isinstance(part, list) else structure(part)
            for name, part in value.items()
            if name not in words or not isinstance(part, str)
        }
    return [structure(part) for part in value] if isinstance(value, list) else value


def test_the_library_has_every_form_that_is_promised() -> None:
    assert set(system_forms()) == CONSENTS | {"adult_intake", "child_adolescent_intake", "couples_intake"}
    assert {key for key, schema in system_forms().items() if schema.kind is FormKind.CONSENT} == CONSENTS


@each_form
def test_a_form_is_whole(key: str, language: str) -> None:
    schema = form(key, language)
    assert parse_schema(dump_schema(schema)) == schema
    assert schema.summary
    assert (signature_question(schema) is not None) == (schema.kind is FormKind.CONSENT)


@each_form
def test_no_placeholder_is_left_in_what_people_read(key: str, language: str) -> None:
    text = render_text(form(key, language), {}, CONTEXT)
    assert "{" not in text
    assert "}" not in text
    used = set(re.findall(r"\{(\w+)\}", str(dump_schema(form(key, language)))))
    assert used <= set(NAMES)
    assert "practice_name" in used


@pytest.mark.parametrize("key", sorted(CONSENTS))
def test_a_consent_says_enough_and_not_too_much(key: str) -> None:
    assert 600 <= word_count(form(key)) <= 1_250


@pytest.mark.parametrize("key", sorted(set(KEYS) - CONSENTS))
def test_an_intake_asks_enough_and_not_too_much(key: str) -> None:
    asked = [question for question in form(key).questions if type_of(question).takes_answer]
    assert 20 <= len(asked) <= 40
    assert 1 <= sum(question.required for question in asked) <= 6


@pytest.mark.spec("UX-2")
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_each_language_asks_the_same(key: str, language: str) -> None:
    ours, theirs = (json.loads(json.dumps(dump_schema(form(key, spoken)))) for spoken in ("en", language))
    assert structure(theirs) == structure(ours)
    assert form(key, language).language.startswith(f"{language}-")
    assert form(key, language).title != form(key).title
    said, told = (re.findall(r"\{\w+\}", str(dump_schema(form(key, spoken)))) for spoken in ("en", language))
    assert sorted(said) == sorted(told)
    assert set(re.findall(r"\b(?:988|911|1-800-[0-9-]+)\b", str(ours))) == set(
        re.findall(r"\b(?:988|911|1-800-[0-9-]+)\b", str(theirs))
    )


def test_a_language_that_the_library_does_not_speak_is_english() -> None:
    assert system_forms("fr") is system_forms() is system_forms("en-us")
    assert system_forms("es-mx") is system_forms("es") is not system_forms()


@pytest.mark.parametrize(
    ("key", "subjects"),
    [
        (
            "informed_consent",
            "benefits|risks|to yourself|to others|abuse|court|fees|canceled|good faith|988|end treatment|complain",
        ),
        ("electronic_business_consent", "paper|withdraw|contact details|browser|printer|copy|fee"),
        ("privacy_practices_acknowledgement", "notice|correct|limit|breach|complain|decline to sign|copy"),
        ("telehealth_consent", "in person|encrypt|state|record|911|988|drops|fees|minor|change your mind"),
        ("release_of_information", "purpose|information for|end|cancel|privacy rules|don’t have to sign|psychotherapy"),
        ("credit_card_authorization", "missed visits|receipt|declined|dispute|cancel|hsa|statement"),
        ("adult_intake", "988|medication|alcohol|therapy|family|strength|safe"),
        ("child_adolescent_intake", "custody|school|medication|988|strength|pregnancy|friends"),
        ("couples_intake", "afraid|988|1-800-799-7233|partner|children|separat"),
    ],
)
def test_a_form_covers_its_subjects(key: str, subjects: str) -> None:
    text = render_text(form(key), {}, CONTEXT).lower()
    assert [subject for subject in subjects.split("|") if subject not in text] == []


@each_form
def test_the_tone_is_calm(key: str, language: str) -> None:
    text = render_text(form(key, language), {}, CONTEXT)
    assert "!" not in text
    assert set(re.findall(r"\b[A-Z]{2,}\b", text)) <= {
        "HSA",
        "FSA",
        "HIV",
        "VIH",
        "AIDS",
        "IEP",
        "ADHD",
        "TDAH",
        "ZIP",
        "PDF",
    }
    assert "  " not in text.replace("\n    ", "\n")


@each_form
def test_paragraphs_stay_readable(key: str, language: str) -> None:
    for block in form_blocks(form(key, language), {}, CONTEXT):
        parts = block.items if isinstance(block, Bullets) else [getattr(block, "text", "")]
        assert all(len(part.split()) <= 110 for part in parts)


@each_form
def test_the_estimate_is_credible(key: str, language: str) -> None:
    assert 4 <= estimated_minutes(form(key, language)) <= 20


def test_the_estimate_counts_words_and_questions() -> None:
    def minutes(words: int, questions: int) -> int:
        asked = [{"key": f"q{n}", "type": "yes_no", "text": "So?"} for n in range(questions)]
        read = {"key": "read", "type": "information", "text": "word " * words}
        sections = [{"title": "S", "questions": [read, *asked]}]
        return estimated_minutes(parse_schema({"version": 1, "title": "T", "kind": "intake", "sections": sections}))

    assert minutes(1, 1) == 1
    assert minutes(390, 1) == 3
    assert minutes(1, 30) == 11
