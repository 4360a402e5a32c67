"""The database of a test run, from ``CLIENT_PORTAL_TEST_DATABASE_URL``; SQLite in memory where it isn't set."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

VARIABLE = "CLIENT_PORTAL_TEST_DATABASE_URL"

SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ":memory:",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}


def database(environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Settings of the default database; ``ValueError`` for an address that is neither PostgreSQL nor SQLite."""
    address = (os.environ if environment is None else environment).get(VARIABLE, "")
    if not address:
        return dict(SQLITE)
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {**SQLITE, "NAME": unquote(parts.path.removeprefix("/")) or ":memory:"}
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"{VARIABLE} begins with {parts.scheme!r}; write postgresql://user:password@host:port/name."
        raise ValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")) or "client_portal",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
