"""How long a form takes."""

from __future__ import annotations

import math

from client_portal.questionnaires.registry import type_of
from client_portal.questionnaires.types import FormSchema

WORDS_PER_MINUTE = 200
SECONDS_PER_QUESTION = 20


def estimated_minutes(schema: FormSchema) -> int:
    """Whole minutes to read and answer the form, at least one."""
    asked = sum(type_of(question).takes_answer for question in schema.questions)
    return max(1, math.ceil(word_count(schema) / WORDS_PER_MINUTE + asked * SECONDS_PER_QUESTION / 60))


def word_count(schema: FormSchema) -> int:
    """Number of words that a person reads in the form, options included."""
    texts = [schema.summary]
    for section in schema.sections:
        texts += [section.title, section.text]
    for question in schema.questions:
        texts += [question.text, question.help, *(option.label for option in question.options)]
    return sum(len(text.split()) for text in texts)
