"""All IANA time zones, in groups in which people find theirs."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Choices = list[tuple[Text, list[tuple[str, Text]]]]

UNITED_STATES: dict[str, Text] = {
    "America/New_York": _("Eastern Time (New York)"),
    "America/Chicago": _("Central Time (Chicago)"),
    "America/Denver": _("Mountain Time (Denver)"),
    "America/Phoenix": _("Mountain Time without summer time (Phoenix)"),
    "America/Los_Angeles": _("Pacific Time (Los Angeles)"),
    "America/Anchorage": _("Alaska Time (Anchorage)"),
    "Pacific/Honolulu": _("Hawaii Time (Honolulu)"),
}
"""Zones that stand first, under the names that people use for them."""

REGIONS: dict[str, Text] = {
    "America": _("Americas"),
    "Europe": _("Europe"),
    "Africa": _("Africa"),
    "Asia": _("Asia"),
    "Australia": _("Australia"),
    "Pacific": _("Pacific"),
    "Atlantic": _("Atlantic"),
    "Indian": _("Indian Ocean"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
}
OTHER = _("Other names")
NOT_A_PLACE = frozenset({"Factory", "localtime"})


@cache
def zone_choices() -> Choices:
    """Every zone once: pairs of group and zones, each zone a pair of name and label."""
    names = sorted(available_timezones() - UNITED_STATES.keys() - NOT_A_PLACE)
    groups: Choices = [(_("United States"), list(UNITED_STATES.items()))]
    for region, label in REGIONS.items():
        groups.append((label, [(name, _city(name)) for name in names if name.startswith(f"{region}/")]))
    rest = [name for name in names if "/" not in name or name.split("/")[0] not in REGIONS]
    return [*groups, (OTHER, [(name, name) for name in sorted(rest, key=lambda name: (name != "UTC", name))])]


def _city(name: str) -> str:
    """``Indiana, Knox`` for ``America/Indiana/Knox``."""
    return name.split("/", 1)[1].replace("/", ", ").replace("_", " ")
