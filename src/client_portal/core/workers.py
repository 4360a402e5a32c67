"""What whoever runs the outbox does, be it our command or a schedule elsewhere: show life, tidy up, carry out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from client_portal.core import clock, outbox, rate_limit
from client_portal.core.models import WorkerHeartbeat

NAME = "outbox"
BEAT = dt.timedelta(seconds=20)
SILENCE = dt.timedelta(minutes=5)
"""How long without a sign of life means that no worker runs."""
TIDY = dt.timedelta(minutes=10)


class Worker:
    """Carries out the outbox; one per process, kept for as long as the process works."""

    def __init__(self) -> None:
        self._beat_at: dt.datetime | None = None
        self._tidied_at: dt.datetime | None = None

    def work(self, should_stop: Callable[[], bool] = lambda: False) -> int:
        """Carry out what is due until nothing is left or ``should_stop`` says so; returns how many were carried out."""

        def ends() -> bool:
            self._beat()
            return should_stop()

        self._tidy()
        return outbox.drain(should_stop=ends)

    def _beat(self) -> None:
        if _is_past(self._beat_at, BEAT):
            self._beat_at = clock.now()
            WorkerHeartbeat.objects.update_or_create(name=NAME, defaults={"at": self._beat_at})

    def _tidy(self) -> None:
        if _is_past(self._tidied_at, TIDY):
            self._tidied_at = clock.now()
            rate_limit.forget_ended()
            outbox.forget_done()


def last_beat() -> dt.datetime | None:
    """When a worker last showed that it runs (UTC); None if none ever did."""
    return WorkerHeartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()


def _is_past(moment: dt.datetime | None, pause: dt.timedelta) -> bool:
    return moment is None or clock.now() - moment >= pause
