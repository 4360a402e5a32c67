"""Features as they stand for one client: what the practice has on, and what is off for this client alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from client_portal.access import registry, selectors
from client_portal.access.rules import require
from client_portal.core.actor import Actor


@dataclass(frozen=True, slots=True)
class FeatureForClient:
    """One feature: whether the practice has it in force, and whether it is switched off for this client."""

    feature: registry.Feature
    is_on_for_practice: bool
    is_restricted: bool

    @property
    def is_on(self) -> bool:
        """Whether this client has it."""
        return self.is_on_for_practice and not self.is_restricted


def features_for_client(actor: Actor, client: Any) -> list[FeatureForClient]:
    """Every feature as it stands for the client, for staff who may see how the client gets in."""
    require(actor, "portal_access.view", client)
    on, off = selectors.switches_on(actor), selectors.restrictions(actor, client)
    return [FeatureForClient(item, item.key in on, item.key in off) for item in registry.features.values()]


def features_off_after(states: list[FeatureForClient], moved: Mapping[str, bool]) -> frozenset[str]:
    """The features that are off for the client once some of the switches were moved; the others stay as they are."""
    return frozenset(state.feature.key for state in states if not moved.get(state.feature.key, not state.is_restricted))
