"""The one rule.

A portal user may do X for a client exactly when the practice's portal is on, and the feature behind X is on for the
practice, and it is not switched off for that client, and the user is that client or holds an unexpired grant with the
capability and its parents, and the record is active. Staff may do what their roles say for the clients they reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from client_portal.access import registry, selectors
from client_portal.access.facts import PortalFacts
from client_portal.access.roles import all_client_powers, own_client_powers, practice_powers
from client_portal.core.actor import Actor
from client_portal.core.errors import FeatureOff, NotAllowed, NotVisible


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, and the name of the rule that decided."""

    allowed: bool
    rule: str


ALLOWED_AS_SELF = Decision(True, "own_record")
ALLOWED_BY_GRANT = Decision(True, "grant")
PORTAL_OFF = Decision(False, "portal_off")
FEATURE_OFF = Decision(False, "feature_off")
RESTRICTED = Decision(False, "off_for_client")
ARCHIVED = Decision(False, "archived")
NO_GRANT = Decision(False, "no_grant")


def decide(facts: PortalFacts, capability: str) -> Decision:
    """Apply the one rule to what is known about a portal user and a client. Pure."""
    if registry.is_for_staff_alone(capability):
        return NO_GRANT
    line = registry.ancestry(capability)
    needed = {item.feature for item in line if item.feature is not None}
    if not (facts.is_self or facts.granted):
        return NO_GRANT
    if facts.is_archived:
        return ARCHIVED
    if not facts.portal_is_on:
        return PORTAL_OFF
    if not needed <= facts.features_on:
        return FEATURE_OFF
    if needed & facts.restricted:
        return RESTRICTED
    if facts.is_self:
        return ALLOWED_AS_SELF
    return ALLOWED_BY_GRANT if {item.key for item in line} <= facts.granted else NO_GRANT


def can(actor: Actor, capability: str, client: Any = None) -> bool:
    """Whether the actor may do this: for the practice as a whole, or for the client."""
    if actor.is_system:
        return True
    if actor.is_staff:
        return _staff_can(actor, capability, client)
    if actor.is_portal and client is not None:
        return decide(selectors.portal_facts(actor, client), capability).allowed
    return False


def can_for_some(actor: Actor, capability: str) -> bool:
    """Whether a staff member's roles let them do this for any client: who may open a list of such clients at all."""
    return actor.is_staff and capability in all_client_powers(actor.roles) | own_client_powers(actor.roles)


def require(actor: Actor, capability: str, client: Any = None) -> None:
    """Like ``can``, but raises: ``NotVisible``, ``FeatureOff`` or ``NotAllowed``."""
    if can(actor, capability, client):
        return
    if client is not None and not selectors.reaches(actor, client):
        raise NotVisible
    if actor.is_portal and client is not None:
        _refuse_portal(decide(selectors.portal_facts(actor, client), capability))
    raise NotAllowed


def feature_is_on(actor: Actor, feature: str, client: Any = None) -> bool:
    """Whether a feature is on for the actor's practice and, if given, for the client."""
    if feature not in selectors.switches_on(actor):
        return False
    return client is None or feature not in selectors.restrictions(actor, client)


def _staff_can(actor: Actor, capability: str, client: Any) -> bool:
    if client is None:
        return capability in practice_powers(actor.roles)
    return capability in selectors.staff_powers(actor, client)


def _refuse_portal(decision: Decision) -> None:
    if decision in (PORTAL_OFF, FEATURE_OFF, RESTRICTED):
        raise FeatureOff
    if decision == ARCHIVED:
        raise NotVisible
