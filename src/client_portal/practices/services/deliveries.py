"""E-mails and the like that were given up: giving them another chance."""

from __future__ import annotations

from django.db import transaction

from client_portal.audit.services import record
from client_portal.core import outbox
from client_portal.core.actor import Actor
from client_portal.practices.selectors import undelivered


@transaction.atomic
def retry_undelivered(actor: Actor) -> int:
    """Put everything that was given up for the practice back in line; returns how many there were."""
    messages = list(undelivered(actor))
    for message in messages:
        outbox.revive(message)
    if messages:
        record(actor, action="deliveries.retried", data={"count": len(messages)})
    return len(messages)
