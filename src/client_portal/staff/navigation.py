"""What stands in the workspace's main navigation and beside the settings pages; registered when Django starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from client_portal.pages.navigation import NavigationItem, settings_items, staff_items

MAIN = (
    NavigationItem(_("Clients"), "staff:clients", "users"),
    NavigationItem(_("Forms & documents"), "staff:forms", "doc", capability="forms.manage"),
    NavigationItem(_("Settings"), "staff:settings", "cog", capability="settings.manage"),
)

SETTINGS = (
    NavigationItem(_("Overview"), "staff:settings", "grid", capability="settings.manage"),
    NavigationItem(_("Features"), "staff:settings_features", "list", capability="settings.manage"),
    NavigationItem(_("Onboarding"), "staff:settings_onboarding", "flow", capability="onboarding.manage"),
    NavigationItem(_("Branding"), "staff:settings_branding", "brush", capability="branding.manage"),
    NavigationItem(_("Practice details"), "staff:settings_details", "pin", capability="settings.manage"),
    NavigationItem(_("Staff"), "staff:settings_members", "users", capability="members.manage"),
    NavigationItem(_("Activity log"), "staff:settings_activity", "clock", capability="audit.view"),
    NavigationItem(_("Website"), "staff:settings_embed", "link", capability="settings.manage"),
)


def register() -> None:
    """Put our entries into the workspace's navigation; hosts and rooms add theirs after them."""
    for item in MAIN:
        staff_items.register(item.name, item)
    for item in SETTINGS:
        settings_items.register(item.name, item)
