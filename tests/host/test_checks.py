"""``manage.py check``: each wrong or missing setting is named with its cure, and a right one is left in peace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as in_force
from django.core.checks import CheckMessage
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from client_portal import checks, swap
from client_portal.people.adapters import PeopleAdapter
from tests.architecture.source import ROOT

SETTINGS = (
    checks.check_keys,
    checks.check_values,
    checks.check_lookups,
    checks.check_adapters,
    checks.check_project,
    checks.check_deployment,
)

NOISE = {"client_portal.W002", "client_portal.W004"}
"""Warnings for real sites, which no test project is."""


class Own(PeopleAdapter):
    """A host's adapter as it should be."""


class Stranger:
    """A class that is no adapter."""


def found() -> list[CheckMessage]:
    """What the checks of settings say now."""
    return [message for check in SETTINGS for message in check()]


def only(number: str) -> CheckMessage:
    """The one message that the checks have now, which must have this number."""
    wanted = f"client_portal.{number}"
    messages = [message for message in found() if message.id == wanted or message.id not in NOISE]
    assert [message.id for message in messages] == [wanted]
    return messages[0]


@pytest.fixture
def portal_settings(settings: Any) -> Callable[..., None]:
    """Write keys of ``CLIENT_PORTAL`` beside those that the project has."""

    def write(**keys: Any) -> None:
        settings.CLIENT_PORTAL = {**getattr(settings, "CLIENT_PORTAL", {}), **keys}

    return write


def lookups(settings: Any, **more: Any) -> dict[str, Any]:
    return {**getattr(settings, "CLIENT_PORTAL", {}).get("LOOKUPS", {}), **more}


@pytest.mark.spec("HOST-1")
def test_a_project_as_it_should_be_hears_nothing(
    portal_settings: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal_settings(
        TENANCY="subdomain",
        BASE_URL="https://portal.example.com",
        BASE_DOMAIN="portal.example.com",
        DELIVERY="inline",
        RATE_LIMITS={"sign_in_source": (5, 60)},
        LOOKUPS=lookups(settings, Client={"PORTAL_PRACTITIONERS": None}),
        ADAPTERS={"people": f"{__name__}.Own"},
    )
    databases = {
        "default": {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True},
        "other": {"ENGINE": "django.db.backends.sqlite3"},
    }
    monkeypatch.setattr(in_force, "DATABASES", databases)
    assert found() == []


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "E001",
        {"TENACY": "path"},
        "CLIENT_PORTAL['TENACY'] is not a setting of client_portal.",
        "Take it out, or write one of: ADAPTERS, BASE_DOMAIN, ",
    ),
    ("E002", {"TENANCY": "subdomains"}, "TENANCY is 'subdomains'.", "Write one of: path, subdomain, single."),
    ("E002", {"DELIVERY": "celery"}, "DELIVERY is 'celery'.", "Write one of: worker, inline."),
    (
        "E003",
        {"TENANCY": "subdomain"},
        "TENANCY is subdomain, but BASE_DOMAIN is empty.",
        'Name the domain that practices hang under, such as "portal.example.com".',
    ),
    (
        "E004",
        {"BASE_URL": "ehr.example.com"},
        "BASE_URL is 'ehr.example.com', which is not an address.",
        'Write it with its scheme, such as "https://ehr.example.com".',
    ),
    (
        "E004",
        {"BASE_URL": None},
        "BASE_URL is None, which is not an address.",
        'Write it with its scheme, such as "https://ehr.example.com".',
    ),
    (
        "E005",
        {"RATE_LIMITS": {"signin": (1, 1), "link_check": (9, 60)}},
        "RATE_LIMITS has the scope 'signin', which nothing asks for.",
        "Write one of: invitation_source, link_check, ",
    ),
    (
        "E009",
        {"ADAPTERS": {"peeple": f"{__name__}.Own"}},
        "ADAPTERS names 'peeple', which has no adapter.",
        "Write one of: people.",
    ),
    (
        "E009",
        {"ADAPTERS": {"people": f"{__name__}.Missing"}},
        'ADAPTERS[\'people\']: Module "tests.host.test_checks" does not define a "Missing" attribute/class',
        "Correct the dotted path, such as emr.portal.People.",
    ),
    (
        "E009",
        {"ADAPTERS": {"people": f"{__name__}.Stranger"}},
        "ADAPTERS['people']: tests.host.test_checks.Stranger is not an adapter of ours.",
        "Let it inherit from client_portal.people.adapters.PeopleAdapter.",
    ),
    (
        "E009",
        {"ADAPTERS": {"people": f"{__name__}.found"}},
        "ADAPTERS['people']: tests.host.test_checks.found is not an adapter of ours.",
        "Let it inherit from client_portal.people.adapters.PeopleAdapter.",
    ),
    (
        "E011",
        {"BASE_TEMPLATE": "emr/shell.html"},
        "BASE_TEMPLATE 'emr/shell.html' is not to be found.",
        "Write the name of a template that exists, or leave the setting out.",
    ),
    (
        "W003",
        {"MAILBOX": True},
        "MAILBOX is on. The mailbox page works with DEBUG alone, and has no place on a real site.",
        'Take CLIENT_PORTAL["MAILBOX"] out of the settings of this site.',
    ),
]


@pytest.mark.spec("HOST-1")
@pytest.mark.parametrize(
    ("number", "keys", "message", "cure"), WRONG, ids=[f"{item[0]}-{next(iter(item[1]))}" for item in WRONG]
)
def test_a_wrong_value_is_named_with_its_cure(
    number: str, keys: dict[str, Any], message: str, cure: str, portal_settings: Any
) -> None:
    portal_settings(**keys)
    told = only(number)
    assert told.msg == message
    assert told.hint.startswith(cure)


@pytest.mark.spec("HOST-1")
@pytest.mark.parametrize("name", sorted(swap.LOOKUPS))
def test_a_model_that_is_not_installed_is_named_with_its_cure(name: str, settings: Any) -> None:
    setting = f"CLIENT_PORTAL_{name.upper()}_MODEL"
    setattr(settings, setting, "nowhere.Thing")
    told = only("E006")
    assert told.msg == f"{setting} names 'nowhere.Thing', which is not an installed model."
    assert told.hint == "Add the model's app to INSTALLED_APPS, or correct the setting."


@pytest.mark.spec("HOST-1")
@pytest.mark.parametrize(
    ("model", "paths", "message", "cure"),
    [
        ("Clint", {"PORTAL_EMAIL": "email"}, "'Clint'", "Known: Practice, Practitioner, Client, Appointment, Invoice."),
        ("Client", {"PORTAL_MAIL": "email"}, "'PORTAL_MAIL'", "Known for Client: PORTAL_PRACTICE, PORTAL_EMAIL, "),
        ("Practice", {"PORTAL_NAME": "name"}, "'PORTAL_NAME'", "Known: "),
    ],
)
def test_a_look_up_that_is_not_part_of_the_contract_is_named_with_its_cure(
    model: str, paths: dict[str, str], message: str, cure: str, portal_settings: Any, settings: Any
) -> None:
    portal_settings(LOOKUPS=lookups(settings, **{model: paths}))
    told = only("E007")
    assert told.msg == f"LOOKUPS names {message}, which is not part of the contract."
    assert told.hint.startswith(cure)


@pytest.mark.spec("HOST-1", "HOST-2")
@pytest.mark.parametrize(
    ("model", "attribute"), [(model, attribute) for model, paths in swap.LOOKUPS.items() for attribute in paths]
)
def test_a_path_that_leads_nowhere_is_named_with_its_cure(
    model: str, attribute: str, portal_settings: Any, settings: Any
) -> None:
    before = lookups(settings).get(model, {})
    portal_settings(LOOKUPS=lookups(settings, **{model: {**before, attribute: "no_such_column"}}))
    told = only("E008")
    label = swap.model(model)._meta.label
    assert told.msg.startswith(f"{label}: {attribute} is 'no_such_column', which can't be looked up: Cannot resolve")
    assert told.hint == (
        f"Set {attribute} on the class, or CLIENT_PORTAL['LOOKUPS']['{model}'], to the ORM path of this fact."
    )


@pytest.mark.spec("HOST-1", "HOST-2")
def test_a_class_that_points_nowhere_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap.model("Client"), "PORTAL_EMAIL", "no_such_column", raising=False)
    assert "PORTAL_EMAIL is 'no_such_column'" in only("E008").msg


@contextmanager
def without_app(name: str) -> Iterator[None]:
    """The project as if it hadn't installed an app."""
    apps.set_available_apps([config.name for config in apps.get_app_configs() if config.name != name])
    try:
        yield
    finally:
        apps.unset_available_apps()


@pytest.mark.spec("HOST-1")
@pytest.mark.parametrize("name", checks.NEEDED_APPS)
def test_a_missing_app_is_named_with_its_cure(name: str) -> None:
    with without_app(name):
        told = only("E010")
    assert told.msg == f"{name} is missing in INSTALLED_APPS."
    assert told.hint == f"Add '{name}' to INSTALLED_APPS."


@pytest.mark.spec("HOST-1")
@pytest.mark.parametrize("name", checks.NEEDED_MIDDLEWARE)
def test_missing_middleware_is_named_with_its_cure(name: str, settings: Any) -> None:
    settings.MIDDLEWARE = [item for item in settings.MIDDLEWARE if item != name]
    told = only("E010")
    assert told.msg == f"{name} is missing in MIDDLEWARE."
    assert told.hint == f"Add '{name}' to MIDDLEWARE."


@pytest.mark.spec("HOST-1")
@pytest.mark.parametrize("name", checks.NEEDED_CONTEXT)
def test_a_missing_context_processor_is_named_with_its_cure(name: str, settings: Any) -> None:
    (engine,) = settings.TEMPLATES
    kept = [item for item in engine["OPTIONS"]["context_processors"] if item != name]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "context_processors": kept}}]
    told = only("E010")
    assert told.msg == f"{name} is missing in the context processors of TEMPLATES."
    assert told.hint == f"Add '{name}' to the context processors of TEMPLATES."


@pytest.mark.spec("HOST-1")
def test_a_missing_include_is_named_with_its_cure(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.host.no_urls"
    told = only("E012")
    assert told.msg == "The portal's addresses are not included."
    assert told.hint == 'Add path("portal/", include("client_portal.urls")) to the project\'s urls.'


def test_guardian_s_anonymous_login_is_warned_of(settings: Any) -> None:
    settings.ANONYMOUS_USER_NAME = "AnonymousUser"
    told = only("W001")
    assert told.hint == "Set ANONYMOUS_USER_NAME = None."
    del settings.ANONYMOUS_USER_NAME
    assert only("W001").msg == "django-guardian will make an active login named AnonymousUser."


def test_a_base_url_that_nobody_wrote_is_warned_of() -> None:
    told = only("W002")
    assert told.msg == "Links in e-mails start with http://localhost:8000."
    assert told.hint == 'Set CLIENT_PORTAL["BASE_URL"] to the site\'s own address.'


def test_postgresql_without_health_checks_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_force, "DATABASES", {"reports": {"ENGINE": "django.db.backends.postgresql"}})
    told = only("W004")
    assert told.msg == "After a restart of the database 'reports' the first request on each connection fails."
    assert told.hint == "Set CONN_HEALTH_CHECKS to True in its settings."


@pytest.mark.django_db
def test_a_database_that_fits_the_models_hears_nothing() -> None:
    assert checks.check_late_swap(databases=["default"]) == []


@pytest.mark.spec("HOST-1", "HOST-2")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Practice", "Client"])
def test_a_model_that_was_swapped_too_late_is_named_with_its_cure(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = swap.model(name)._meta.db_table
    monkeypatch.setattr(swap.model(name)._meta, "db_table", "emr_other")
    (told,) = checks.check_late_swap(databases=["default"])
    assert told.id == "client_portal.E013"
    assert re.fullmatch(rf"client_portal_\w+\.\w+ points at {table}, not at emr_other\.", told.msg)
    assert told.hint == (
        f"CLIENT_PORTAL_{name.upper()}_MODEL was set after the first migrate. "
        "Start from an empty database, or move the keys."
    )


def test_a_database_that_was_not_asked_about_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap.model("Client")._meta, "db_table", "emr_other")
    assert checks.check_late_swap() == []


@pytest.mark.spec("HOST-1")
def test_manage_py_check_says_all_at_once(portal_settings: Any, settings: Any) -> None:
    portal_settings(TENACY="path", BASE_URL="nowhere", BASE_TEMPLATE="none.html")
    with pytest.raises(SystemCheckError) as refusal:
        call_command("check")
    told = str(refusal.value)
    for number in ("E001", "E004", "E011"):
        assert f"(client_portal.{number})" in told
    assert 'HINT: Write it with its scheme, such as "https://ehr.example.com".' in told


@pytest.mark.spec("HOST-1")
def test_manage_py_check_deploy_says_what_a_real_site_needs(capsys: Any, portal_settings: Any) -> None:
    portal_settings(MAILBOX=True)
    call_command("check", tags=["security"])
    assert "client_portal.W00" not in capsys.readouterr().err
    call_command("check", deploy=True, tags=["security"])
    told = capsys.readouterr().err
    assert "(client_portal.W002)" in told
    assert "(client_portal.W003)" in told


@pytest.mark.spec("HOST-1", "HOST-2")
@pytest.mark.django_db
def test_manage_py_check_asks_the_database_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap.model("Client")._meta, "db_table", "emr_other")
    call_command("check", tags=["compatibility"])
    with pytest.raises(SystemCheckError, match=r"\(client_portal\.E013\)"):
        call_command("check", tags=["database"], databases=["default"])


def test_every_check_has_a_test_here() -> None:
    source = (ROOT / "src/client_portal/checks.py").read_text()
    numbers = set(re.findall(r"\"(?:client_portal\.)?([EW]\d{3})\"", source))
    asked = set(re.findall(r"\"(?:client_portal\.)?([EW]\d{3})\"", (ROOT / "tests/host/test_checks.py").read_text()))
    assert numbers <= asked
