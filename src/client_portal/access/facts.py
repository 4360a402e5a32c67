"""What the one rule needs to know about a portal user and a client."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """Everything that decides, read once per request: the rule itself is pure."""

    portal_is_on: bool
    features_on: frozenset[str]
    restricted: frozenset[str]
    is_self: bool
    granted: frozenset[str]
    is_archived: bool
