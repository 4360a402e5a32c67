"""Inside somebody's site: its shell, its log-in, its admin, its clocks and languages, its storage and e-mail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings as in_force
from django.contrib.staticfiles import finders
from django.core import mail
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone, translation

from client_portal.core import outbox
from client_portal.files.services import store_file
from client_portal.people.services import invite_client
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders
from tests.architecture.source import ROOT
from tests.mail import send_by

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SHELL = """{% load i18n tz client_portal %}{% get_current_language as language %}{% get_current_timezone as zone %}
<!doctype html><html lang="{{ language }}" class="host">
<head><title>{% block title %}{% endblock %} | Meadowlark</title>
{% client_portal_head %}{% block head_extra %}{% endblock %}</head>
<body class="host-body"><nav id="host-menu"><a href="/charts/">Charts</a></nav><p id="host-zone">{{ zone }}</p>
{% include "client_portal/components/_sprite.html" %}
<div class="cp-root" data-cp-theme="light">{% block body %}{% endblock %}</div>
{% client_portal_scripts %}</body></html>"""

received: list[Any] = []


class HostMail(BaseEmailBackend):
    """The host's own way to send e-mail."""

    def send_messages(self, email_messages: Any) -> int:
        received.extend(email_messages)
        return len(email_messages)


@pytest.fixture(autouse=True)
def our_own_language() -> Iterator[None]:
    """A request may leave a language behind in its thread; the next test speaks the project's again."""
    yield
    translation.deactivate()


@pytest.fixture
def portal_settings(settings: Any) -> Any:
    """Write keys of ``CLIENT_PORTAL`` beside those that the project has."""

    def write(**keys: Any) -> None:
        settings.CLIENT_PORTAL = {**getattr(settings, "CLIENT_PORTAL", {}), **keys}

    return write


@pytest.fixture
def shell(settings: Any, portal_settings: Any, tmp_path: Path) -> None:
    """The host's own base template is in force."""
    (tmp_path / "emr").mkdir()
    (tmp_path / "emr" / "shell.html").write_text(SHELL)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    portal_settings(BASE_TEMPLATE="emr/shell.html")


def page(browser: Client, address: str, status: int = 200) -> BeautifulSoup:
    """A page as a browser reads it."""
    answer = browser.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def pages(practice: Any, client_record: Any) -> dict[str, tuple[str, str, int]]:
    """Pages of every layout: who opens them, where they are, what they answer."""
    public_id = client_record.client_portal_profile.pk
    return {
        "welcome": ("nobody", portal_reverse("portal:welcome", practice), 200),
        "sign in": ("nobody", portal_reverse("portal:sign_in", practice), 200),
        "home": ("client", portal_reverse("portal:home", practice), 200),
        "not there": ("client", portal_reverse("portal:response", practice, response_id=public_id), 404),
        "staff": ("staff", portal_reverse("staff:clients", practice), 200),
        "settings": ("staff", portal_reverse("staff:settings_branding", practice), 200),
        "entrance": ("nobody", portal_reverse("staff:sign_in"), 200),
    }


@pytest.fixture
def every_page(
    client: Client, practice: Any, client_record: Any, maya: Any, administrator: builders.Staff
) -> dict[str, Any]:
    """How each of ``pages`` is opened by the one who may."""

    def opener(who: str, address: str, status: int) -> Any:
        def open_it() -> BeautifulSoup:
            client.logout()
            if who != "nobody":
                client.force_login(maya if who == "client" else administrator.user)
            return page(client, address, status)

        return open_it

    return {name: opener(*facts) for name, facts in pages(practice, client_record).items()}


@pytest.mark.spec("HOST-4")
def test_every_page_stands_in_the_host_s_own_shell(shell: None, every_page: dict[str, Any]) -> None:
    for name, open_it in every_page.items():
        found = open_it()
        assert found.select_one("#host-menu a")["href"] == "/charts/", name
        assert len(found.find_all("html")) == len(found.find_all("body")) == 1
        assert found.body["class"] == ["host-body"]
        assert found.title.text.endswith("| Meadowlark")
        assert found.select_one(".cp-root #main") is not None


@pytest.mark.spec("HOST-4")
def test_icons_scripts_and_styles_work_in_the_host_s_shell(shell: None, every_page: dict[str, Any]) -> None:
    used = set()
    for open_it in every_page.values():
        found = open_it()
        symbols = {f"#{symbol['id']}" for symbol in found.find_all("symbol")}
        used |= {use["href"] for use in found.find_all("use")}
        assert used <= symbols
        scripts = [script["src"] for script in found.find_all("script")]
        sheets = [link["href"] for link in found.find_all("link", rel="stylesheet")]
        assert len(scripts) > 5
        assert sheets[0].endswith("client_portal/portal.css")
        for address in [*scripts, sheets[0]]:
            assert finders.find(address.removeprefix(in_force.STATIC_URL)), address
    assert len(used) > 5


@pytest.mark.spec("HOST-4")
def test_nothing_of_ours_stands_outside_of_our_root(shell: None, every_page: dict[str, Any]) -> None:
    for name, open_it in every_page.items():
        outside = [
            element
            for element in open_it().find_all(class_=re.compile(r"^cp-"))
            if "cp-root" not in element["class"] and element.find_parent(class_="cp-root") is None
        ]
        assert outside == [], name


@pytest.mark.spec("HOST-4")
def test_our_sheets_name_nothing_that_a_host_could_have(client: Client, practice: Any) -> None:
    sheet = Path(finders.find("client_portal/portal.css")).read_text()
    brand = page(client, portal_reverse("portal:welcome", practice)).find("link", href=re.compile(r"brand\."))
    assert isinstance(brand, Tag)
    sheet += client.get(brand["href"]).content.decode()
    properties = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", sheet))
    assert len(properties) > 30
    assert {name for name in properties if not name.startswith("--cp-")} == set()
    assert {name for name in re.findall(r"@keyframes\s+([\w-]+)", sheet) if not name.startswith("cp-")} == set()
    assert re.search(r"(?:^|[},])\s*(?::root|html|body|\*)\s*[{,]", sheet) is None


@pytest.mark.spec("HOST-4", "AUTH-6")
@pytest.mark.parametrize("name", ["staff:clients", "portal:home"])
def test_signing_in_is_the_host_s(
    name: str, client: Client, practice: Any, administrator: builders.Staff, maya: Any, portal_settings: Any
) -> None:
    portal_settings(LOGIN_URL="/emr/log-in/")
    address = portal_reverse(name, practice)
    answer = client.get(address)
    assert answer.status_code == 302
    assert urlsplit(answer.url).path == "/emr/log-in/"
    assert parse_qs(urlsplit(answer.url).query)["next"] == [address]
    client.force_login(administrator.user if name == "staff:clients" else maya)
    found = page(client, address)
    assert found.find("dialog", attrs={"data-cp-session": True})["data-ended-url"] == "/emr/log-in/"


@pytest.mark.spec("HOST-4")
def test_without_a_log_in_of_its_own_a_host_s_login_url_is_left_alone(
    client: Client, practice: Any, settings: Any
) -> None:
    settings.LOGIN_URL = "/accounts/login/"
    assert client.get(portal_reverse("staff:clients", practice)).url.startswith(portal_reverse("staff:sign_in"))
    assert in_force.LOGIN_URL == "/accounts/login/"


@pytest.mark.spec("HOST-4")
@pytest.mark.skipif("django.contrib.admin" not in in_force.INSTALLED_APPS, reason="this project has no admin")
def test_the_host_s_admin_stays_as_it_is(client: Client, practice: Any, shell: None) -> None:
    found = page(client, "/admin/login/")
    assert found.find(class_=re.compile(r"^cp-")) is None
    assert "client_portal" not in str(found)
    user = builders.make_user("root@example.com")
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    assert page(client, "/admin/").find(class_=re.compile(r"^cp-")) is None
    assert client.get(portal_reverse("staff:clients", practice)).status_code == 404


@pytest.mark.spec("HOST-4")
def test_the_host_s_time_zone_is_kept_beside_the_practice_s(
    shell: None, settings: Any, client: Client, practice: Any, administrator: builders.Staff, client_record: Any
) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    invite_client(administrator.actor, client=client_record)
    client.force_login(administrator.user)
    found = page(client, portal_reverse("staff:invitations", practice))
    assert found.select_one("#host-zone").text == "Asia/Tokyo"
    shown = [moment.text for moment in found.select(".cp-root time")]
    assert shown
    assert [text for text in shown if "Tokyo" in text or "JST" in text] == []
    assert timezone.get_current_timezone_name() == "Asia/Tokyo"


@pytest.mark.spec("HOST-4")
@pytest.mark.parametrize("code", ["es", "en-us"])
def test_the_host_decides_on_the_language(code: str, settings: Any, client: Client, practice: Any) -> None:
    settings.LANGUAGE_CODE = code
    assert page(client, portal_reverse("portal:sign_in", practice)).html["lang"] == code


@pytest.mark.spec("HOST-4")
def test_the_host_s_choice_by_browser_is_followed(settings: Any, client: Client, practice: Any) -> None:
    at = "django.contrib.sessions.middleware.SessionMiddleware"
    place = settings.MIDDLEWARE.index(at) + 1
    locale = "django.middleware.locale.LocaleMiddleware"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], locale, *settings.MIDDLEWARE[place:]]
    answer = client.get(portal_reverse("portal:sign_in", practice), headers={"Accept-Language": "es"})
    assert BeautifulSoup(answer.content, "html.parser").html["lang"] == "es"


@pytest.mark.spec("HOST-4")
@pytest.mark.parametrize("alias", ["client_portal", "default"])
def test_files_go_to_the_storage_that_the_host_chose(
    alias: str, settings: Any, practitioner: builders.Staff, client_record: Any, tmp_path: Path
) -> None:
    places = {"default": tmp_path / "public", "client_portal": tmp_path / "private"}
    chosen = {
        name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(place)}}
        for name, place in places.items()
        if name in ("default", alias)
    }
    settings.STORAGES = {**settings.STORAGES, **chosen}
    file = store_file(practitioner.actor, client=client_record, upload=SimpleUploadedFile("card.pdf", PDF))
    with storages[alias].open(file.content.name) as kept:
        assert kept.read() == PDF
    assert [name for name, place in places.items() if place.exists()] == [alias]


@pytest.mark.spec("HOST-4")
@pytest.mark.parametrize("own", [None, "portal@meadowlark.example"])
def test_letters_go_out_by_the_host_s_e_mail_settings(
    own: str | None, settings: Any, portal_settings: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Meadowlark <office@meadowlark.example>"
    if own:
        portal_settings(FROM_EMAIL=own)
    send_by(settings, f"{__name__}.HostMail")
    received.clear()
    invite_client(practitioner.actor, client=client_record)
    outbox.drain()
    assert mail.outbox == []
    (letter,) = received
    assert letter.from_email == f"Juniper Counseling <{own or 'office@meadowlark.example'}>"


def run(script: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as a new project is one."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLIENT_PORTAL_")}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.projects.minimal.settings"
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.spec("HOST-1")
def test_a_new_project_has_a_portal_after_migrate() -> None:
    done = run(
        "import django; django.setup()\n"
        "from django.core.management import call_command as call\n"
        "from django.test import Client\n"
        "call('check'); call('migrate', verbosity=0)\n"
        "call('client_portal_start', 'Juniper Counseling', link='juniper', admin='ada@example.com',"
        " password='a calm and long passphrase')\n"
        "browser = Client(headers={'host': 'localhost'})\n"
        "print(browser.get('/portal/juniper/').content.decode())\n"
        "form = {'email': 'ada@example.com', 'password': 'a calm and long passphrase'}\n"
        "print(browser.post('/portal/staff/sign-in/', form, follow=True).content.decode())\n"
    )
    assert done.returncode == 0, done.stderr[-1500:]
    assert "Portal:    http://localhost:8000/portal/juniper/" in done.stdout
    assert "Welcome to Juniper Counseling" in done.stdout
    assert "Practice workspace" in done.stdout


@pytest.mark.spec("HOST-1")
@pytest.mark.parametrize(
    ("mistake", "told", "cure"),
    [
        (
            "settings.CLIENT_PORTAL_CLIENT_MODEL = 'nowhere.Thing'",
            "(client_portal.E006) CLIENT_PORTAL_CLIENT_MODEL names 'nowhere.Thing', which is not an installed model.",
            "HINT: Add the model's app to INSTALLED_APPS, or correct the setting.",
        ),
        (
            "settings.INSTALLED_APPS.remove('guardian')",
            "client_portal stands on django-guardian",
            'add "guardian" to INSTALLED_APPS as well.',
        ),
    ],
)
def test_what_keeps_the_project_from_starting_is_named_too(mistake: str, told: str, cure: str) -> None:
    done = run(
        f"from tests.projects.minimal import settings; {mistake}\n"
        "from django.core.management import execute_from_command_line as run; run(['manage.py', 'check'])"
    )
    assert done.returncode != 0
    assert told in done.stderr
    assert cure in done.stderr
