"""What people read and sign: the pieces of a page, and the canonical text."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from client_portal.questionnaires.answers import validate_answers
from client_portal.questionnaires.fingerprint import text_sha256
from client_portal.questionnaires.markup import Bullets, Heading, Paragraph, parse_markup
from client_portal.questionnaires.placeholders import NAMES, RenderContext, fill_in, unknown_placeholders
from client_portal.questionnaires.rendering import Answered, form_blocks, render_text
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.types import FormSchema
from tests.questionnaires.strategies import answers, markup, schemas, texts

CONTEXT = RenderContext("Juniper Counseling", "Maya Ellison", "(555) 010-0199", "12 Oak Street\nSpringfield")
CONSENT = parse_schema(
    {
        "version": 1,
        "title": "Consent",
        "kind": "consent",
        "sections": [
            {
                "title": "About us",
                "text": ["Call {practice_phone}", "or visit {practice_address}.", "", "## Rights", "- read", "- ask"],
                "questions": [
                    {"key": "note", "type": "information", "text": "This is about {client_name}."},
                    {"key": "contact", "type": "long_text", "text": "Whom may we call?", "help": "Name and number."},
                    {"key": "since", "type": "date", "text": "Since when?"},
                    {"key": "sign", "type": "signature", "text": "I agree with {practice_name}.", "required": True},
                ],
            }
        ],
    }
)
ANSWERS = {"contact": "Sam\n555 0100", "sign": {"typed_name": "Maya Ellison", "agreed": True}}

EXPECTED = """\
Consent
=======

Practice: Juniper Counseling
Client: Maya Ellison

## About us

Call (555) 010-0199 or visit 12 Oak Street, Springfield.

### Rights

- read
- ask

This is about Maya Ellison.

Whom may we call?
Name and number.
    Sam
    555 0100

Since when?
(no answer)

I agree with Juniper Counseling.
"""


def test_the_text_that_is_signed() -> None:
    assert render_text(CONSENT, ANSWERS, CONTEXT) == EXPECTED


def test_the_text_is_the_same_whatever_language_the_reader_uses() -> None:
    text = render_text(CONSENT, {"since": "2020-02-01"}, CONTEXT)
    assert "    Feb. 1, 2020\n" in text
    with translation.override("de"):
        assert render_text(CONSENT, {"since": "2020-02-01"}, CONTEXT) == text


def test_the_signature_itself_is_no_part_of_what_is_signed() -> None:
    unsigned = {"contact": ANSWERS["contact"]}
    assert render_text(CONSENT, ANSWERS, CONTEXT) == render_text(CONSENT, unsigned, CONTEXT)


def test_the_pieces_of_a_page() -> None:
    blocks = form_blocks(CONSENT, ANSWERS, CONTEXT)
    assert blocks[:5] == [
        Heading("About us", level=2),
        Paragraph("Call (555) 010-0199 or visit 12 Oak Street, Springfield."),
        Heading("Rights", level=3),
        Bullets(("read", "ask")),
        Paragraph("This is about Maya Ellison."),
    ]
    asked = [block for block in blocks if isinstance(block, Answered)]
    assert [(block.question.key, block.control, block.answer) for block in asked] == [
        ("contact", "long_text", "Sam\n555 0100"),
        ("since", "date", ""),
        ("sign", "signature", "Signed by Maya Ellison"),
    ]
    assert asked[-1].question.text == "I agree with Juniper Counseling."
    assert [block.kind for block in blocks[:5]] == ["heading", "paragraph", "heading", "bullets", "paragraph"]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Ask {practice_name}.", "Ask Juniper Counseling."),
        ("{practice_name}{client_name}", "Juniper CounselingMaya Ellison"),
        ("{practice_name.__class__} {0} {} {{practice_name}}", "{practice_name.__class__} {0} {} {Juniper Counseling}"),
        ("%(practice_name)s {% now %} {{ x }}", "%(practice_name)s {% now %} {{ x }}"),
        ("{unknown}", "{unknown}"),
    ],
)
def test_only_the_known_words_in_braces_are_filled_in(text: str, filled: str) -> None:
    assert fill_in(text, CONTEXT) == filled


def test_what_a_practice_has_not_told_reads_well_all_the_same() -> None:
    text = fill_in("Call {practice_phone} or write to {practice_address}.", RenderContext("Juniper"))
    assert text == "Call our office phone number or write to our office address."


def test_unknown_words_in_braces_are_found() -> None:
    assert unknown_placeholders("{practice_name} {practice_fone} { x } {y}") == ["practice_fone", "y"]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_what_is_filled_in_is_never_filled_in_again(name: str, other: str) -> None:
    context = RenderContext(**dict.fromkeys(NAMES, "{" + other + "}"))
    assert fill_in("{" + name + "}", context) == "{" + other + "}"


@given(texts)
def test_a_name_never_becomes_markup(name: str) -> None:
    schema = parse_schema(
        {
            "version": 1,
            "title": "T",
            "kind": "intake",
            "sections": [
                {"title": "S", "text": "{client_name}", "questions": [{"key": "q", "type": "yes_no", "text": "Q?"}]}
            ],
        }
    )
    plain, named = (form_blocks(schema, {}, RenderContext("P", client)) for client in ("Maya", f"## {name}"))
    assert [block.kind for block in plain] == [block.kind for block in named]


@given(markup)
def test_markup_loses_and_invents_no_word(text: str) -> None:
    words: list[str] = []
    for piece in parse_markup(text):
        words += " ".join(piece.items if isinstance(piece, Bullets) else [piece.text]).split()
    marks = {"-", "##"}
    assert [word for word in words if word not in marks] == [word for word in text.split() if word not in marks]


def test_the_marks_of_the_markup() -> None:
    text = "One\nline.\n\n-not a list\n#not a heading\n- a\n- b\n## Head\nTail\n  \n- c"
    assert parse_markup(text) == [
        Paragraph("One line."),
        Paragraph("-not a list #not a heading"),
        Bullets(("a", "b")),
        Heading("Head"),
        Paragraph("Tail"),
        Bullets(("c",)),
    ]
    assert parse_markup("") == []


@given(st.data(), schemas())
def test_other_answers_make_another_text(data: st.DataObject, schema: FormSchema) -> None:
    one, other = (validate_answers(schema, data.draw(answers(schema)), complete=False).answers for _ in range(2))
    same_text = render_text(schema, one, CONTEXT) == render_text(schema, other, CONTEXT)
    assert same_text == (one == other)


@given(texts)
def test_nothing_typed_can_pass_for_a_part_of_the_form(text: str) -> None:
    schema = parse_schema(
        {
            "version": 1,
            "title": "T",
            "kind": "intake",
            "sections": [{"title": "S", "questions": [{"key": "q", "type": "long_text", "text": "Q?"}]}],
        }
    )
    checked = validate_answers(schema, {"q": text}, complete=False).answers

    def own(rendered: str) -> list[str]:
        return [line for line in rendered.split("\n") if not line.startswith("    ")]

    blank = own(render_text(schema, {}, CONTEXT))
    assert own(render_text(schema, checked, CONTEXT)) == [
        line for line in blank if not checked or line != "(no answer)"
    ]


def test_the_hash_is_of_the_text_in_utf8() -> None:
    known = "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
    assert text_sha256("é") == known
    assert text_sha256("e") != known
