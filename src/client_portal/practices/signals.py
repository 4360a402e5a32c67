"""What practices tell the other rooms."""

from __future__ import annotations

from django.dispatch import Signal

portal_turned_on = Signal()
"""Sent with ``practice`` in the transaction that turns a portal on for the first time: its receivers belong to it."""
