"""Features, capabilities and roles: what exists to be allowed. Hosts may register more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from client_portal.access.roles import every_staff_power
from client_portal.core.errors import Text
from client_portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Feature:
    """A practice-wide switch: what clients gain while it is on and lose when it goes off."""

    key: str
    label: Text
    description: Text
    gains: Text
    losses: Text


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a portal user may do for a client. A child without its parent is moot."""

    key: str
    label: Text
    parent: str | None = None
    feature: str | None = None


@dataclass(frozen=True, slots=True)
class OpenItems:
    """What a room has in flight behind a feature: how many, and what happens to them when it goes off."""

    label: Text
    count: Callable[[Any], int]
    consequence: Text


features: Registry[Feature] = Registry("features")
capabilities: Registry[Capability] = Registry("capabilities")
open_items: dict[str, list[OpenItems]] = {}
requirements: dict[str, Callable[[Any], Text | None]] = {}


def register_feature(feature: Feature) -> None:
    """Add a feature switch."""
    features.register(feature.key, feature)


def register_capability(capability: Capability) -> None:
    """Add a capability; its parent must be registered before it."""
    if capability.parent is not None and capability.parent not in capabilities:
        message = f"{capability.key}: register its parent {capability.parent!r} first."
        raise ValueError(message)
    capabilities.register(capability.key, capability)


def register_open_items(feature: str, items: OpenItems) -> None:
    """Tell what a room has in flight behind a feature; ``items.count`` takes the practice."""
    registered = open_items.setdefault(feature, [])
    if items not in registered:
        registered.append(items)


def register_requirement(feature: str, missing: Callable[[Any], Text | None]) -> None:
    """Tell what a feature needs before clients see it: ``missing`` takes the practice and says what is missing."""
    requirements[feature] = missing


def missing_for(feature: str, practice: Any) -> Text | None:
    """What a practice still lacks for a feature, in words for its administrator; None if nothing."""
    missing = requirements.get(feature)
    return missing(practice) if missing else None


def is_for_staff_alone(key: str) -> bool:
    """Whether a capability is one of staff that no portal user can have."""
    return key not in capabilities and key in every_staff_power()


def ancestry(key: str) -> list[Capability]:
    """The capability and its parents, nearest first. Raises ``KeyError`` for an unknown capability."""
    found = [capabilities[key]]
    while found[-1].parent is not None:
        found.append(capabilities[found[-1].parent])
    return found


BUILT_IN_FEATURES = (
    Feature(
        "appointment_requests",
        _("Online appointment requests"),
        _("Clients ask for a time from your availability. You accept or decline each request."),
        _("Clients can ask for an appointment."),
        _("Clients no longer see times to ask for. Requests that wait stay with you to decide."),
    ),
    Feature(
        "appointment_cancellation",
        _("Client appointment cancellation"),
        _("Clients cancel upcoming visits themselves, inside your policy."),
        _("Clients can cancel upcoming appointments."),
        _("Clients are asked to contact you instead of cancelling online."),
    ),
    Feature(
        "messaging",
        _("Secure messaging"),
        _("Conversations between clients and their clinician or the front desk."),
        _("Clients can write to their care team and read replies."),
        _("Clients no longer see their conversations. You keep them, read-only."),
    ),
    Feature(
        "uploads",
        _("Client uploads"),
        _("Clients add files such as an insurance card or homework."),
        _("Clients can upload files."),
        _("Clients can no longer upload. What they uploaded stays in their profile."),
    ),
    Feature(
        "payments",
        _("Online payments"),
        _("Clients pay invoices and keep a card on file."),
        _("Clients can pay invoices."),
        _("Clients no longer see a way to pay. Payments under way still finish."),
    ),
)

BUILT_IN_CAPABILITIES = (
    Capability("appointments.view", _("See appointments")),
    Capability("appointments.request", _("Ask for appointments"), "appointments.view", "appointment_requests"),
    Capability("appointments.cancel", _("Cancel appointments"), "appointments.view", "appointment_cancellation"),
    Capability("information.view", _("See personal information")),
    Capability("information.edit", _("Change personal information"), "information.view"),
    Capability("questionnaires.view", _("See forms")),
    Capability("questionnaires.complete", _("Complete forms"), "questionnaires.view"),
    Capability("documents.view", _("See documents")),
    Capability("documents.upload", _("Upload documents"), "documents.view", "uploads"),
    Capability("messaging.use", _("Use secure messages"), None, "messaging"),
    Capability("billing.view", _("See bills")),
    Capability("billing.pay", _("Pay bills"), "billing.view", "payments"),
)


def register_built_in() -> None:
    """Register what the portal brings; called once when Django starts."""
    for feature in BUILT_IN_FEATURES:
        register_feature(feature)
    for capability in BUILT_IN_CAPABILITIES:
        register_capability(capability)
    register_requirement("payments", _no_processor)


def _no_processor(_practice: Any) -> Text | None:
    return _("Connect a payment account to turn this on for clients.")
