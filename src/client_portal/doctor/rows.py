"""What the database says about the site's health: colours, the worker, what was never delivered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from client_portal.conf import conf
from client_portal.core import clock, outbox, workers
from client_portal.doctor.finding import Finding
from client_portal.practices.branding import derive_palette
from client_portal.practices.models import PortalSettings

PATIENCE = dt.timedelta(hours=1)


def unreadable_colors() -> Iterator[Finding]:
    """Main colours that had to give way to a darker shade, because their contrast fails WCAG 2."""
    for portal in PortalSettings.objects.select_related("practice").order_by("pk"):
        palette = derive_palette(portal.accent_color)
        if palette.is_darkened:
            yield Finding(
                "D008",
                f"{portal.practice} chose {palette.picked}, which can't be read on the pages; they use "
                f"{palette.light.brand} instead.",
                "Choose a darker main color under Branding.",
            )


def dead_worker() -> Iterator[Finding]:
    """Nobody carries out what was promised."""
    beat = workers.last_beat()
    if conf.DELIVERY != "worker" or (beat is not None and clock.now() - beat < workers.SILENCE):
        return
    seen = "has never run" if beat is None else f"was last seen at {beat:%Y-%m-%d %H:%M} UTC"
    yield Finding("D009", f"The worker {seen}: no e-mail leaves.", "Run manage.py client_portal_worker as a service.")


def undelivered() -> Iterator[Finding]:
    """Messages that waited too long, or were given up."""
    late = outbox.waiting().filter(available_at__lt=clock.now() - PATIENCE).count()
    if late:
        yield Finding("D010", f"{late} messages have been due for more than an hour.", "See whether the worker runs.")
    if given_up := outbox.dead().count():
        cure = "Mend the cause, then send them again on the page of undelivered messages."
        yield Finding("D011", f"{given_up} messages were given up after all their tries.", cure)
