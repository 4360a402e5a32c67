"""From a promise in the outbox to an e-mail: one way for every kind."""

from __future__ import annotations

import logging

from client_portal.core import clock, outbox
from client_portal.core.models import OutboxMessage
from client_portal.notifications.mail import write_email
from client_portal.notifications.models import Notification
from client_portal.notifications.registry import Kind, Pointless, kinds

logger = logging.getLogger(__name__)


def register_kind(kind: Kind) -> None:
    """Add a kind of notice, and let the outbox deliver it: its key is the topic. Call it from ``AppConfig.ready``."""
    kinds.register(kind.key, kind)
    outbox.handlers.register(kind.key, deliver)


def register_handlers() -> None:
    """Nothing is left to do here: ``register_kind`` does it. Goes with its call in ``wiring``."""


def deliver(message: OutboxMessage) -> None:
    """Write the letter from what stands now, send it, and only then say so.

    Sending comes before marking: a worker that dies between the two sends the same letter with the same Message-ID
    once more, which the recipient's mail program shows once. The other order could lose it.
    """
    notices = Notification.objects.filter(pk=message.payload.get("notification"), sent_at=None)
    try:
        letter = kinds[message.topic].write(message.payload)
    except Pointless as reason:
        logger.info("client_portal: %s %s was not sent: %s", message.topic, message.pk, reason)
        notices.update(skipped=str(reason))
        return
    write_email(message.topic, letter, message_id=str(message.pk)).send()
    notices.update(sent_at=clock.now(), skipped="")
