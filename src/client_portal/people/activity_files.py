"""The log as a file: CSV for spreadsheets, JSON for programs. Pure, and written bit by bit."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from client_portal.people.selectors.activity import Deed

COLUMNS = (
    "number",
    "at",
    "what",
    "action",
    "who",
    "login",
    "capacity",
    "client_id",
    "client_name",
    "object_type",
    "object_id",
    "ip",
    "hash",
)
ACTING = ("=", "+", "-", "@", "\t", "\r")
"""How a text starts that a spreadsheet would calculate."""


class _Line:
    """What the CSV writer writes to: a line that is handed on."""

    def write(self, text: str) -> str:
        return text


def as_csv(deeds: Iterable[Deed]) -> Iterator[str]:
    """Lines with a head, times in UTC. No cell is one that a spreadsheet would calculate."""
    writer: Any = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for deed in deeds:
        yield writer.writerow([_inert(value) for value in _facts(deed).values()])


def as_json(deeds: Iterable[Deed]) -> Iterator[str]:
    """An array of objects, one to a line, times in UTC."""
    before = "[\n"
    for deed in deeds:
        yield before + json.dumps(_facts(deed), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _facts(deed: Deed) -> dict[str, Any]:
    facts = {name: getattr(deed, name) for name in COLUMNS}
    return facts | {
        "at": deed.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "what": str(deed.what),
        "capacity": str(deed.capacity),
        "ip": deed.ip or "",
    }


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(ACTING) else value
