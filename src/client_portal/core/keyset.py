"""Pages of a list by key: the last page costs what the first one costs, and nothing is counted."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from client_portal.core.safe_text import check_text


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Up to one page of rows, with the cursors of the pages before and after (None at the ends)."""

    rows: list[dict[str, Any]]
    previous: str | None
    next: str | None


def page(rows: QuerySet[Any, dict[str, Any]], *, order: tuple[str, ...], size: int, cursor: str = "") -> KeysetPage:
    """Cut one page of ``size`` rows out of a ``.values()`` queryset.

    ``order`` is column names, the last one unique; a leading ``-`` on all means descending. ``cursor`` comes
    from a page before. Raises ``ValidationError`` for a cursor that isn't one of ours.
    """
    descending = order[0].startswith("-")
    names = tuple(name.lstrip("-") for name in order)
    backwards, after = _read(cursor, len(names))
    found = _found(rows, names, after, descending=descending != backwards, limit=size + 1)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(after), more) if backwards else (more, bool(after))
    return KeysetPage(
        rows=found,
        previous=_write(found[0], names, backwards=True) if found and has_previous else None,
        next=_write(found[-1], names, backwards=False) if found and has_next else None,
    )


def _beyond(names: tuple[str, ...], after: list[str], *, smaller: bool) -> Q:
    # Written as `a <= x AND (a < x OR id < y)`, which SQLite plans as an index seek; the textbook form is a scan.
    sign = "lt" if smaller else "gt"
    beyond = Q(**{f"{names[0]}__{sign}": after[0]})
    if len(names) == 1:
        return beyond
    return Q(**{f"{names[0]}__{sign}e": after[0]}) & (beyond | _beyond(names[1:], after[1:], smaller=smaller))


def _found(
    rows: QuerySet[Any, dict[str, Any]], names: tuple[str, ...], after: list[str], *, descending: bool, limit: int
) -> list[dict[str, Any]]:
    signs = "-" if descending else ""
    try:
        following = rows.filter(_beyond(names, after, smaller=descending)) if after else rows
        return list(following.order_by(*(signs + name for name in names))[:limit])
    except (ValueError, OverflowError, ValidationError) as error:
        # The cursor names something that the columns can't hold, such as a word where a number stands.
        raise _useless() from error


def _write(row: dict[str, Any], names: tuple[str, ...], *, backwards: bool) -> str:
    document = json.dumps([int(backwards), *(str(row[name]) for name in names)], separators=(",", ":"))
    return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")


def _read(cursor: str, columns: int) -> tuple[bool, list[str]]:
    if not cursor:
        return False, []
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        direction, *after = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        check_text("".join(after))
    except (TypeError, ValueError, RecursionError, ValidationError) as error:
        raise _useless() from error
    if len(after) != columns:
        raise _useless()
    return bool(direction), after


def _useless() -> ValidationError:
    return ValidationError(_("This page link is not valid. Go back to the start of the list."))
