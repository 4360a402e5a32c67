"""What stands in the main navigation. Rooms and hosts register items; the one rule decides who sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from client_portal.access.rules import can
from client_portal.core.actor import Actor
from client_portal.core.errors import Text
from client_portal.core.registry import Registry
from client_portal.practices.tenancy import portal_reverse


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry: shown to those who have its capability (for the acting client, or in the practice)."""

    label: Text
    name: str
    icon: str
    short_label: Text = ""
    capability: str | None = None
    badge: Callable[[Actor], int] | None = None


portal_items: Registry[NavigationItem] = Registry("portal navigation")
staff_items: Registry[NavigationItem] = Registry("staff navigation")
settings_items: Registry[NavigationItem] = Registry("settings navigation")


def entries(items: Registry[NavigationItem], actor: Actor, current: str) -> list[dict[str, Any]]:
    """The entries that this actor sees; ``current`` is the name of the page's own entry."""
    return [_entry(item, actor, current) for item in items.values() if _is_shown(item, actor)]


def _is_shown(item: NavigationItem, actor: Actor) -> bool:
    if item.capability is None:
        return True
    return can(actor, item.capability, actor.client if actor.is_portal else None)


def _entry(item: NavigationItem, actor: Actor, current: str) -> dict[str, Any]:
    return {
        "label": item.label,
        "short_label": item.short_label or item.label,
        "url": portal_reverse(item.name, actor.practice),
        "icon": item.icon,
        "is_current": item.name == current,
        "badge": item.badge(actor) if item.badge else 0,
    }
