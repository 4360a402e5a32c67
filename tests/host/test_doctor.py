"""The doctor finds each fault, says its cure, and is silent on a healthy site."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import path
from django.views.static import serve

from client_portal import swap
from client_portal.core import clock
from client_portal.core.models import OutboxMessage, WorkerHeartbeat
from client_portal.core.workers import NAME
from client_portal.doctor import examine
from client_portal.practices.models import PortalSettings

pytestmark = pytest.mark.spec("HOST-8")

urlpatterns = [path("media/<path:path>", serve, {"document_root": "/nowhere"})]

Found = Callable[[], dict[str, str]]


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path) -> Path:
    """A healthy site: private files, strong cookies, a worker that runs. Returns the folder of its templates."""
    settings.STORAGES = {
        **settings.STORAGES,
        "client_portal": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private"), "base_url": "/private/"},
        },
    }
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    folder = tmp_path / "templates"
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [str(folder)]}]
    settings.CLIENT_PORTAL = {**getattr(settings, "CLIENT_PORTAL", {}), "DELIVERY": "worker"}
    WorkerHeartbeat.objects.create(name=NAME, at=clock.now())
    return folder


@pytest.fixture
def found(site: Path) -> Found:
    """The faults that the doctor finds, by id."""
    return lambda: {finding.id: f"{finding.fault} {finding.cure}" for finding in examine()}


def override(folder: Path, name: str, text: str) -> None:
    file = folder / "client_portal" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_a_healthy_site_has_no_findings(practice: Any, found: Found) -> None:
    assert found() == {}
    printed = StringIO()
    call_command("client_portal_doctor", stdout=printed)
    assert printed.getvalue().strip() == "Nothing is wrong."


def test_findings_are_printed_with_their_cures_and_end_in_failure(site: Path, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = False
    for chosen, expected in (("text", "Cure: Set SESSION_COOKIE_SECURE = True."), ("json", '"id": "D003"')):
        printed = StringIO()
        with pytest.raises(SystemExit, match="1"):
            call_command("client_portal_doctor", format=chosen, stdout=printed)
        assert expected in printed.getvalue()
    assert [finding["id"] for finding in json.loads(printed.getvalue())] == ["D003"]


def test_files_in_the_default_storage(found: Found, settings: Any) -> None:
    settings.STORAGES = {name: value for name, value in settings.STORAGES.items() if name != "client_portal"}
    assert 'STORAGES["client_portal"]' in found()["D001"]


@pytest.mark.parametrize("root", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_files_in_a_public_folder(found: Found, settings: Any, tmp_path: Path, root: str) -> None:
    setattr(settings, root, str(tmp_path))
    assert f"lies in {root}" in found()["D002"]


def test_files_that_a_view_hands_out(found: Found, settings: Any, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.host.test_doctor"
    assert found() == {}
    options = {"location": str(tmp_path / "private"), "base_url": "/media/"}
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "client_portal": storage}
    assert "is served by serve" in found()["D002"]


@pytest.mark.parametrize(
    ("options", "fault"),
    [({"default_acl": "public-read"}, "public"), ({"querystring_auth": False}, "not signed"), ({}, "")],
)
def test_object_storage_that_is_public(found: Found, settings: Any, options: dict[str, Any], fault: str) -> None:
    storage = {"BACKEND": "tests.host.object_storage.ObjectStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "client_portal": storage}
    assert storages["client_portal"].__class__.__name__ == "ObjectStorage"
    assert fault in found().get("D002", "")
    assert bool(found()) is bool(fault)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_COOKIE_SECURE", False),
        ("SESSION_COOKIE_HTTPONLY", False),
        ("CSRF_COOKIE_SECURE", False),
        ("SESSION_COOKIE_SAMESITE", "None"),
    ],
)
def test_weak_cookies(found: Found, settings: Any, name: str, value: Any) -> None:
    setattr(settings, name, value)
    assert f"Set {name} = " in found()["D003"]


@pytest.mark.parametrize(("name", "value"), [("SESSION_IDLE_MINUTES", 61), ("SESSION_HOURS", 25)])
def test_long_sessions(found: Found, settings: Any, name: str, value: int) -> None:
    settings.CLIENT_PORTAL = {**settings.CLIENT_PORTAL, name: value}
    assert str(value) in found()["D004"]


@pytest.fixture
def in_admin(settings: Any) -> Iterator[Callable[[type[admin.ModelAdmin[Any]]], None]]:
    """Show clients in the admin with a page of this class."""
    client = swap.model("Client")
    yield lambda page: admin.site.register(client, page)
    if admin.site.is_registered(client):
        admin.site.unregister(client)


def test_an_admin_that_shows_every_practice(found: Found, in_admin: Callable[[type], None]) -> None:
    in_admin(type("Everybody", (admin.ModelAdmin,), {}))
    assert "Everybody lists" in found()["D005"]


def test_an_admin_that_asks_whose(found: Found, in_admin: Callable[[type], None]) -> None:
    in_admin(type("Own", (admin.ModelAdmin,), {"get_queryset": lambda self, request: self.model.objects.none()}))
    assert found() == {}


def test_overrides_that_fell_behind(found: Found, site: Path) -> None:
    override(site, "layouts/portal.html", "<main>{% block content %}{% endblock %}</main>")
    assert "lacks the block" in found()["D006"]


def test_an_override_that_fills_what_is_gone(found: Found, site: Path) -> None:
    page = '{% extends "client_portal/layouts/portal.html" %}{% block vanished %}{% endblock %}'
    override(site, "portal/welcome/privacy.html", page)
    assert "fills the block vanished" in found()["D006"]


def test_an_override_that_asks_for_what_is_gone(found: Found, site: Path) -> None:
    page = (
        '{% extends "client_portal/layouts/portal.html" %}'
        '{% block content %}{% include "client_portal/gone.html" %}{% endblock %}'
    )
    override(site, "portal/welcome/privacy.html", page)
    assert "asks for client_portal/gone.html" in found()["D006"]


def test_an_override_that_keeps_up(found: Found, site: Path) -> None:
    page = '{% extends "client_portal/layouts/portal.html" %}{% block content %}Our own words.{% endblock %}'
    override(site, "portal/welcome/privacy.html", page)
    assert found() == {}


def test_letters_that_tell(found: Found, site: Path) -> None:
    override(site, "email/onboarding.completed.txt", "{{ practice_name }}: {{ client.last_name }} has anxiety")
    assert "{{ client.last_name }}" in found()["D007"]


def test_colors_that_nobody_can_read(found: Found, practice: Any) -> None:
    PortalSettings.objects.filter(practice=practice).update(accent_color="#ffdd00")
    assert "#ffdd00" in found()["D008"]
    PortalSettings.objects.filter(practice=practice).update(accent_color="#1d6358")
    assert found() == {}


def test_a_dead_worker(found: Found, settings: Any) -> None:
    WorkerHeartbeat.objects.update(at=clock.now() - dt.timedelta(minutes=6))
    assert "client_portal_worker" in found()["D009"]
    WorkerHeartbeat.objects.all().delete()
    assert "never" in found()["D009"]
    settings.CLIENT_PORTAL = {**settings.CLIENT_PORTAL, "DELIVERY": "inline"}
    assert found() == {}


def test_what_was_not_delivered(found: Found) -> None:
    message = OutboxMessage.objects.create(
        topic="x", key="x", payload={}, available_at=clock.now() - dt.timedelta(minutes=59)
    )
    assert found() == {}
    OutboxMessage.objects.filter(pk=message.pk).update(available_at=clock.now() - dt.timedelta(minutes=61))
    assert list(found()) == ["D010"]
    OutboxMessage.objects.filter(pk=message.pk).update(dead_at=clock.now())
    assert list(found()) == ["D011"]
