"""System checks: each says what is wrong and its cure. Every id has a heading in ``docs/reference/checks.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connections, models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch
from django.utils.module_loading import import_string

from client_portal import swap
from client_portal.conf import DEFAULTS, conf
from client_portal.people.adapters import PeopleAdapter
from client_portal.practices.tenancy import portal_reverse

TENANCIES = ("path", "subdomain", "single")
DELIVERIES = ("worker", "inline")
ADAPTER_BASES = {"people": PeopleAdapter}
NEEDED_APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
)
NEEDED_MIDDLEWARE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)
NEEDED_CONTEXT = (
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
)

Messages = Iterable[checks.CheckMessage]


def register_checks() -> None:
    """Register every check with Django; called once when Django starts."""
    for check in (check_keys, check_values, check_lookups, check_adapters, check_project):
        checks.register(_listed(check), checks.Tags.compatibility)
    checks.register(_listed(check_deployment), checks.Tags.security, deploy=True)
    checks.register(check_late_swap, checks.Tags.database)


def check_keys() -> Messages:
    """``CLIENT_PORTAL`` has only keys that exist."""
    for key in sorted(set(conf.chosen()) - conf.keys()):
        yield checks.Error(
            f"CLIENT_PORTAL[{key!r}] is not a setting of client_portal.",
            hint=f"Take it out, or write one of: {', '.join(sorted(conf.keys()))}.",
            id="client_portal.E001",
        )


def check_values() -> Messages:
    """The values make sense, alone and together."""
    if conf.TENANCY not in TENANCIES:
        yield _error("E002", f"TENANCY is {conf.TENANCY!r}.", f"Write one of: {', '.join(TENANCIES)}.")
    if conf.DELIVERY not in DELIVERIES:
        yield _error("E002", f"DELIVERY is {conf.DELIVERY!r}.", f"Write one of: {', '.join(DELIVERIES)}.")
    if conf.TENANCY == "subdomain" and not conf.BASE_DOMAIN:
        hint = 'Name the domain that practices hang under, such as "portal.example.com".'
        yield _error("E003", "TENANCY is subdomain, but BASE_DOMAIN is empty.", hint)
    if "://" not in str(conf.BASE_URL):
        hint = 'Write it with its scheme, such as "https://ehr.example.com".'
        yield _error("E004", f"BASE_URL is {conf.BASE_URL!r}, which is not an address.", hint)
    for scope in sorted(set(conf.chosen().get("RATE_LIMITS", {})) - set(DEFAULTS.RATE_LIMITS)):
        hint = f"Write one of: {', '.join(sorted(DEFAULTS.RATE_LIMITS))}."
        yield _error("E005", f"RATE_LIMITS has the scope {scope!r}, which nothing asks for.", hint)


def check_lookups() -> Messages:
    """Each look-up path of each model in force can be built; nothing is asked of the database."""
    yield from _unknown_lookups()
    for name, attributes in swap.LOOKUPS.items():
        try:
            model = swap.model(name)
        except ImproperlyConfigured as error:
            yield _error("E006", str(error), "Add the model's app to INSTALLED_APPS, or correct the setting.")
            continue
        for attribute, default in attributes.items():
            yield from _check_path(name, model, attribute, optional=default is None)


def check_adapters() -> Messages:
    """Each adapter can be imported and inherits from ours."""
    for domain, path in conf.ADAPTERS.items():
        base = ADAPTER_BASES.get(domain)
        if base is None:
            hint = f"Write one of: {', '.join(ADAPTER_BASES)}."
            yield _error("E009", f"ADAPTERS names {domain!r}, which has no adapter.", hint)
            continue
        try:
            adapter = import_string(path)
        except ImportError as error:
            hint = "Correct the dotted path, such as emr.portal.People."
            yield _error("E009", f"ADAPTERS[{domain!r}]: {error}", hint)
            continue
        if not (isinstance(adapter, type) and issubclass(adapter, base)):
            hint = f"Let it inherit from {base.__module__}.{base.__name__}."
            yield _error("E009", f"ADAPTERS[{domain!r}]: {path} is not an adapter of ours.", hint)


def check_project() -> Messages:
    """The project has the apps, middleware, template settings and the include that pages need."""
    yield from _missing("INSTALLED_APPS", NEEDED_APPS, _installed())
    yield from _missing("MIDDLEWARE", NEEDED_MIDDLEWARE, settings.MIDDLEWARE)
    yield from _missing("the context processors of TEMPLATES", NEEDED_CONTEXT, _context_processors())
    try:
        get_template(conf.BASE_TEMPLATE)
    except TemplateDoesNotExist:
        hint = "Write the name of a template that exists, or leave the setting out."
        yield _error("E011", f"BASE_TEMPLATE {conf.BASE_TEMPLATE!r} is not to be found.", hint)
    try:
        portal_reverse("staff:index")
    except NoReverseMatch:
        hint = 'Add path("portal/", include("client_portal.urls")) to the project\'s urls.'
        yield _error("E012", "The portal's addresses are not included.", hint)
    if getattr(settings, "ANONYMOUS_USER_NAME", "AnonymousUser") is not None:
        yield checks.Warning(
            "django-guardian will make an active login named AnonymousUser.",
            hint="Set ANONYMOUS_USER_NAME = None.",
            id="client_portal.W001",
        )


def check_deployment() -> Messages:
    """What only a real site needs."""
    if conf.BASE_URL == DEFAULTS.BASE_URL:
        yield checks.Warning(
            "Links in e-mails start with http://localhost:8000.",
            hint='Set CLIENT_PORTAL["BASE_URL"] to the site\'s own address.',
            id="client_portal.W002",
        )
    if conf.MAILBOX:
        yield checks.Warning(
            "MAILBOX is on. The mailbox page works with DEBUG alone, and has no place on a real site.",
            hint='Take CLIENT_PORTAL["MAILBOX"] out of the settings of this site.',
            id="client_portal.W003",
        )
    for alias, database in settings.DATABASES.items():
        if "postgresql" in database["ENGINE"] and not database.get("CONN_HEALTH_CHECKS"):
            yield checks.Warning(
                f"After a restart of the database {alias!r} the first request on each connection fails.",
                hint="Set CONN_HEALTH_CHECKS to True in its settings.",
                id="client_portal.W004",
            )


def check_late_swap(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Our foreign keys point at the tables of the models in force: a model must be swapped before the first migrate."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        tables = set(connection.introspection.table_names())
        for name in swap.LOOKUPS:
            found += _late_swaps(connection, tables, swap.model(name), name)
    return found


def _late_swaps(connection: Any, tables: set[str], target: Any, name: str) -> Iterator[checks.CheckMessage]:
    for relation in target._meta.related_objects:
        table, column = relation.related_model._meta.db_table, relation.field.column
        if relation.related_model._meta.app_label != swap.APP_LABEL or table not in tables:
            continue
        actual = _referenced_table(connection, table, column)
        if actual and actual != target._meta.db_table:
            hint = (
                f"{swap.setting(name)} was set after the first migrate. Start from an empty database, or move the keys."
            )
            yield _error("E013", f"{table}.{column} points at {actual}, not at {target._meta.db_table}.", hint)
            return


def _referenced_table(connection: Any, table: str, column: str) -> str | None:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
    for constraint in constraints.values():
        if constraint["foreign_key"] and constraint["columns"] == [column]:
            return str(constraint["foreign_key"][0])
    return None


def _unknown_lookups() -> Messages:
    for name, chosen in conf.LOOKUPS.items():
        known = swap.LOOKUPS.get(name, {})
        for attribute in [None] if name not in swap.LOOKUPS else sorted(set(chosen) - set(known)):
            hint = f"Known for {name}: {', '.join(known)}." if known else f"Known: {', '.join(swap.LOOKUPS)}."
            yield _error("E007", f"LOOKUPS names {attribute or name!r}, which is not part of the contract.", hint)


def _check_path(name: str, model: type[models.Model], attribute: str, *, optional: bool) -> Messages:
    path = swap.lookup(name, attribute)
    if path is None and optional:
        return
    try:
        model._base_manager.filter(**{f"{path}__isnull": True})
    except (FieldError, TypeError, ValueError) as error:
        yield _error(
            "E008",
            f"{model._meta.label}: {attribute} is {path!r}, which can't be looked up: {error}",
            f"Set {attribute} on the class, or CLIENT_PORTAL['LOOKUPS'][{name!r}], to the ORM path of this fact.",
        )


def _missing(place: str, needed: Iterable[str], present: Iterable[str]) -> Messages:
    there = set(present)
    for item in needed:
        if item not in there:
            yield _error("E010", f"{item} is missing in {place}.", f"Add {item!r} to {place}.")


def _installed() -> list[str]:
    return [config.name for config in apps.get_app_configs()]


def _context_processors() -> list[str]:
    templates: list[dict[str, Any]] = settings.TEMPLATES
    engines = (engine for engine in templates if engine["BACKEND"].endswith("DjangoTemplates"))
    return [item for engine in engines for item in engine.get("OPTIONS", {}).get("context_processors", [])]


def _error(number: str, message: str, hint: str) -> checks.Error:
    return checks.Error(message, hint=hint, id=f"client_portal.{number}")


def _listed(check: Any) -> Any:
    def run(**kwargs: Any) -> list[checks.CheckMessage]:
        return list(check())

    run.__doc__ = check.__doc__
    return run
