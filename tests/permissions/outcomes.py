"""How a request ended, and how it should have."""

from __future__ import annotations

from typing import Any

from tests.permissions.matrix import FOR_CLIENTS, Row
from tests.permissions.people import EVERYONE, NOT_SIGNED_IN, PORTAL, STAFF, TOKENS
from tests.permissions.routes import Route

IN = "in"
SIGN_IN = "sign in"
HIDDEN = "404"
FORBIDDEN = "403"

ENTERED = frozenset({200, 201, 202, 204, 400, 409, 422})
"""Statuses of those who got past the door, whatever became of what they sent."""


def outcome(response: Any, row: Row) -> str:
    """What became of a request, in the words of the matrix; else its status."""
    status = response.status_code
    if status == 401:
        return SIGN_IN
    if status in (301, 302):
        leads_to_sign_in = "/sign-in/?" in response["Location"]
        return SIGN_IN if leads_to_sign_in and row.inside != EVERYONE else IN
    if status in (403, 404):
        return str(status)
    return IN if status in ENTERED else f"status {status}"


def expected(row: Row, route: Route, name: str) -> str:
    """What should become of somebody's request."""
    person = (TOKENS[name] if route.is_api else "anonymous") if name in TOKENS else name
    if person in row.inside:
        return IN
    if row.hidden >= EVERYONE:
        return HIDDEN
    if person in NOT_SIGNED_IN:
        return SIGN_IN
    return _refusal(row, route, person)


def _refusal(row: Row, route: Route, person: str) -> str:
    belongs = person in (PORTAL if row.name in FOR_CLIENTS else STAFF)
    if route.audience == "portal":
        # Whoever has no business in this portal may still sign in as somebody else.
        return HIDDEN if belongs else SIGN_IN
    return FORBIDDEN if belongs and person not in row.hidden else HIDDEN
