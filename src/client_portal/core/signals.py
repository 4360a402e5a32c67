"""How domains tell the rest of the world that something has happened: past tense, after commit, never fatal."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal


def send_on_commit(signal: Signal, *, sender: Any, **facts: Any) -> None:
    """Send the signal once the current transaction is committed; a receiver's failure is logged and stays its own."""
    transaction.on_commit(partial(signal.send_robust, sender=sender, **facts), robust=True)
