"""What no system check can see: a running site's storage, cookies, templates, admin, colours and worker, examined."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from client_portal.doctor import rows, site, templates
from client_portal.doctor.finding import Finding

__all__ = ["EXAMINATIONS", "Finding", "examine"]

EXAMINATIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    site.public_media,
    site.weak_cookies,
    site.long_sessions,
    site.admin_without_practice,
    templates.drifted_overrides,
    templates.letters_that_tell,
    rows.unreadable_colors,
    rows.dead_worker,
    rows.undelivered,
)
"""Everything that is looked at, in this order. Each is silent on a healthy site."""


def examine() -> list[Finding]:
    """All findings of all examinations. Reads and never writes."""
    return [finding for examination in EXAMINATIONS for finding in examination()]
