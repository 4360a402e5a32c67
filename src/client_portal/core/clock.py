"""The one place that asks what time it is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone


def now() -> dt.datetime:
    """The current moment, aware, in UTC."""
    return timezone.now()


def today(zone: str) -> dt.date:
    """The calendar date in an IANA zone such as ``America/New_York``."""
    return now().astimezone(ZoneInfo(zone)).date()


def is_zone(name: str) -> bool:
    """Whether the name is an IANA time zone that this machine knows."""
    return name in available_timezones()
