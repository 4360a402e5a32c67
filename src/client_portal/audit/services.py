"""Writing the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from client_portal.audit.models import AuditChain, AuditEvent
from client_portal.audit.rules import event_hash
from client_portal.core import clock
from client_portal.core.actor import Actor


@transaction.atomic
def record(
    actor: Actor,
    *,
    action: str,
    object: models.Model | None = None,  # noqa: A002 - the log's own word
    client: models.Model | None = None,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add one event to the chain of the actor's practice, in the caller's transaction.

    ``action`` is ``room.deed`` in the past tense, such as ``invitation.sent``. ``data`` must hold no clinical content.
    """
    chain = _locked_chain(actor.practice)
    facts: dict[str, Any] = {
        "sequence": chain.sequence + 1,
        "at": clock.now(),
        "action": action,
        "previous_hash": chain.last_hash,
        "data": dict(data or {}),
        **_who(actor),
        **_what(object, client),
    }
    event = AuditEvent(practice=actor.practice, hash=event_hash(facts), **facts)
    event.save(force_insert=True)
    AuditChain.objects.filter(pk=chain.pk).update(sequence=event.sequence, last_hash=event.hash)
    return event


def _locked_chain(practice: Any) -> AuditChain:
    AuditChain.objects.bulk_create([AuditChain(practice=practice)], ignore_conflicts=True)
    return AuditChain.objects.select_for_update().get(practice=practice)


def _who(actor: Actor) -> dict[str, Any]:
    return {
        "capacity": str(actor.capacity),
        "user_id": "" if actor.user is None else str(actor.user.pk),
        "user_name": "" if actor.user is None else actor.user.get_username()[:200],
        "acting_for": "" if actor.client is None else str(actor.client.pk),
        "ip": actor.ip,
    }


def _what(thing: models.Model | None, client: models.Model | None) -> dict[str, Any]:
    return {
        "client_id": "" if client is None else str(client.pk),
        "object_type": "" if thing is None else thing._meta.label_lower,
        "object_id": "" if thing is None else str(thing.pk),
    }
