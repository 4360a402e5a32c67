"""Telling people, exactly once each: a row and an outbox message in the transaction of the event itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from client_portal.core import clock, outbox
from client_portal.core.actor import Actor
from client_portal.notifications.models import Notification
from client_portal.notifications.registry import kinds


@transaction.atomic
def notify(
    actor: Actor,
    *,
    kind: str,
    dedupe_key: str,
    users: Iterable[Any],
    context: Mapping[str, str] | None = None,
) -> list[Notification]:
    """Tell logins of the actor's practice about something; who was told of it before is not told again.

    ``kind`` is registered; ``dedupe_key`` names the event; ``context`` holds ids and times, never content. Returns the
    notices that are new.
    """
    kinds[kind]
    notices = [_notice(actor, kind, f"{dedupe_key}:{user.pk}", user, context or {}) for user in users]
    Notification.objects.bulk_create(notices, ignore_conflicts=True)
    stored = list(Notification.objects.filter(pk__in=[notice.pk for notice in notices]))
    for notice in stored:
        payload = {"notification": str(notice.pk), "practice": str(actor.practice.client_portal_settings.pk)}
        outbox.enqueue(kind, key=f"{kind}:{notice.pk}", payload=payload)
    return stored


def _notice(actor: Actor, kind: str, key: str, user: Any, context: Mapping[str, str]) -> Notification:
    return Notification(
        practice=actor.practice,
        kind=kind,
        user=user,
        context=dict(context),
        dedupe_key=key,
        created_at=clock.now(),
    )
