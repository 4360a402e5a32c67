"""Which of the practice's own files portal users were given. Rooms that give files to clients say so here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from client_portal.core.actor import Actor
from client_portal.core.registry import Registry

Given = Callable[[Actor], "QuerySet[Any, Any]"]
"""The ids of the files that a portal user was given through one room."""

given_files: Registry[Given] = Registry("given files")


def register_given_files(room: str, given: Given) -> None:
    """Let portal users open the practice's files that ``given`` returns for them. Unregistered, they open none."""
    given_files.register(room, given)
