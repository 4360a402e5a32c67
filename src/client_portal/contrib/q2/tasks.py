"""What the cluster runs each minute."""

from __future__ import annotations

import datetime as dt

from client_portal.core import clock
from client_portal.core.workers import Worker

LONGEST = dt.timedelta(seconds=45)
"""After this a run ends and leaves the rest to the next, so that the cluster's time-out never cuts off an e-mail."""


def drain_outbox() -> int:
    """Carry out what is due; returns how many messages were. A run that the cluster loses is made up by the next."""
    ends_at = clock.now() + LONGEST
    return Worker().work(should_stop=lambda: clock.now() >= ends_at)
