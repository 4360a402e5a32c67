"""A form as JSON: read with care, written back the same.

``parse_schema`` finds all that is wrong at once and says for each where it stands and what to do about it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from client_portal.questionnaires.fingerprint import canonical_json, document_sha256
from client_portal.questionnaires.placeholders import has_placeholders, unknown_placeholders
from client_portal.questionnaires.question_types import register_built_in
from client_portal.questionnaires.reader import Reader, Record
from client_portal.questionnaires.registry import QuestionType, question_types, type_of
from client_portal.questionnaires.types import FormKind, FormSchema, Limit, Option, Question, Section

VERSION = 1
MAX_SECTIONS = 50
MAX_QUESTIONS = 300
MAX_OPTIONS = 100
MAX_TITLE = 150
MAX_LINE = 200
MAX_PLAIN = 1_000
MAX_MARKUP = 20_000
MAX_KEY = 60
MAX_CHARACTERS = 500_000

KEY = re.compile(r"[a-z][a-z0-9_]*")
VALUE = re.compile(r"[a-z0-9][a-z0-9_]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")

FORM_KEYS = frozenset({"version", "title", "kind", "language", "summary", "sections"})
SECTION_KEYS = frozenset({"title", "text", "questions"})
QUESTION_KEYS = frozenset({"key", "type", "text", "help", "required", "options", "limits"})
OPTION_KEYS = frozenset({"value", "label"})

# No form can be read without the types of its questions, so whoever can read has them.
register_built_in()


def parse_schema(document: Any) -> FormSchema:
    """Read a form from JSON-able data.

    Raises ``ValidationError`` with one message per fault, such as
    ``sections[1].questions[0].options: a single choice needs at least two options``.
    """
    reader = Reader()
    schema = _form(reader.record(document, "", FORM_KEYS))
    if not reader.faults:
        for path, cure in _form_faults(schema):
            reader.complain(path, cure)
    if reader.faults:
        raise ValidationError(reader.faults)
    return schema


def dump_schema(schema: FormSchema) -> dict[str, Any]:
    """Write a form as JSON-able data; what is empty is left out. ``parse_schema`` reads it back the same."""
    document = {
        "version": schema.version,
        "title": schema.title,
        "kind": str(schema.kind),
        "language": schema.language,
        "summary": schema.summary,
        "sections": [_dump_section(section) for section in schema.sections],
    }
    return _without_empty(document)


def schema_sha256(schema: FormSchema) -> str:
    """The SHA-256 of the form's canonical JSON, in hexadecimal."""
    return document_sha256(dump_schema(schema))


def signature_question(schema: FormSchema) -> Question | None:
    """The question that the form is signed with, if it is one to sign."""
    return next((question for question in schema.questions if type_of(question).is_signature), None)


def _form(record: Record) -> FormSchema:
    version = record.value("version")
    if type(version) is not int or version != VERSION:
        record.complain("version", f"write {VERSION}, the version of this format")
    return FormSchema(
        title=_name(record, "title", MAX_TITLE, required=True),
        kind=record.choice("kind", FormKind),
        language=record.pattern("language", LANGUAGE, 'a language code such as "en-US"', default="en-US"),
        summary=_name(record, "summary", MAX_PLAIN),
        sections=tuple(_section(item) for item in record.records("sections", SECTION_KEYS, MAX_SECTIONS)),
    )


def _section(record: Record) -> Section:
    section = Section(
        title=_line(record, "title", MAX_TITLE, required=True),
        text=_markup(record, "text"),
        questions=tuple(_question(item) for item in record.records("questions", QUESTION_KEYS, MAX_QUESTIONS)),
    )
    if not (section.text or section.questions or record.has_faults):
        record.complain("questions", "add a question, or give the section a text")
    return section


def _question(record: Record) -> Question:
    question_type = _question_type(record)
    is_markup = question_type is not None and question_type.text_is_markup
    question = Question(
        key=record.pattern("key", KEY, "lower-case letters, digits and _, beginning with a letter", limit=MAX_KEY),
        type=question_type.key if question_type else "",
        text=_markup(record, "text", required=True) if is_markup else _line(record, "text", MAX_PLAIN, required=True),
        help=_line(record, "help", limit=MAX_PLAIN),
        required=record.flag("required"),
        options=_options(record, question_type),
        limits=_limits(record, question_type),
    )
    if question_type is not None and not record.has_faults:
        for name, cure in question_type.problems(question):
            record.complain(name, cure)
    return question


def _question_type(record: Record) -> QuestionType | None:
    name = record.text("type", MAX_LINE)
    if name in question_types:
        return question_types[name]
    record.complain("type", f"choose one of {', '.join(question_types)}")
    return None


def _options(record: Record, question_type: QuestionType | None) -> tuple[Option, ...]:
    if question_type is not None and not question_type.has_options and record.has("options"):
        record.complain("options", "leave them out: this type has none")
        return ()
    return tuple(_option(item) for item in record.records("options", OPTION_KEYS, MAX_OPTIONS))


def _option(record: Record) -> Option:
    return Option(
        value=record.pattern("value", VALUE, "lower-case letters, digits and _", limit=MAX_KEY),
        label=_line(record, "label", required=True),
    )


def _limits(record: Record, question_type: QuestionType | None) -> dict[str, Limit]:
    if question_type is None or not record.has("limits"):
        return {}
    limits = record.inner("limits", frozenset(question_type.limits))
    return {name: limits.of_type(name, kind) for name, kind in question_type.limits.items() if limits.has(name)}


def _name(record: Record, name: str, limit: int, *, required: bool = False) -> str:
    text = " ".join(record.text(name, limit, required=required).split())
    if has_placeholders(text):
        record.complain(name, "write it without words in braces: lists show it as it stands")
    return text


def _line(record: Record, name: str, limit: int = MAX_LINE, *, required: bool = False) -> str:
    line = " ".join(record.text(name, limit, required=required).split())
    _check_placeholders(record, name, line)
    return line


def _markup(record: Record, name: str, *, required: bool = False) -> str:
    text = record.lines(name, MAX_MARKUP, required=required)
    _check_placeholders(record, name, text)
    return text


def _check_placeholders(record: Record, name: str, text: str) -> None:
    for unknown in unknown_placeholders(text):
        record.complain(name, f"{{{unknown}}} is no placeholder; see the list in the documentation, or drop the braces")


def _form_faults(schema: FormSchema) -> Iterator[tuple[str, str]]:
    keys = Counter(question.key for question in schema.questions)
    for key in (key for key, count in keys.items() if count > 1):
        yield "sections", f"the key {key!r} is used more than once; give each question a key of its own"
    if len(schema.questions) > MAX_QUESTIONS:
        yield "sections", f"use at most {MAX_QUESTIONS} questions in a form"
    if len(canonical_json(dump_schema(schema))) > MAX_CHARACTERS:
        yield "sections", f"shorten the form: all of it may have {MAX_CHARACTERS} characters"
    if not any(type_of(question).takes_answer for question in schema.questions):
        yield "sections", "add at least one question that can be answered"
    signatures = sum(type_of(question).is_signature for question in schema.questions)
    if signatures > 1 or (schema.kind == FormKind.CONSENT and not signatures):
        yield "sections", "use one signature question: a consent has exactly one, other forms at most one"


def _dump_section(section: Section) -> dict[str, Any]:
    questions = [_dump_question(question) for question in section.questions]
    return _without_empty({"title": section.title, "text": section.text, "questions": questions})


def _dump_question(question: Question) -> dict[str, Any]:
    document = {
        "key": question.key,
        "type": question.type,
        "text": question.text,
        "help": question.help,
        "required": question.required,
        "options": [{"value": option.value, "label": option.label} for option in question.options],
        "limits": dict(question.limits),
    }
    return _without_empty(document)


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value not in ("", False, [], {})}
