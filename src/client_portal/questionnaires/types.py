"""What a form is made of. Pure values: a form version in the database is one ``FormSchema`` as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Limit = bool | int | str
"""The value of one limit of a question."""


class FormKind(StrEnum):
    """What a form is for, which decides where it is offered."""

    CONSENT = "consent"
    INTAKE = "intake"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is stored, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something to answer, to sign or to read.

    ``type`` is the key of a registered question type, which says which ``limits`` there are and what they mean.
    ``text`` of an information block is markup (see ``rendering``), of any other question a plain line.
    """

    key: str
    type: str
    text: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, under one heading. ``text`` introduces them, as markup."""

    title: str
    questions: tuple[Question, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class FormSchema:
    """A whole form. ``version`` is the version of this format, not of the form."""

    title: str
    kind: FormKind
    sections: tuple[Section, ...]
    summary: str = ""
    language: str = "en-US"
    version: int = 1

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of all sections, in order."""
        return tuple(question for section in self.sections for question in section.questions)
