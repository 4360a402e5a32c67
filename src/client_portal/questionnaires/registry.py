"""The kinds of questions there are. A host adds its own when Django starts: see ``QuestionType``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from client_portal.core.registry import Registry
from client_portal.questionnaires.types import Limit, Question


class QuestionType(ABC):
    """Everything that is particular to one type of question, in one place.

    Subclass it, set ``key`` and ``control``, and register an instance: ``register_question_type(MyType())``.
    A value that ``normalise`` returned must be JSON, and normalising it again must return it unchanged.
    """

    key: ClassVar[str]
    """Name of the type in a schema."""
    control: ClassVar[str]
    """Name of the form control that pages draw for it."""
    limits: ClassVar[Mapping[str, type[Limit]]] = {}
    """Limits that a question of this type may set, and the kind of value each takes."""
    has_options: ClassVar[bool] = False
    """Whether a question of this type lists options to choose from."""
    text_is_markup: ClassVar[bool] = False
    """Whether the question's text is a longer text in paragraphs, rather than one line."""
    takes_answer: ClassVar[bool] = True
    """Whether there is anything to answer."""
    is_signature: ClassVar[bool] = False
    """Whether the answer is a signature: never kept in a draft, and no part of the text that it signs."""

    def problems(self, question: Question) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the question's schema, as pairs of field name and cure."""
        yield from ()

    @abstractmethod
    def normalise(self, question: Question, raw: Any) -> Any:
        """Return the value to store, or None for no answer.

        Raises ``ValidationError`` with a sentence that tells the person what to do.
        """

    @abstractmethod
    def display(self, question: Question, value: Any) -> str:
        """Return a normalised value in the words in which it is read back."""


question_types: Registry[QuestionType] = Registry("question types")


def register_question_type(question_type: QuestionType) -> None:
    """Add a type of question."""
    question_types.register(question_type.key, question_type)


def type_of(question: Question) -> QuestionType:
    """The registered type of a question. Raises ``KeyError`` if nobody registered it."""
    return question_types[question.type]
