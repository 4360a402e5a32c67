"""The question types that the portal brings."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from client_portal.core import clock
from client_portal.core.safe_text import check_text
from client_portal.questionnaires.registry import QuestionType, register_question_type
from client_portal.questionnaires.types import Option, Question

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST_YEAR = 1900
FURTHEST_ZONE_AHEAD = dt.timedelta(hours=14)
FURTHEST_ZONE_BEHIND = dt.timedelta(hours=12)

VISIBLE = frozenset("LMNPS")
"""First letters of the Unicode categories that leave ink: letters, marks, numbers, punctuation, symbols."""
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that Unicode counts as letters or symbols and every font draws as nothing."""

MAX_NAME = 200


def is_blank(text: str) -> bool:
    """Whether a text shows nothing at all when printed."""
    return not any(
        unicodedata.category(character)[0] in VISIBLE and character not in BLANK_LETTERS for character in text
    )


def clean_text(raw: Any, max_length: int) -> str | None:
    """Return a typed text with plain line ends and no blanks around it; None if it is blank.

    Raises ``ValidationError`` for anything but text, for text that can't be stored, and for more than ``max_length``
    characters.
    """
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise ValidationError(_("Write your answer as text."))
    text = check_text(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    if is_blank(text):
        return None
    if len(text) > max_length:
        message = _("Please shorten this to %(limit)d characters. It has %(length)d now.")
        raise ValidationError(message % {"limit": max_length, "length": len(text)})
    return text


class TextType(QuestionType):
    """What the two text types share."""

    limits = {"max_length": int}
    default_length: int
    greatest_length: int

    def problems(self, question: Question) -> Iterator[tuple[str, str]]:
        if not 1 <= self._max_length(question) <= self.greatest_length:
            yield "limits.max_length", f"use a number from 1 to {self.greatest_length}"

    def normalise(self, question: Question, raw: Any) -> str | None:
        return clean_text(raw, self._max_length(question))

    def display(self, question: Question, value: str) -> str:
        return value

    def _max_length(self, question: Question) -> int:
        return int(question.limits.get("max_length", self.default_length))


class ShortText(TextType):
    """One line of text."""

    key = control = "short_text"
    default_length = 200
    greatest_length = 500

    def normalise(self, question: Question, raw: Any) -> str | None:
        text = super().normalise(question, raw)
        return None if text is None else " ".join(text.split())


class LongText(TextType):
    """Several lines of text."""

    key = control = "long_text"
    default_length = 5_000
    greatest_length = 20_000


class DateType(QuestionType):
    """A calendar date, stored as ``YYYY-MM-DD``."""

    key = control = "date"
    limits = {"not_in_future": bool, "not_in_past": bool}

    def problems(self, question: Question) -> Iterator[tuple[str, str]]:
        if question.limits.get("not_in_future") and question.limits.get("not_in_past"):
            yield "limits", "choose not_in_future or not_in_past; together they leave only today"

    def normalise(self, question: Question, raw: Any) -> str | None:
        date = self._date(raw)
        if date is None:
            return None
        if date.year < EARLIEST_YEAR:
            raise ValidationError(_("Check the year: it needs four digits, such as 1985."))
        # Nobody told us the person's zone, so "today" is any date that is today somewhere on earth.
        now = clock.now()
        if question.limits.get("not_in_future") and date > (now + FURTHEST_ZONE_AHEAD).date():
            raise ValidationError(_("This date is in the future. Enter today's date or an earlier one."))
        if question.limits.get("not_in_past") and date < (now - FURTHEST_ZONE_BEHIND).date():
            raise ValidationError(_("This date is in the past. Enter today's date or a later one."))
        return date.isoformat()

    def display(self, question: Question, value: str) -> str:
        return date_format(dt.date.fromisoformat(value), "DATE_FORMAT")

    @staticmethod
    def _date(raw: Any) -> dt.date | None:
        if raw is None or (isinstance(raw, dt.date) and not isinstance(raw, dt.datetime)):
            return raw
        if isinstance(raw, str) and not raw.strip():
            return None
        try:
            if isinstance(raw, str) and ISO_DATE.fullmatch(raw.strip()):
                return dt.date.fromisoformat(raw.strip())
        except ValueError:
            raise ValidationError(_("There is no such day. Check the day and the month.")) from None
        raise ValidationError(_("Enter the date as year, month and day, such as 1985-03-27."))


class YesNo(QuestionType):
    """Yes or no; "no" is an answer too."""

    key = control = "yes_no"
    words = {"yes": True, "true": True, "no": False, "false": False}

    def normalise(self, question: Question, raw: Any) -> bool | None:
        if raw is None or raw == "":
            return None
        value = self.words.get(raw) if isinstance(raw, str) else raw
        if not isinstance(value, bool):
            raise ValidationError(_("Choose yes or no."))
        return value

    def display(self, question: Question, value: bool) -> str:
        return _("Yes") if value else _("No")


class ChoiceType(QuestionType):
    """What the two choice types share."""

    has_options = True

    def problems(self, question: Question) -> Iterator[tuple[str, str]]:
        if len(question.options) < 2:
            yield "options", f"a {self.key.replace('_', ' ')} needs at least two options"
        values = [option.value for option in question.options]
        if len(set(values)) < len(values):
            yield "options", "give each option a value of its own"
        if len({option.label for option in question.options}) < len(values):
            yield "options", "give each option a label of its own"

    @staticmethod
    def _option(question: Question, value: Any) -> Option:
        for option in question.options:
            if option.value == value:
                return option
        raise ValidationError(_("Choose from the options given."))


class SingleChoice(ChoiceType):
    """One of several options."""

    key = control = "single_choice"

    def normalise(self, question: Question, raw: Any) -> str | None:
        return None if raw is None or raw == "" else self._option(question, raw).value

    def display(self, question: Question, value: str) -> str:
        return self._option(question, value).label


class MultipleChoice(ChoiceType):
    """Any of several options, stored in the order in which the form lists them."""

    key = control = "multiple_choice"

    def normalise(self, question: Question, raw: Any) -> list[str] | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, list | tuple) or len(raw) > len(question.options):
            raise ValidationError(_("Choose from the options given."))
        chosen = [self._option(question, value).value for value in raw]
        return [option.value for option in question.options if option.value in chosen] or None

    def display(self, question: Question, value: list[str]) -> str:
        return "\n".join(self._option(question, item).label for item in value)


class SignatureType(QuestionType):
    """A typed name and a tick. The question's text is what the tick says, word for word."""

    key = control = "signature"
    is_signature = True

    def problems(self, question: Question) -> Iterator[tuple[str, str]]:
        if not question.required:
            yield "required", "set it to true: a signature is never optional"

    def normalise(self, question: Question, raw: Any) -> dict[str, Any] | None:
        if raw is None:
            return None
        if not isinstance(raw, dict) or not raw.keys() <= {"typed_name", "agreed"}:
            raise ValidationError(_("Type your name and tick the box to sign."))
        name = clean_text(raw.get("typed_name"), MAX_NAME)
        if name is None or not any(character.isalpha() for character in name):
            raise ValidationError(_("Type your full name to sign."))
        if raw.get("agreed") is not True:
            raise ValidationError(_("Tick the box to show that you agree."))
        return {"typed_name": " ".join(name.split()), "agreed": True}

    def display(self, question: Question, value: dict[str, Any]) -> str:
        return _("Signed by %(name)s") % {"name": value["typed_name"]}


class Information(QuestionType):
    """Text to read, with nothing to answer."""

    key = control = "information"
    text_is_markup = True
    takes_answer = False

    def problems(self, question: Question) -> Iterator[tuple[str, str]]:
        if question.required:
            yield "required", "leave it out: there is nothing to answer in an information block"

    def normalise(self, question: Question, raw: Any) -> None:
        if raw is not None:
            raise ValidationError(_("There is nothing to answer here."))

    def display(self, question: Question, value: None) -> str:
        return ""


BUILT_IN = (
    ShortText(),
    LongText(),
    DateType(),
    YesNo(),
    SingleChoice(),
    MultipleChoice(),
    SignatureType(),
    Information(),
)


def register_built_in() -> None:
    """Register what the portal brings; doing it twice does nothing."""
    for question_type in BUILT_IN:
        register_question_type(question_type)
