"""Many clients in a practice, made by the database itself."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from client_portal.people.models import Client


def add_clients(practice: Any, count: int) -> None:
    """Insert ``count`` clients with profiles by statements of the database alone, so that a million is quick."""
    client, profile = Client._meta.db_table, "client_portal_clientprofile"
    key = practice.pk.hex if connection.vendor == "sqlite" else str(practice.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"{_numbers(count)} {_insert_clients(client)}", [key])
        cursor.execute(_insert_profiles(client, profile))
        cursor.execute("ANALYZE")


def remove_clients(practice: Any) -> None:
    """Take the practice's clients and their profiles away again, by statements of the database alone."""
    key = practice.pk.hex if connection.vendor == "sqlite" else str(practice.pk)
    clients = f"SELECT id FROM {Client._meta.db_table} WHERE practice_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM client_portal_clientprofile WHERE client_id IN ({clients})", [key])
        cursor.execute(f"DELETE FROM {Client._meta.db_table} WHERE practice_id = %s", [key])
        cursor.execute("ANALYZE")


def random_keys(practice: Any, count: int) -> list[uuid.UUID]:
    """Keys of clients spread over the whole practice."""
    keys = Client.objects.filter(practice=practice).order_by("pk").values_list("pk", flat=True)
    step = max(1, keys.count() // count)
    return [keys[place] for place in range(0, step * count, step)]


def _numbers(count: int) -> str:
    if connection.vendor == "sqlite":
        return f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {int(count)})"
    return f"WITH numbers(n) AS (SELECT generate_series(1, {int(count)}))"


def _insert_clients(table: str) -> str:
    columns = "(id, first_name, last_name, email, practice_id)"
    if connection.vendor == "sqlite":
        values = "lower(hex(randomblob(16))), 'First' || (n %% 997), 'Last' || ((n * 7919) %% 99991), '', %s"
        # SQLite wants the WITH before INSERT in the same statement, which this is.
        return f"INSERT INTO {table} {columns} SELECT {values} FROM numbers"
    values = "gen_random_uuid(), 'First' || (n %% 997), 'Last' || ((n::bigint * 7919) %% 99991), '', %s"
    return f"INSERT INTO {table} {columns} SELECT {values} FROM numbers"


def _insert_profiles(clients: str, profiles: str) -> str:
    new_key = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    now = "CURRENT_TIMESTAMP"
    empty = ", ".join("''" for _ in range(14))
    columns = (
        "id, client_id, created_at, updated_at, kind, legal_name, preferred_name, pronouns, sex, gender_identity, "
        "phone, phone_kind, street, city, state, postal_code, country, time_zone, language, may_email, may_text, "
        "may_leave_voicemail, wants_reminders"
    )
    yes, no = ("1", "0") if connection.vendor == "sqlite" else ("true", "false")
    return (
        f"INSERT INTO {profiles} ({columns}) SELECT {new_key}, c.id, {now}, {now}, 'individual', {empty}, "
        f"{yes}, {no}, {no}, {yes} FROM {clients} c LEFT JOIN {profiles} p ON p.client_id = c.id WHERE p.id IS NULL"
    )
