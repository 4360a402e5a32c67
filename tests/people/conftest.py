"""What the tests of people share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client_portal.core.actor import Actor, Capacity
from client_portal.people.models import Invitation
from client_portal.people.services import accept_invitation, invitation_token
from client_portal.testing import builders


@pytest.fixture
def accept(practice: Any) -> Callable[..., Any]:
    """Come in by an invitation: with a new password, or as a login that there is."""

    def come_in(invitation: Invitation, *, password: str | None = builders.PASSWORD, user: Any = None) -> Any:
        actor = Actor(Capacity.ANONYMOUS, practice, user, ip="203.0.113.7")
        return accept_invitation(actor, token=invitation_token(invitation), password=None if user else password)

    return come_in
