"""Telling many stories at once, each deed at its own moment of the past.

A story is a generator: it yields how many days ago its next deed happened, and then does it. So a practice's log, its
e-mails and its lists look as if weeks had passed, in the order in which things happen, and within office hours.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone

Story = Iterator[float]


def tell(stories: Iterable[Story]) -> None:
    """Carry the stories on, always the one whose next moment comes first."""
    today = timezone.localdate()
    waiting: list[tuple[float, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story)
    while waiting:
        minus_days, number, story = heapq.heappop(waiting)
        with _moment(_office_hour(today, -minus_days)):
            _wait(waiting, number, story)


def _wait(waiting: list[tuple[float, int, Story]], number: int, story: Story) -> None:
    for days_ago in itertools.islice(story, 1):
        heapq.heappush(waiting, (-days_ago, number, story))


def _office_hour(today: dt.date, days_ago: float) -> dt.datetime:
    whole = math.floor(days_ago)
    evening = dt.datetime.combine(today - dt.timedelta(days=whole), dt.time(17, 30))
    return timezone.make_aware(evening - dt.timedelta(hours=8 * (days_ago - whole)))


@contextmanager
def _moment(start: dt.datetime) -> Iterator[None]:
    # The clock moves on by a second with each look at it, as clocks do.
    ticks = itertools.count()
    with mock.patch.object(timezone, "now", side_effect=lambda: start + dt.timedelta(seconds=next(ticks))):
        yield
