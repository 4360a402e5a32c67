"""The tiny markup of longer texts, line by line; a page prints the pieces and never parses HTML.

A blank line ends a paragraph, ``## `` begins a subheading, ``- `` begins an item of a list. Nothing else means
anything: every other character is itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 2 of a section, level 3 within its text."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; lines that follow one another without a blank line are one."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of items without an order."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


Piece = Heading | Paragraph | Bullets

HEADING = "## "
BULLET = "- "


def parse_markup(text: str) -> list[Piece]:
    """Split a text into its pieces, in order."""
    return [piece for mark, lines in groupby(text.split("\n"), key=_mark) for piece in _pieces(mark, list(lines))]


def _mark(line: str) -> str:
    if not line.strip():
        return ""
    return next((mark for mark in (HEADING, BULLET) if line.startswith(mark)), "text")


def _pieces(mark: str, lines: list[str]) -> Iterator[Piece]:
    bare = [line.removeprefix(mark).strip() for line in lines]
    if mark == HEADING:
        yield from (Heading(line) for line in bare)
    elif mark == BULLET:
        yield Bullets(tuple(bare))
    elif mark:
        yield Paragraph(" ".join(bare))
