"""What onboarding tells the others, after commit."""

from __future__ import annotations

from django.dispatch import Signal

onboarding_completed = Signal()
"""Sent with ``plan`` when a client has handed in their onboarding."""
