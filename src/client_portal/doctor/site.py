"""The site's settings and addresses: where files lie, how long sessions live, what the admin shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.files.storage import FileSystemStorage, Storage
from django.urls import Resolver404, resolve

from client_portal import swap
from client_portal.conf import conf
from client_portal.doctor.finding import Finding
from client_portal.practices.models import portal_storage

LONGEST_IDLE_MINUTES = 60
LONGEST_HOURS = 24
COOKIES = {
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SECURE": True,
}
CLIENTS_DATA = ("Practice", "Practitioner", "Client", "Appointment", "Invoice")


def public_media() -> Iterator[Finding]:
    """Clients' files must be reachable through the portal's own pages alone."""
    storage = portal_storage()
    if "client_portal" not in settings.STORAGES:
        yield Finding(
            "D001",
            "Clients' files lie in the site's default storage, beside what anybody may see.",
            'Give them a private one: STORAGES["client_portal"], outside MEDIA_ROOT and STATIC_ROOT.',
        )
    if reason := _public_because(storage):
        yield Finding("D002", f"Clients' files can be fetched past the portal: {reason}.", "Make the storage private.")


def weak_cookies() -> Iterator[Finding]:
    """Cookies must not leave HTTPS, be read by scripts, or come along from other sites."""
    for name, wanted in COOKIES.items():
        if getattr(settings, name) is not wanted:
            yield Finding("D003", f"{name} is {getattr(settings, name)!r}.", f"Set {name} = {wanted}.")
    if settings.SESSION_COOKIE_SAMESITE not in ("Lax", "Strict"):
        yield Finding(
            "D003",
            f"SESSION_COOKIE_SAMESITE is {settings.SESSION_COOKIE_SAMESITE!r}.",
            'Set SESSION_COOKIE_SAMESITE = "Lax".',
        )


def long_sessions() -> Iterator[Finding]:
    """A forgotten device must not stay signed in."""
    for name, most, unit in (
        ("SESSION_IDLE_MINUTES", LONGEST_IDLE_MINUTES, "minutes"),
        ("SESSION_HOURS", LONGEST_HOURS, "hours"),
    ):
        value = getattr(conf, name)
        if not 0 < value <= most:
            cure = f'Set CLIENT_PORTAL["{name}"] to at most {most}.'
            yield Finding("D004", f"A session may last {value} {unit} ({name}).", cure)


def admin_without_practice() -> Iterator[Finding]:
    """An admin page that lists clients' data without asking whose shows every practice's to whoever may open it."""
    if not apps.is_installed("django.contrib.admin"):
        return
    ours = {swap.model(name) for name in CLIENTS_DATA} | set(apps.get_app_config("client_portal").get_models())
    for model in sorted((model for model in ours if admin.site.is_registered(model)), key=str):
        page = type(admin.site.get_model_admin(model))
        if page.get_queryset is admin.ModelAdmin.get_queryset:
            yield Finding(
                "D005",
                f"{page.__name__} lists {model._meta.label} of every practice in the admin.",
                "Override get_queryset and keep to the practices of request.user.",
            )


def _public_because(storage: Storage) -> str:
    if isinstance(storage, FileSystemStorage):
        return _folder_is_public(Path(storage.location)) or _address_answers(storage)
    if getattr(storage, "default_acl", None) in ("public-read", "public-read-write"):
        return "default_acl makes each of them public"
    if getattr(storage, "querystring_auth", True) is False:
        return "querystring_auth is off, so that addresses are not signed"
    return ""


def _folder_is_public(folder: Path) -> str:
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        root = getattr(settings, name)
        is_own_alias = name == "STATIC_ROOT" or "client_portal" in settings.STORAGES
        if root and is_own_alias and folder.resolve().is_relative_to(Path(root).resolve()):
            return f"{folder} lies in {name}"
    return ""


def _address_answers(storage: Any) -> str:
    if not storage.base_url:
        return ""
    path = urlsplit(storage.url("client_portal/files/x")).path
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return f"{path} is served by {found.func.__name__}"
