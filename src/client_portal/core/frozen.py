"""Rows that the database itself refuses to change: triggers on SQLite and PostgreSQL.

Other databases have the models' own refusal alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Frozen:
    """What can't change: columns of a table (all, if none are named), while ``condition`` on the old row holds."""

    table: str
    columns: tuple[str, ...] = ()
    condition: str = ""
    may_be_deleted: bool = False

    @property
    def name(self) -> str:
        """The start of the triggers' names."""
        return f"{self.table}_frozen"


FROZEN = (
    Frozen("client_portal_auditevent"),
    Frozen("client_portal_formversion", columns=("form_id", "number", "schema", "schema_sha256", "published_at")),
    Frozen(
        "client_portal_response",
        columns=("client_id", "form_version_id", "answers", "status", "completed_at"),
        condition="OLD.status = 'completed'",
        may_be_deleted=True,
    ),
    Frozen(
        "client_portal_signature",
        columns=(
            "response_id",
            "signer_id",
            "typed_name",
            "relationship",
            "intent",
            "agreed",
            "is_reused",
            "rendered_text",
            "text_sha256",
            "seal",
            "signed_at",
            "ip",
            "user_agent",
        ),
        may_be_deleted=True,
    ),
)


def install(connection: Any) -> None:
    """Make the triggers on a database that can have them."""
    for statement in _statements(connection.vendor):
        _run(connection, statement)


def uninstall(connection: Any) -> None:
    """Take the triggers away, as before a table is dropped."""
    for rows in FROZEN:
        for deed in ("update", "delete"):
            on_table = f" ON {rows.table}" if connection.vendor == "postgresql" else ""
            if connection.vendor in ("sqlite", "postgresql"):
                _run(connection, f"DROP TRIGGER IF EXISTS {rows.name}_{deed}{on_table}")
    if connection.vendor == "postgresql":
        _run(connection, "DROP FUNCTION IF EXISTS client_portal_refuse()")


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [_sqlite(rows, deed) for rows, deed in _deeds()]
    if vendor == "postgresql":
        refuse = (
            "BEGIN RAISE EXCEPTION 'client_portal: this row is frozen' "
            "USING ERRCODE = 'integrity_constraint_violation'; END"
        )
        function = f"CREATE OR REPLACE FUNCTION client_portal_refuse() RETURNS trigger LANGUAGE plpgsql AS $${refuse}$$"
        return [function, *(_postgresql(rows, deed) for rows, deed in _deeds())]
    return []


def _deeds() -> list[tuple[Frozen, str]]:
    return [
        (rows, deed) for rows in FROZEN for deed in ("update", "delete") if deed == "update" or not rows.may_be_deleted
    ]


def _head(rows: Frozen, deed: str) -> str:
    of_columns = (
        " OF " + ", ".join(f'"{column}"' for column in rows.columns) if deed == "update" and rows.columns else ""
    )
    return f"CREATE TRIGGER {rows.name}_{deed} BEFORE {deed.upper()}{of_columns} ON {rows.table} FOR EACH ROW"


def _sqlite(rows: Frozen, deed: str) -> str:
    when = f" WHEN {rows.condition}" if rows.condition else ""
    return f"{_head(rows, deed)}{when} BEGIN SELECT RAISE(ABORT, 'client_portal: this row is frozen'); END"


def _postgresql(rows: Frozen, deed: str) -> str:
    when = f" WHEN ({rows.condition})" if rows.condition else ""
    return f"{_head(rows, deed)}{when} EXECUTE FUNCTION client_portal_refuse()"


def _run(connection: Any, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
