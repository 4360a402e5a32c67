"""Side effects after commit: promised in the business transaction, carried out by a worker, at least once.

The promise is a row (``enqueue``). A worker claims rows in batches under a lease (``claim``), runs the topic's handler
and marks the row done. Each start is counted and plans the next try before anything happens, so that a message which
fails, or kills its worker, is tried again with growing pauses and behind the others; after ``MAX_ATTEMPTS`` starts the
row is dead and visible to administrators.

``locked_until`` is also the proof of who holds a row: each claim and each start moves it on, and a worker that finds
another value has lost the row and leaves it alone.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from client_portal.conf import conf
from client_portal.core import clock
from client_portal.core.models import OutboxMessage
from client_portal.core.registry import Registry

Handler = Callable[[OutboxMessage], None]

LEASE = dt.timedelta(seconds=60)
MAX_ATTEMPTS = 8
FIRST_PAUSE = dt.timedelta(seconds=30)
KEPT = dt.timedelta(days=30)
"""How long a row that is done stays, and with it the memory of its key."""

NOT_SURVIVED = "The worker did not survive this message."

handlers: Registry[Handler] = Registry("outbox topics")
logger = logging.getLogger(__name__)


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Register the function that carries out messages of a topic. It must bear being run twice."""

    def decorate(function: Handler) -> Handler:
        return handlers.register(topic, function)

    return decorate


def enqueue(topic: str, *, key: str, payload: Mapping[str, Any], available_at: dt.datetime | None = None) -> None:
    """Promise a side effect in the current transaction. The same ``key`` promises it once, whoever asks."""
    message = OutboxMessage(topic=topic, key=key, payload=dict(payload), available_at=available_at or clock.now())
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    if conf.DELIVERY == "inline":
        transaction.on_commit(drain, robust=True)


def drain(limit: int = 20, *, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Carry out what is due, batch after batch, until nothing is left; returns how many were carried out.

    ``should_stop`` is asked between messages; what was claimed and not begun is given back.
    """
    carried_out = 0
    while not should_stop() and (batch := claim(limit)):
        for message in batch:
            if should_stop():
                _held(message).update(locked_until=None)
                continue
            carried_out += carry_out(message)
    return carried_out


def claim(limit: int = 100) -> list[OutboxMessage]:
    """Take up to ``limit`` due messages under a lease that no other worker can hold at the same time."""
    now = clock.now()
    until = now + LEASE
    ids = _claim_locked(now, until, limit) if _can_skip_locked() else _claim_singly(now, until, limit)
    messages = list(OutboxMessage.objects.filter(pk__in=ids).order_by("available_at", "pk"))
    for message in messages:
        message.locked_until = until
    return messages


def carry_out(message: OutboxMessage) -> bool:
    """Run the handler of a claimed message, then mark it done; a failure waits for the next try."""
    if message.attempts >= MAX_ATTEMPTS:
        _bury(message, message.last_error or NOT_SURVIVED)
        return False
    if not _start(message):
        return False
    try:
        handlers[message.topic](message)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the other messages must go on
        _release(message, error)
        return False
    done = OutboxMessage.objects.filter(pk=message.pk)
    done.update(done_at=clock.now(), dead_at=None, locked_until=None, last_error="")
    return True


def revive(message: OutboxMessage) -> None:
    """Give a dead message a new life, when its cause has been mended."""
    OutboxMessage.objects.filter(pk=message.pk, done_at=None).update(
        dead_at=None, attempts=0, locked_until=None, available_at=clock.now()
    )


def forget_done() -> int:
    """Delete what was done longer than ``KEPT`` ago; returns how many. What was given up stays."""
    return OutboxMessage.objects.filter(done_at__lt=clock.now() - KEPT).delete()[0]


def waiting() -> QuerySet[OutboxMessage]:
    """Messages neither done nor dead."""
    return OutboxMessage.objects.filter(done_at=None, dead_at=None)


def dead() -> QuerySet[OutboxMessage]:
    """Messages that were given up."""
    return OutboxMessage.objects.exclude(dead_at=None)


def _can_skip_locked() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _due(now: dt.datetime) -> QuerySet[OutboxMessage]:
    return waiting().filter(Q(locked_until=None) | Q(locked_until__lt=now), available_at__lte=now)


def _claim_locked(now: dt.datetime, until: dt.datetime, limit: int) -> list[Any]:
    with transaction.atomic():
        due = _due(now).select_for_update(skip_locked=True).order_by("available_at", "pk")
        ids = list(due.values_list("pk", flat=True)[:limit])
        OutboxMessage.objects.filter(pk__in=ids).update(locked_until=until)
    return ids


def _claim_singly(now: dt.datetime, until: dt.datetime, limit: int) -> list[Any]:
    # Without row locks each row is taken by a statement of its own that asks once more whether it is free. No
    # transaction reads first and writes later, which SQLite refuses as soon as somebody else has written in between.
    ids = list(_due(now).order_by("available_at", "pk").values_list("pk", flat=True)[:limit])
    return [pk for pk in ids if _due(now).filter(pk=pk).update(locked_until=until)]


def _held(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    return waiting().filter(pk=message.pk, locked_until=message.locked_until)


def _start(message: OutboxMessage) -> bool:
    now = clock.now()
    pause = FIRST_PAUSE * 2**message.attempts
    started = _held(message).update(
        attempts=F("attempts") + 1, locked_until=now + LEASE, available_at=now + pause, last_error=""
    )
    message.attempts += 1
    message.locked_until = now + LEASE
    return bool(started)


def _release(message: OutboxMessage, error: Exception) -> None:
    # The class names the fault; the text of an exception can carry an address or a name.
    reason = type(error).__name__
    logger.warning("client_portal: %s failed on try %d: %s", message.topic, message.attempts, reason)
    if message.attempts >= MAX_ATTEMPTS:
        _bury(message, reason)
    else:
        _held(message).update(locked_until=None, last_error=reason)


def _bury(message: OutboxMessage, reason: str) -> None:
    logger.error("client_portal: %s %s was given up: %s", message.topic, message.pk, reason)
    _held(message).update(dead_at=clock.now(), locked_until=None, last_error=reason)
