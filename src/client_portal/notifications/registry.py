"""The kinds of notices that there are. Hosts may register more, with ``delivery.register_kind``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from client_portal.core.actor import Capacity
from client_portal.core.errors import Text
from client_portal.core.registry import Registry


class Reason(StrEnum):
    """Why a letter was not sent after all."""

    ACCEPTED = "accepted"
    CLOSED = "closed"
    DONE = "done"
    EXPIRED = "expired"
    GONE = "gone"
    NOT_VISIBLE = "not_visible"
    NO_PASSWORD = "no_password"  # noqa: S105 - a login without one signs in elsewhere
    REPLACED = "replaced"
    REVOKED = "revoked"
    SENT = "sent"


class Pointless(Exception):
    """What a letter was for is gone: nobody is to get it. Its argument is a ``Reason`` or a short code of a host."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What an e-mail of a kind needs to be written: who gets it, and what its templates read.

    ``context`` holds links and times, never clinical content and no client's name. ``language`` is a code of
    ``settings.LANGUAGES``; empty or unknown, the site's own language is taken. ``audience`` is the capacity in which
    the person gets it: portal or staff.
    """

    practice: Any
    to: str
    context: dict[str, Any]
    language: str = ""
    audience: Capacity = Capacity.PORTAL


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice: its outbox topic, and what staff call it.

    ``write`` turns what the outbox kept (ids) into a letter from what stands at that moment; it raises ``Pointless``
    when the reason is gone. The templates are ``client_portal/email/<key>.subject.txt``, ``.txt`` and ``.html``.
    """

    key: str
    label: Text
    write: Callable[[dict[str, Any]], Letter]


kinds: Registry[Kind] = Registry("kinds of notices")
