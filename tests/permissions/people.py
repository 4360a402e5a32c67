"""The people of the matrix: everybody who could knock at a door, signed in as they would be."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.test import Client

ANONYMOUS = "anonymous"
INVITED = "invited"
"""Nobody by login, but with the links of an invitation, a staff invitation and a password reset opened."""
DEACTIVATED = "deactivated client"
"""A login that was closed while its session went on."""

CLIENT = "client"
MINOR = "minor"
GUARDIAN = "guardian"
"""Reaches the client with ``information.view`` alone."""
GUARDIAN_EXPIRED = "guardian expired"
CONTACT = "contact"
"""A contact of the client with a login, and no grant."""
ARCHIVED = "archived client"
CLIENT_ELSEWHERE = "client of another practice"

PRACTITIONER = "practitioner"
"""Assigned to the client."""
OTHER_PRACTITIONER = "other practitioner"
"""Of the same practice, without the client."""
ADDED = "added staff"
"""A supervisor who was given the client through *Manage access*."""
SUPERVISOR = "supervisor"
SCHEDULER = "scheduler"
BILLER = "biller"
FORMS_ADMINISTRATOR = "forms administrator"
ADMINISTRATOR = "administrator"
ADMINISTRATOR_ELSEWHERE = "administrator of another practice"
SUPERUSER = "superuser"
"""Of the site, without a membership."""

TOKENS = {"token of the client": CLIENT, "token of the practitioner": PRACTITIONER}
"""Holders of an API token, and whose it is. For pages they are nobody."""

STAFF = frozenset(
    {
        PRACTITIONER,
        OTHER_PRACTITIONER,
        ADDED,
        SUPERVISOR,
        SCHEDULER,
        BILLER,
        FORMS_ADMINISTRATOR,
        ADMINISTRATOR,
    }
)
PORTAL = frozenset({CLIENT, MINOR, GUARDIAN})
STRANGERS = frozenset({GUARDIAN_EXPIRED, CONTACT, ARCHIVED, CLIENT_ELSEWHERE, ADMINISTRATOR_ELSEWHERE, SUPERUSER})
SIGNED_IN = STAFF | PORTAL | STRANGERS
NOT_SIGNED_IN = frozenset({ANONYMOUS, INVITED, DEACTIVATED})
EVERYONE = SIGNED_IN | NOT_SIGNED_IN
ACTORS = (*sorted(EVERYONE), *TOKENS)
REPRESENTATIVES = (ANONYMOUS, CLIENT, GUARDIAN, OTHER_PRACTITIONER, SCHEDULER, ADMINISTRATOR, ADMINISTRATOR_ELSEWHERE)
"""Those who knock in every run; all of them do in a thorough one."""


@dataclass
class Caller:
    """Somebody with a browser or a token. Each request starts from the session that they came with."""

    name: str
    token: str = ""
    cookies: SimpleCookie[str] = field(default_factory=SimpleCookie)

    def send(self, method: str, path: str, body: Any = None, *, is_api: bool = False, **headers: str) -> Any:
        """Make one request; a fault of ours comes back as a 500."""
        browser = Client(raise_request_exception=False)
        browser.cookies = SimpleCookie(self.cookies.output(header="", sep=";"))
        if self.token and is_api:
            headers["Authorization"] = f"Token {self.token}"
        return getattr(browser, method.lower())(path, **_sent(method, body, is_api=is_api), headers=headers)


def _sent(method: str, body: Any, *, is_api: bool) -> dict[str, Any]:
    if method in ("GET", "HEAD", "OPTIONS"):
        return {}
    is_form = not is_api or any(hasattr(value, "read") for value in (body or {}).values())
    if is_form:
        return {"data": body or {}}
    return {"data": body or {}, "content_type": "application/json"}
