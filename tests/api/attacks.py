"""What those send who mean ill, or whose program is wrong, to an endpoint that reads JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from client_portal.audit.models import AuditEvent
from client_portal.core.models import OutboxMessage

HUGE = b'{"a": "' + b"x" * 10_000_000 + b'"}'
NOT_OBJECTS = (b"null", b"[]", b"5", b'"text"', b"{", b'{"a": NaN}', b'{"a": "\\u0000"}')
STRANGE: tuple[Any, ...] = (None, True, -1, 1.5, 10**20, "", "x" * 6_000, "2020-02-30", [], [[]], ["x"], {"a": ["b"]})


def send(api: Any, method: str, path: str, body: Any, **headers: Any) -> Any:
    """One request; ``body`` is text of JSON, or what is to become it."""
    raw = body if isinstance(body, bytes) else json.dumps(body)
    return getattr(api, method)(path, raw, content_type="application/json", **headers)


def refuses_what_is_no_body_of_it(api: Any, method: str, path: str) -> None:
    """Assert that an endpoint refuses ten megabytes, what is no JSON object, fields that it doesn't have and forms."""
    before = deeds()
    assert send(api, method, path, HUGE).status_code == 413
    assert [send(api, method, path, body).status_code for body in NOT_OBJECTS] == [400] * len(NOT_OBJECTS)
    answer = send(api, method, path, {"surprise": 1})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["surprise"])
    form = getattr(api, method)(path, "surprise=1", content_type="application/x-www-form-urlencoded")
    assert form.status_code == 415
    assert deeds() == before


def bears_strange_values(api: Any, method: str, path: str, right: dict[str, Any]) -> None:
    """Assert that no strange value in any field of a right body makes a fault of ours; nothing of it is kept."""
    for body in _strange(right):
        with transaction.atomic():
            answer = send(api, method, path, body)
            transaction.set_rollback(True)
        assert answer.status_code < 500, body
        if answer.status_code >= 400:
            assert answer.json()["status"] == answer.status_code


def deeds() -> tuple[int, int]:
    """How much was written down as done, and how much was promised to be sent."""
    return AuditEvent.objects.count(), OutboxMessage.objects.count()


def _strange(right: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in right:
        for value in STRANGE:
            yield {**right, name: value}
