"""Forms and answers made up by hypothesis."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from client_portal.questionnaires.types import FormKind, FormSchema, Option, Question, Section

words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="{}"), min_size=1, max_size=12)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
optional_lines = st.just("") | lines
markup = st.lists(
    lines | lines.map(lambda line: f"- {line}") | lines.map(lambda line: f"## {line}") | st.just(""), max_size=6
).map(lambda parts: "\n".join(parts).strip())
keys = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)


@st.composite
def options(draw: st.DrawFn) -> tuple[Option, ...]:
    values = draw(st.lists(keys, min_size=2, max_size=5, unique=True))
    labels = draw(st.lists(lines, min_size=len(values), max_size=len(values), unique=True))
    return tuple(Option(value, label) for value, label in zip(values, labels, strict=True))


@st.composite
def questions(draw: st.DrawFn, key: str) -> Question:
    kind = draw(
        st.sampled_from(
            ["short_text", "long_text", "date", "yes_no", "single_choice", "multiple_choice", "information"]
        )
    )
    limits: dict[str, Any] = {}
    if kind.endswith("_text"):
        limits = draw(st.fixed_dictionaries({}, optional={"max_length": st.integers(1, 500)}))
    if kind == "date":
        limits = draw(st.fixed_dictionaries({}, optional={"not_in_future": st.booleans()}))
    return Question(
        key=key,
        type=kind,
        text=draw(markup.filter(bool)) if kind == "information" else draw(lines),
        help=draw(optional_lines),
        required=kind != "information" and draw(st.booleans()),
        options=draw(options()) if kind.endswith("_choice") else (),
        limits=limits,
    )


SIGNATURE = Question("signature", "signature", "I agree.", required=True)
NOTE = Question("note", "long_text", "Anything else?")


@st.composite
def schemas(draw: st.DrawFn) -> FormSchema:
    kind = draw(st.sampled_from(FormKind))
    names = draw(st.lists(keys.filter(lambda key: key not in ("signature", "note")), unique=True, max_size=6))
    asked = [draw(questions(name)) for name in names]
    cut = draw(st.integers(0, len(asked)))
    parts = [part for part in (asked[:cut], asked[cut:]) if part]
    sections = [Section(draw(lines), tuple(part), draw(markup)) for part in parts]
    last = Section("The end", (NOTE, SIGNATURE) if kind is FormKind.CONSENT else (NOTE,))
    return FormSchema(draw(lines), kind, (*sections, last), summary=draw(optional_lines))


@st.composite
def answers(draw: st.DrawFn, schema: FormSchema) -> dict[str, Any]:
    """Raw answers that the form accepts, some left open."""
    given: dict[str, Any] = {}
    for question in schema.questions:
        if draw(st.booleans()):
            given[question.key] = draw(_values(question))
    return given


def _values(question: Question) -> st.SearchStrategy[Any]:
    values = [option.value for option in question.options]
    limit = int(question.limits.get("max_length", 80))
    return {
        "short_text": texts.map(lambda text: text[:limit]),
        "long_text": texts.map(lambda text: text[:limit]),
        "date": st.dates(dt.date(1900, 1, 1), dt.date(2020, 1, 1)).map(dt.date.isoformat),
        "yes_no": st.booleans(),
        "single_choice": st.sampled_from(values or [None]),
        "multiple_choice": st.lists(st.sampled_from(values or [""]), unique=True),
        "signature": st.just({"typed_name": "Maya Ellison", "agreed": True}),
        "information": st.none(),
    }[question.type]
