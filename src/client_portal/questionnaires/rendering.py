"""A form as people read it: as pieces for a page, and as the exact plain text that is signed.

The plain text is canonical: the same form, answers and names give the same text, byte for byte. Lines of answers are
indented and no other line is, so that nothing typed into an answer can pass for a part of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils import translation
from django.utils.translation import gettext as _

from client_portal.questionnaires.markup import Bullets, Heading, Paragraph, Piece, parse_markup
from client_portal.questionnaires.placeholders import RenderContext, fill_in
from client_portal.questionnaires.registry import type_of
from client_portal.questionnaires.types import FormSchema, Question, Section

INDENT = "    "


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its placeholders filled in, and its answer in words; empty where there is none."""

    kind: ClassVar[str] = "question"
    question: Question
    answer: str

    @property
    def control(self) -> str:
        """Name of the form control that asks this question."""
        return type_of(self.question).control


Block = Piece | Answered


def form_blocks(schema: FormSchema, answers: Mapping[str, Any], context: RenderContext) -> list[Block]:
    """The whole form as blocks: each section's heading, its text, its questions with their answers in words."""
    return [block for section in schema.sections for block in section_blocks(section, answers, context)]


def section_blocks(section: Section, answers: Mapping[str, Any], context: RenderContext) -> list[Block]:
    """One section as blocks, for forms that are asked page by page."""
    return [
        Heading(fill_in(section.title, context), level=2),
        *_pieces(section.text, context),
        *(block for question in section.questions for block in _question_blocks(question, answers, context)),
    ]


def render_text(schema: FormSchema, answers: Mapping[str, Any], context: RenderContext) -> str:
    """The canonical plain text of the form with its answers, in the form's own language.

    What a signature adds (name, moment, place) is not part of the text that is signed.
    """
    with translation.override(schema.language.lower()):
        lines = [schema.title, "=" * len(schema.title), "", *_header(context)]
        for block in form_blocks(schema, answers, context):
            lines += ["", *_lines(block)]
    return "\n".join(lines) + "\n"


def _pieces(text: str, context: RenderContext) -> Iterator[Piece]:
    # Markup is read before names are filled in, so that a name can never become a heading.
    for piece in parse_markup(text):
        if isinstance(piece, Bullets):
            yield Bullets(tuple(fill_in(item, context) for item in piece.items))
        else:
            yield replace(piece, text=fill_in(piece.text, context))


def _question_blocks(question: Question, answers: Mapping[str, Any], context: RenderContext) -> Iterator[Block]:
    question_type = type_of(question)
    if question_type.text_is_markup:
        yield from _pieces(question.text, context)
        return
    value = answers.get(question.key)
    filled = replace(question, text=fill_in(question.text, context), help=fill_in(question.help, context))
    yield Answered(filled, "" if value is None else question_type.display(question, value))


def _header(context: RenderContext) -> list[str]:
    practice = fill_in("{practice_name}", context)
    client = fill_in("{client_name}", context)
    return [_("Practice: %(name)s") % {"name": practice}, _("Client: %(name)s") % {"name": client}]


def _lines(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"{'#' * block.level} {block.text}"]
    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, Bullets):
        return [f"- {item}" for item in block.items]
    return _question_lines(block)


def _question_lines(block: Answered) -> list[str]:
    lines = [block.question.text, *([block.question.help] if block.question.help else [])]
    if type_of(block.question).is_signature:
        return lines
    if not block.answer:
        return [*lines, _("(no answer)")]
    return [*lines, *(INDENT + line for line in block.answer.split("\n"))]
