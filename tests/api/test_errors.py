"""Refusals are problem details; no input makes a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from client_portal import swap
from client_portal.core.models import OutboxMessage

pytestmark = pytest.mark.django_db


def count_clients() -> int:
    return swap.model("Client")._default_manager.count()


def test_nobody_gets_401_and_strangers_404(caller: Any, address: Any, other_practice: Any, maya: Any) -> None:
    anonymous = caller().get(address("portal"))
    assert anonymous.status_code == 401
    assert anonymous["Content-Type"] == "application/problem+json"
    assert caller(maya).get(address("portal")).status_code == 404


@pytest.mark.spec("STAFF-4")
def test_another_practice_is_not_there(caller: Any, other_practice: Any, administrator: Any) -> None:
    path = f"/portal/api/v1/practices/{other_practice.client_portal_settings.pk}/portal/"
    answer = caller(administrator.user).get(path)
    unknown = caller(administrator.user).get("/portal/api/v1/practices/00000000-0000-0000-0000-000000000000/portal/")
    assert (answer.status_code, answer.json()) == (404, unknown.json())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[1]", 400),
        (b'"text"', 400),
        (b'{"first_name": "a\\u0000b", "last_name": "x"}', 400),
        (b'{"first_name": "\\ud800", "last_name": "x"}', 400),
        (b'{"first_name": NaN, "last_name": "x"}', 400),
        (b'{"first_name": ' + b"[" * 5000 + b"]" * 5000 + b', "last_name": "x"}', 400),
        (b'{"first_name": "' + b"x" * 10_000_000 + b'", "last_name": "x"}', 413),
        (b"\xff\xfe", 400),
        (b'{"first_name": "", "last_name": " "}', 400),
        (b'{"first_name": "A", "last_name": "B", "practice": "1"}', 400),
        (b'{"first_name": "A", "last_name": "B", "birth_date": "2999-01-01"}', 400),
        (b'{"first_name": "A", "last_name": "B", "kind": "couple"}', 400),
    ],
)
def test_bad_input_is_an_error_of_the_request_and_changes_nothing(
    caller: Any, address: Any, administrator: Any, body: bytes, status: int
) -> None:
    before = count_clients(), OutboxMessage.objects.count()
    answer = caller(administrator.user).post(address("clients"), body, content_type="application/json")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert (count_clients(), OutboxMessage.objects.count()) == before


@pytest.mark.parametrize("query", ["search=%00", "cursor=x", "search=%ED%A0%80", "cursor=%00", "state=%00"])
def test_bad_queries_are_errors_of_the_request(caller: Any, address: Any, administrator: Any, query: str) -> None:
    answer = caller(administrator.user).get(f"{address('clients')}?{query}")
    assert answer.status_code in (200, 400)


def test_field_errors_are_named(caller: Any, address: Any, administrator: Any) -> None:
    answer = caller(administrator.user).post(
        address("portal_link"), json.dumps({"slug": "two words"}), content_type="application/json"
    )
    assert answer.status_code == 400
    assert "slug" in answer.json()["errors"]


def test_a_session_needs_the_csrf_token(practice: Any, address: Any, administrator: Any) -> None:
    api = APIClient(enforce_csrf_checks=True)
    api.force_login(administrator.user)
    before = count_clients()
    answer = api.post(address("clients"), {"first_name": "A", "last_name": "B"}, format="json")
    assert answer.status_code == 403
    assert count_clients() == before


def test_answers_are_kept_nowhere(caller: Any, address: Any, administrator: Any) -> None:
    answer = caller(administrator.user).get(address("portal"))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
