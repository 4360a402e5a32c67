"""What was published, completed, signed or recorded can't be changed, not even by SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from client_portal.audit.models import AuditEvent
from client_portal.audit.selectors import verify_chain
from client_portal.core import frozen


@pytest.fixture(autouse=True)
def triggers(db: None) -> None:
    """Triggers as the migration makes them, whatever a test before this one has taken away."""
    frozen.uninstall(connection)
    frozen.install(connection)


def run(statement: str) -> None:
    """One statement past all models."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.spec("AUDIT-1")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE client_portal_auditevent SET action = 'nothing.happened'",
        "UPDATE client_portal_auditevent SET at = '2020-01-01 00:00:00+00:00'",
        "DELETE FROM client_portal_auditevent",
    ],
)
def test_sql_cannot_change_the_audit_log(practice: Any, statement: str) -> None:
    before = list(AuditEvent.objects.values_list("hash", flat=True))
    assert before
    with pytest.raises(DatabaseError, match="frozen"):
        run(statement)
    assert list(AuditEvent.objects.values_list("hash", flat=True)) == before
    assert verify_chain(practice) == []


@pytest.mark.spec("AUDIT-1")
def test_the_log_still_grows(practice: Any, client_record: Any) -> None:
    assert AuditEvent.objects.filter(action="client.created").count() == 1
