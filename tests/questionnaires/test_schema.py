"""A form as JSON: read with care, written back the same, and every fault named with its place and its cure."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.questionnaires.schema import (
    MAX_OPTIONS,
    MAX_QUESTIONS,
    MAX_SECTIONS,
    dump_schema,
    parse_schema,
    schema_sha256,
)
from client_portal.questionnaires.types import FormKind, FormSchema
from tests.questionnaires.strategies import schemas

FORM: dict[str, Any] = {
    "version": 1,
    "title": "Getting to know you",
    "kind": "intake",
    "sections": [
        {"title": "Welcome", "text": "Take your time."},
        {
            "title": "You",
            "questions": [
                {"key": "reason", "type": "long_text", "text": "What brings you here?", "required": True},
                {
                    "key": "mood",
                    "type": "single_choice",
                    "text": "How are you?",
                    "options": [{"value": "well", "label": "Well"}, {"value": "badly", "label": "Badly"}],
                },
            ],
        },
    ],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The form with another value at a path such as ``sections.1.questions.0.type``."""
    document = copy.deepcopy(FORM)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = document
    for part in parents:
        place = place[part]
    place[last] = value
    return document


def faults(document: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        parse_schema(document)
    return caught.value.messages


@given(schemas())
def test_what_is_written_is_read_back_the_same(schema: FormSchema) -> None:
    document = dump_schema(schema)
    again = parse_schema(json.loads(json.dumps(document)))
    assert again == schema
    assert dump_schema(again) == document
    assert schema_sha256(again) == schema_sha256(schema)


@given(schemas(), schemas())
def test_two_forms_share_a_hash_only_if_they_are_the_same(one: FormSchema, other: FormSchema) -> None:
    assert (schema_sha256(one) == schema_sha256(other)) == (one == other)


def test_a_form_by_hand() -> None:
    schema = parse_schema(FORM)
    assert schema.kind is FormKind.INTAKE
    assert schema.language == "en-US"
    assert [question.key for question in schema.questions] == ["reason", "mood"]
    assert schema.sections[0].text == "Take your time."


def test_a_long_text_may_be_a_list_of_lines() -> None:
    schema = parse_schema(changed("sections.0.text", ["First.", "", "- one", "- two"]))
    assert schema.sections[0].text == "First.\n\n- one\n- two"


Q = "sections[1].questions[0]"


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("version", 2, "version: write 1"),
        ("version", True, "version: write 1"),
        ("title", "Consent of {client_name}", "title: write it without words in braces"),
        ("summary", "For {client_name}", "summary: write it without words in braces"),
        ("title", "", "title: write a text; it can't be empty"),
        ("title", "x" * 151, "title: shorten it to 150 characters; it has 151"),
        ("title", 7, "title: write a text in quotation marks"),
        ("title", "a\x00b", "title: remove the characters that can't be stored"),
        ("title", "a\ud800b", "title: remove the characters that can't be stored"),
        ("kind", "poem", "kind: choose one of consent, intake"),
        ("kind", ["intake"], "kind: choose one of consent, intake"),
        ("language", "English", 'language: use a language code such as "en-US"'),
        ("colour", "red", "'colour' is not known here; known: kind, language, sections, summary, title, version"),
        ("sections", {}, "sections: write a list"),
        ("sections", [], "sections: add at least one question that can be answered"),
        ("sections.0", "Welcome", "sections[0]: write an object with named values"),
        ("sections.0.text", "", "sections[0].questions: add a question, or give the section a text"),
        ("sections.0.text", ["a", 1], "sections[0].text: write a text in quotation marks"),
        ("sections.0.text", "Call {practice_fone}.", "sections[0].text: {practice_fone} is no placeholder"),
        ("sections.1.questions.0.key", "Reason!", f"{Q}.key: use lower-case letters, digits and _"),
        ("sections.1.questions.0.key", "mood", "sections: the key 'mood' is used more than once"),
        ("sections.1.questions.0.type", "essay", f"{Q}.type: choose one of short_text, long_text, date"),
        ("sections.1.questions.0.type", "single_choice", f"{Q}.options: a single choice needs at least two options"),
        ("sections.1.questions.0.type", "signature", None),
        ("sections.1.questions.0.type", "information", f"{Q}.required: leave it out"),
        ("sections.1.questions.0.required", "yes", f"{Q}.required: write true or false"),
        ("sections.1.questions.0.options", [], f"{Q}.options: leave them out: this type has none"),
        ("sections.1.questions.0.limits", {"max_length": "9"}, f"{Q}.limits.max_length: write a whole number"),
        ("sections.1.questions.0.limits", {"max_length": True}, f"{Q}.limits.max_length: write a whole number"),
        ("sections.1.questions.0.limits", {"max_length": 0}, f"{Q}.limits.max_length: use a number from 1 to 20000"),
        ("sections.1.questions.0.limits", {"rows": 3}, f"{Q}.limits: 'rows' is not known here; known: max_length"),
        (
            "sections.1.questions.1.options",
            [{"value": "a", "label": "A"}, {"value": "a", "label": "B"}],
            "sections[1].questions[1].options: give each option a value of its own",
        ),
        (
            "sections.1.questions.1.options",
            [{"value": "a", "label": "A"}, {"value": "b", "label": "A"}],
            "sections[1].questions[1].options: give each option a label of its own",
        ),
        (
            "sections.1.questions.1.options.0.value",
            "Sehr gut",
            "sections[1].questions[1].options[0].value: use lower-case letters, digits and _",
        ),
    ],
)
def test_a_fault_is_named_with_its_place_and_cure(path: str, value: Any, fault: str | None) -> None:
    document = changed(path, value)
    if fault is None:
        parse_schema(document)
    else:
        assert any(message.startswith(fault) for message in faults(document)), faults(document)


def test_all_faults_are_found_at_once() -> None:
    document = changed("title", "")
    document["sections"][1]["questions"][0]["type"] = "essay"
    document["sections"][1]["questions"][1]["options"] = []
    assert [message.split(":")[0] for message in faults(document)] == [
        "title",
        "sections[1].questions[0].type",
        "sections[1].questions[1].options",
    ]


def test_a_consent_has_exactly_one_signature() -> None:
    signature = {"key": "sign", "type": "signature", "text": "I agree.", "required": True}
    assert faults(changed("kind", "consent")) == [
        "sections: use one signature question: a consent has exactly one, other forms at most one"
    ]
    document = changed("kind", "consent")
    document["sections"].append({"title": "Sign", "questions": [signature]})
    assert parse_schema(document).kind is FormKind.CONSENT
    document["sections"].append({"title": "Sign", "questions": [{**signature, "key": "again"}]})
    assert len(faults(document)) == 1


def test_a_signature_is_never_optional() -> None:
    document = changed("sections.1.questions.0", {"key": "sign", "type": "signature", "text": "I agree."})
    assert faults(document) == [f"{Q}.required: set it to true: a signature is never optional"]


def test_a_form_has_a_largest_size() -> None:
    section = {"title": "More", "text": "More."}
    assert any("use at most" in fault for fault in faults(changed("sections", [section] * (MAX_SECTIONS + 1))))
    asked = [{"key": f"q{n}", "type": "yes_no", "text": "So?"} for n in range(MAX_QUESTIONS + 1)]
    half = len(asked) // 2
    many = [{"title": "One", "questions": asked[:half]}, {"title": "Two", "questions": asked[half:]}]
    assert faults(changed("sections", many)) == [f"sections: use at most {MAX_QUESTIONS} questions in a form"]
    options = [{"value": f"v{n}", "label": f"L{n}"} for n in range(MAX_OPTIONS + 1)]
    assert any("use at most" in fault for fault in faults(changed("sections.1.questions.1.options", options)))
    wall = {"title": "Wall", "text": "word " * 3_999}
    assert any("shorten the form" in fault for fault in faults(changed("sections", [*FORM["sections"], *[wall] * 26])))


@pytest.mark.parametrize("document", [None, 3, "form", [], True])
def test_what_is_no_form_at_all_is_refused(document: Any) -> None:
    assert faults(document)[0] == "write an object with named values"


def test_deep_nesting_is_refused_without_being_walked() -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    for path in ("title", "extra", "sections.0.text", "sections.1.questions.0.limits"):
        assert faults(changed(path, deep))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
PATHS = [
    "version",
    "title",
    "kind",
    "language",
    "sections",
    "sections.0",
    "sections.1.questions",
    "sections.1.questions.0",
    "sections.1.questions.0.key",
    "sections.1.questions.0.type",
    "sections.1.questions.0.limits",
    "sections.1.questions.1.options",
    "sections.1.questions.1.options.0",
]


@given(st.sampled_from(PATHS), json_values)
def test_any_json_is_read_or_refused_and_never_breaks(path: str, value: Any) -> None:
    try:
        schema = parse_schema(changed(path, value))
    except ValidationError:
        return
    assert parse_schema(dump_schema(schema)) == schema
