"""What people's room tells the others, after commit."""

from __future__ import annotations

from django.dispatch import Signal

client_invited = Signal()
"""Sent with ``invitation`` when an invitation was sent or sent again."""

invitation_accepted = Signal()
"""Sent with ``invitation`` and ``user`` when a client came in."""

information_changed = Signal()
"""Sent with ``client`` and ``fields`` when a client's information was changed through the portal."""
