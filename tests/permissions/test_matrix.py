"""Every address and method of the portal, every kind of person: who gets in, and what the others see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from client_portal.core.models import RateLimitWindow
from tests.examples import IS_THOROUGH
from tests.permissions import stage as staging
from tests.permissions.bodies import BODIES, QUERIES
from tests.permissions.matrix import ANSWERS, INFORMATION, MATRIX, SEES_CLIENT, Row
from tests.permissions.outcomes import IN, expected, outcome
from tests.permissions.people import (
    ACTORS,
    ADMINISTRATOR_ELSEWHERE,
    CLIENT,
    CLIENT_ELSEWHERE,
    GUARDIAN,
    REPRESENTATIVES,
    TOKENS,
)
from tests.permissions.routes import routes
from tests.permissions.stage import Stage

SECRETS = {
    staging.LAST_NAME: SEES_CLIENT | {CLIENT, GUARDIAN},
    staging.PRONOUNS: INFORMATION | {CLIENT, GUARDIAN},
    staging.ANSWER: ANSWERS | {CLIENT},
    staging.ELSEWHERE: frozenset({CLIENT_ELSEWHERE, ADMINISTRATOR_ELSEWHERE}),
}
"""What was planted on the stage, and who may ever read it."""


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def knock(stage: Stage, row: Row, name: str, **changed: Any) -> Any:
    """One request of somebody at a door of the matrix; the answer is read to its end."""
    route = routes()[row.name]
    if "client_id" in route.captures and "client_id" not in changed:
        changed["client_id"] = stage.clients[row.on].client_portal_profile.pk
    if "step" in route.captures:
        changed["step"] = row.step
    key = f"{row.name} {row.method}"
    path = stage.path(route, **changed)
    body = BODIES[key](stage) if key in BODIES else None
    address = f"{path}?{QUERIES[key]}" if key in QUERIES else path
    response = stage.callers[name].send(row.method, address, body, is_api=route.is_api)
    response.text_read = read(response)
    return response


def read(response: Any) -> str:
    return str(response.getvalue().decode(errors="replace"))


def digest() -> dict[str, str]:
    """A digest of each table, but for sessions and the counters of tries."""
    digests = {}
    kept = [
        model for model in apps.get_models() if model is not RateLimitWindow and model._meta.app_label != "sessions"
    ]
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in kept):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 - a table's name, of our own
            digests[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return digests


def test_every_address_and_method_has_its_row() -> None:
    there = {(route.name, method) for route in routes().values() for method in route.methods}
    assert there - MATRIX.keys() == set(), "say in matrix.py who gets in there"
    assert MATRIX.keys() - there == set(), "matrix.py has rows of addresses that are gone"


def test_the_matrix_is_as_large_as_it_says() -> None:
    cells = len(MATRIX) * len(ACTORS)
    print(f"\n{len(routes())} addresses, {len(MATRIX)} doors, {len(ACTORS)} kinds of people, {cells} cells")  # noqa: T201
    assert len(ACTORS) >= 22
    assert cells >= 4900


@pytest.mark.spec("STAFF-4")
@pytest.mark.parametrize("name", ACTORS if IS_THOROUGH else REPRESENTATIVES)
def test_everybody_gets_in_where_they_should_and_nowhere_else(stage: Stage, name: str) -> None:
    """Refused requests are not rolled back: that they changed nothing is compared at the end."""
    before = digest()
    person = TOKENS.get(name, name)
    banned = [secret for secret, readers in SECRETS.items() if person not in readers]
    problems = []
    for row in MATRIX.values():
        with transaction.atomic():
            response = knock(stage, row, name)
            came = outcome(response, row)
            transaction.set_rollback(came == IN)
        wanted = expected(row, routes()[row.name], name)
        if came != wanted:
            problems.append(f"{row.method} {row.name}: {came}, should be {wanted}")
        problems += [f"{row.method} {row.name} tells {secret}" for secret in banned if secret in response.text_read]
    assert not problems, f"{name}\n" + "\n".join(problems)
    assert digest() == before, f"{name}: a refused request has changed something"
