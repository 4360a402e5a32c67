"""Reading untrusted JSON field by field, keeping note of every fault by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from client_portal.core.safe_text import check_text

Choice = TypeVar("Choice", bound=StrEnum)

MAX_FAULTS = 50

KINDS = {bool: "true or false", int: "a whole number", str: "a text"}


@dataclass(slots=True)
class Reader:
    """Collects the faults of one document, each as ``path: cure``; at most ``MAX_FAULTS`` of them."""

    faults: list[str] = field(default_factory=list)
    count: int = 0

    def complain(self, path: str, cure: str) -> None:
        """Note a fault."""
        self.count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(f"{path}: {cure}" if path else cure)

    def record(self, value: Any, path: str, allowed: frozenset[str]) -> Record:
        """Read an object that has only the allowed keys."""
        if not isinstance(value, dict):
            self.complain(path, "write an object with named values")
            return Record(self, path, {})
        for name in value:
            if name not in allowed:
                known = ", ".join(sorted(allowed)) or "none"
                self.complain(path, f"{ascii(name)[:60]} is not known here; known: {known}")
        return Record(self, path, value)


class Record:
    """One object of the document. Each method reads one value; a fault is noted and a harmless value returned."""

    def __init__(self, reader: Reader, path: str, values: dict[str, Any]) -> None:
        self.reader = reader
        self.path = path
        self.values = values
        self.faults_before = reader.count

    @property
    def has_faults(self) -> bool:
        """Whether anything was wrong since reading of this object began."""
        return self.reader.count > self.faults_before

    def complain(self, name: str, cure: str) -> None:
        """Note a fault of one value."""
        self.reader.complain(f"{self.path}.{name}" if self.path else name, cure)

    def has(self, name: str) -> bool:
        """Whether the value is there."""
        return name in self.values

    def value(self, name: str) -> Any:
        """The value as it stands; None if it isn't there."""
        return self.values.get(name)

    def text(self, name: str, limit: int, *, required: bool = False) -> str:
        """A text of at most ``limit`` characters that can be stored, with plain line ends and no blanks around it."""
        value = self.values.get(name, "")
        if not isinstance(value, str):
            self.complain(name, "write a text in quotation marks")
            return ""
        return self._checked(name, value, limit, required=required)

    def lines(self, name: str, limit: int, *, required: bool = False) -> str:
        """Like ``text``; a list of lines is taken as well."""
        value = self.values.get(name, "")
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            return self._checked(name, "\n".join(value), limit, required=required)
        return self.text(name, limit, required=required)

    def pattern(self, name: str, pattern: re.Pattern[str], meaning: str, *, limit: int = 60, default: str = "") -> str:
        """A short text of a certain shape; ``meaning`` says which."""
        if default and not self.has(name):
            return default
        value = self.values.get(name)
        if isinstance(value, str) and len(value) <= limit and pattern.fullmatch(value):
            return value
        self.complain(name, f"use {meaning}, at most {limit} characters")
        return default

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        """One of the values of an enumeration."""
        value = self.values.get(name)
        if isinstance(value, str) and value in list(choices):
            return choices(value)
        self.complain(name, f"choose one of {', '.join(choices)}")
        return next(iter(choices))

    def flag(self, name: str) -> bool:
        """True or false; false if it isn't there."""
        return bool(self.of_type(name, bool)) if self.has(name) else False

    def of_type(self, name: str, kind: type[Any]) -> Any:
        """A value of exactly this type: ``bool``, ``int`` or ``str``."""
        value = self.values.get(name)
        if type(value) is not kind:
            self.complain(name, f"write {KINDS[kind]}")
            return kind()
        return self._checked(name, value, 200) if isinstance(value, str) else value

    def inner(self, name: str, allowed: frozenset[str]) -> Record:
        """An object within this one."""
        return self.reader.record(self.values.get(name), f"{self.path}.{name}", allowed)

    def records(self, name: str, allowed: frozenset[str], most: int) -> Iterator[Record]:
        """A list of objects, at most ``most`` of them."""
        values = self.values.get(name, [])
        if not isinstance(values, list):
            self.complain(name, "write a list")
            return
        if len(values) > most:
            self.complain(name, f"use at most {most}; there are {len(values)}")
        prefix = f"{self.path}.{name}" if self.path else name
        for index, value in enumerate(values[:most]):
            yield self.reader.record(value, f"{prefix}[{index}]", allowed)

    def _checked(self, name: str, value: str, limit: int, *, required: bool = False) -> str:
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if required and not text:
            self.complain(name, "write a text; it can't be empty")
        if len(text) > limit:
            self.complain(name, f"shorten it to {limit} characters; it has {len(text)}")
        try:
            return check_text(text)
        except ValidationError:
            self.complain(name, "remove the characters that can't be stored, and type the text again")
            return ""
