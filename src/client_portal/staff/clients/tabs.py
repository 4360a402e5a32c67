"""The tabs of a client's profile. Rooms and hosts register theirs; the one rule decides who sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from client_portal.access.rules import can
from client_portal.core.actor import Actor
from client_portal.core.errors import Text
from client_portal.core.registry import Registry
from client_portal.practices.tenancy import portal_reverse


@dataclass(frozen=True, slots=True)
class ClientTab:
    """One tab: shown to staff who have one of its capabilities for the client. ``name`` is its page's: ``staff:…``."""

    label: Text
    name: str
    capabilities: tuple[str, ...]


client_tabs: Registry[ClientTab] = Registry("client tabs")

BUILT_IN = (
    ClientTab(_("Overview"), "staff:client", ("clients.view",)),
    ClientTab(_("Portal"), "staff:client_portal", ("portal_access.view", "information.view")),
    ClientTab(_("Documents"), "staff:client_documents", ("questionnaires.list",)),
    ClientTab(_("Activity"), "staff:client_activity", ("activity.view",)),
)

for _tab in BUILT_IN:
    client_tabs.register(_tab.name, _tab)


def tab_entries(actor: Actor, client: Any, current: str) -> list[dict[str, Any]]:
    """The tabs that this staff member sees for this client; ``current`` is the page's own."""
    return [
        {
            "label": tab.label,
            "url": portal_reverse(tab.name, actor.practice, client_id=client.client_portal_profile.pk),
            "is_current": tab.name == current,
        }
        for tab in client_tabs.values()
        if any(can(actor, capability, client) for capability in tab.capabilities)
    ]
