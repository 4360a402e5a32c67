"""Whom a portal user can act for."""

from __future__ import annotations

import uuid
from typing import Any

from client_portal.access.selectors import own_clients
from client_portal.core.actor import Actor


def switchable_client(actor: Actor, public_id: str) -> Any | None:
    """One of the actor's own records by its public id; None for any other text."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    return own_clients(actor).filter(client_portal_profile__pk=wanted).first()
