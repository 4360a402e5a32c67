"""Limits on how often something may be tried, kept in the database so that every process counts alike."""

from __future__ import annotations

import datetime as dt
import math

from django.db import IntegrityError, transaction
from django.db.models import F

from client_portal.conf import conf
from client_portal.core import clock, tokens
from client_portal.core.errors import RateLimited
from client_portal.core.models import RateLimitWindow


def hit(scope: str, key: str) -> None:
    """Count one try of ``scope`` (a key of ``RATE_LIMITS``) for ``key``, such as an address or a source.

    Raises ``RateLimited`` with the wait in seconds once the scope's number of tries is used up.
    """
    allowed, seconds = conf.RATE_LIMITS[scope]
    window = _count(tokens.digest(f"{scope}:{key.strip().casefold()}"), seconds)
    if window.count > allowed:
        wait = (window.ends_at - clock.now()).total_seconds()
        raise RateLimited(max(1, math.ceil(wait)))


def forget_ended() -> int:
    """Delete windows that are over; returns how many."""
    return RateLimitWindow.objects.filter(ends_at__lt=clock.now()).delete()[0]


def _count(key: str, seconds: int) -> RateLimitWindow:
    now = clock.now()
    ends_at = now + dt.timedelta(seconds=seconds)
    open_windows = RateLimitWindow.objects.filter(key=key, ends_at__gt=now)
    if not open_windows.update(count=F("count") + 1):
        _start(key, ends_at)
    return RateLimitWindow.objects.get(key=key)


def _start(key: str, ends_at: dt.datetime) -> None:
    restarted = RateLimitWindow.objects.filter(key=key, ends_at__lte=clock.now()).update(count=1, ends_at=ends_at)
    if restarted:
        return
    try:
        with transaction.atomic():
            RateLimitWindow.objects.create(key=key, count=1, ends_at=ends_at)
    except IntegrityError:
        RateLimitWindow.objects.filter(key=key).update(count=F("count") + 1)
