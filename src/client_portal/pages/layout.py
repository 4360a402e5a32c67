"""What the layouts show around a page: the practice, the person, the navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from client_portal.access.selectors import own_clients
from client_portal.conf import conf
from client_portal.core.actor import Actor
from client_portal.pages import sessions
from client_portal.pages.navigation import entries, portal_items, settings_items, staff_items
from client_portal.people.adapters import people
from client_portal.practices import tenancy
from client_portal.practices.tenancy import portal_reverse


def common(request: HttpRequest, actor: Actor, practice: Any) -> dict[str, Any]:
    """For every page: practice, person, theme, session limits."""
    name = _person_name(actor)
    return {
        "base_template": conf.BASE_TEMPLATE,
        "actor": actor,
        "practice": practice,
        "practice_name": "" if practice is None else str(practice),
        "portal": None if practice is None else practice.client_portal_settings,
        "person_name": name,
        "person_initials": "".join(part[0] for part in name.split()[:2]).upper(),
        "theme": request.session.get(sessions.THEME, "auto"),
        "time_zone": _time_zone(actor, practice),
    }


def portal(request: HttpRequest, actor: Actor, practice: Any, current: str) -> dict[str, Any]:
    """For pages of the client portal: looks of the practice, navigation and profile menu of the person."""
    slug = tenancy.current_slug(practice) if practice is not None else None
    if slug is None:
        return {}
    looks = {**_looks(practice), "home_url": portal_reverse("portal:welcome", practice)}
    if not actor.is_portal:
        return looks
    return looks | {
        "home_url": portal_reverse("portal:home", practice),
        "navigation": entries(portal_items, actor, current),
        "profile_menu": _profile_menu(practice),
        "switcher": _switcher(actor),
        "acting_for": str(actor.client.client_portal_profile.pk),
        "session_limits": _session_limits(request, practice, "portal"),
    }


def staff(request: HttpRequest, actor: Actor, practice: Any, current: str) -> dict[str, Any]:
    """For pages of the practice's workspace."""
    if not actor.is_staff:
        return {"is_workspace": True}
    settings_entries = entries(settings_items, actor, current)
    return {
        "is_workspace": True,
        "home_url": portal_reverse("staff:clients", practice),
        "navigation": entries(staff_items, actor, current),
        "settings_navigation": settings_entries if current.startswith("staff:settings") else [],
        "profile_menu": _staff_menu(),
        "session_limits": _session_limits(request, practice, "staff"),
    }


def _person_name(actor: Actor) -> str:
    if actor.user is None:
        return ""
    if "name" in actor.memory:
        return str(actor.memory["name"])
    own = actor.user.get_full_name() if hasattr(actor.user, "get_full_name") else ""
    return own or actor.user.get_username()


def _time_zone(actor: Actor, practice: Any) -> str:
    if actor.is_portal and actor.client.client_portal_profile.time_zone:
        return str(actor.client.client_portal_profile.time_zone)
    return "" if practice is None else str(practice.client_portal_settings.time_zone)


def _looks(practice: Any) -> dict[str, Any]:
    portal_settings = practice.client_portal_settings
    version = portal_settings.accent_color.lstrip("#")
    logo = portal_settings.logo
    logo_version = logo.name.rsplit("/", 1)[-1].split(".")[0] if logo else ""
    return {
        "brand_css_url": portal_reverse("portal:brand_css", practice, version=version),
        "logo_url": portal_reverse("portal:logo", practice, version=logo_version) if logo else "",
        "privacy_url": portal_reverse("portal:privacy", practice),
    }


def _profile_menu(practice: Any) -> list[dict[str, Any]]:
    return [
        {"label": _("Profile and security"), "url": portal_reverse("portal:profile", practice), "icon": "user"},
        {
            "label": _("Sign out"),
            "url": portal_reverse("portal:sign_out", practice),
            "icon": "exit",
            "is_post": True,
        },
    ]


def _staff_menu() -> list[dict[str, Any]]:
    return [
        {"label": _("My practices"), "url": portal_reverse("staff:index"), "icon": "home"},
        {"label": _("Sign out"), "url": portal_reverse("staff:sign_out"), "icon": "exit", "is_post": True},
    ]


def _switcher(actor: Actor) -> dict[str, Any]:
    clients = list(own_clients(actor).select_related("client_portal_profile")[:50])
    if len(clients) < 2:
        return {}
    return {
        "url": portal_reverse("portal:switch", actor.practice),
        "people": [_switchable(actor, client) for client in clients],
    }


def _switchable(actor: Actor, client: Any) -> dict[str, Any]:
    facts = people().client_facts(client)
    return {
        "id": str(client.client_portal_profile.pk),
        "label": facts.full_name,
        "initials": (facts.first_name[:1] + facts.last_name[:1]).upper(),
        "is_current": client.pk == actor.client.pk,
    }


def _session_limits(request: HttpRequest, practice: Any, audience: str) -> dict[str, Any]:
    of_practice = practice if audience == "portal" else None
    return {
        "idle_seconds": sessions.seconds_left(request),
        "idle_minutes": round(conf.SESSION_IDLE_MINUTES),
        "warn_seconds": sessions.WARN_SECONDS,
        "extend_url": portal_reverse(f"{audience}:extend_session", practice),
        "sign_out_url": portal_reverse(f"{audience}:sign_out", of_practice),
        "ended_url": conf.LOGIN_URL or portal_reverse(f"{audience}:sign_in", of_practice),
    }
