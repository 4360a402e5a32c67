"""What this room tells the others, after commit."""

from __future__ import annotations

from django.dispatch import Signal

response_completed = Signal()
"""Sent with ``response`` when somebody completed a form, and signed it if it is one to sign."""
