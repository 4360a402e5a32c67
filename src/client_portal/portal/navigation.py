"""What stands in the client portal's navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from client_portal.pages.navigation import NavigationItem, portal_items

ITEMS = (
    NavigationItem(_("Home"), "portal:home", "home"),
    NavigationItem(_("Get started"), "portal:onboarding", "list", capability="questionnaires.complete"),
    NavigationItem(_("Profile"), "portal:profile", "user", capability="information.view"),
)


def register() -> None:
    """Register the entries; called once when Django starts."""
    for item in ITEMS:
        portal_items.register(item.name, item)
