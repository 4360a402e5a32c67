"""How states look: always a word, with a tone that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from client_portal.core.errors import Text
from client_portal.people.models import InvitationState
from client_portal.people.selectors import Delivery


@dataclass(frozen=True, slots=True)
class Badge:
    """A word in a colour. ``tone`` and ``icon`` are those of ``components/_badge.html``."""

    label: Text
    tone: str = ""
    icon: str = ""


_STATES = {
    InvitationState.INVITED: ("info", "mail"),
    InvitationState.OPENED: ("info", "eye"),
    InvitationState.ACCEPTED: ("success", "check"),
    InvitationState.EXPIRED: ("warning", "clock"),
}

_DELIVERIES = {Delivery.WAITING: ("info", "clock"), Delivery.FAILED: ("danger", "alert")}


def state_badge(state: str) -> Badge:
    """Where an invitation, or a client with the portal, stands."""
    known = InvitationState(state)
    return Badge(known.label, *_STATES.get(known, ("", "")))


def delivery_badge(delivery: Delivery) -> Badge:
    """What became of an e-mail."""
    return Badge(delivery.label, *_DELIVERIES.get(delivery, ("success", "check")))
