"""The five swappable models: the only module that knows swapper.

A host replaces a model by a top-level setting such as ``CLIENT_PORTAL_CLIENT_MODEL = "emr.Patient"`` and tells, by
class attributes or by ``CLIENT_PORTAL["LOOKUPS"]``, under which ORM paths our questions find their answers.
"""

from __future__ import annotations

from typing import Any

import swapper
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from client_portal.conf import conf

APP_LABEL = "client_portal"

LOOKUPS: dict[str, dict[str, str | None]] = {
    "Practice": {},
    "Practitioner": {"PORTAL_PRACTICE": "practice", "PORTAL_USER": "user"},
    "Client": {
        "PORTAL_PRACTICE": "practice",
        "PORTAL_EMAIL": "email",
        "PORTAL_FIRST_NAME": "first_name",
        "PORTAL_LAST_NAME": "last_name",
        "PORTAL_BIRTH_DATE": "birth_date",
        "PORTAL_PRACTITIONERS": None,
    },
    "Appointment": {
        "PORTAL_CLIENT": "client",
        "PORTAL_PRACTITIONER": "practitioner",
        "PORTAL_START": "start",
        "PORTAL_END": "end",
        "PORTAL_STATUS": "status",
    },
    "Invoice": {
        "PORTAL_CLIENT": "client",
        "PORTAL_NUMBER": "number",
        "PORTAL_TOTAL": "total",
        "PORTAL_BALANCE": "balance",
        "PORTAL_CURRENCY": "currency",
        "PORTAL_DUE": "due_date",
    },
}
"""Contract of each swappable model: attribute → default ORM path (None: we answer from our own tables)."""


def setting(name: str) -> str:
    """The setting that swaps the model, for ``Meta.swappable``."""
    return str(swapper.swappable_setting(APP_LABEL, name))


def target(name: str) -> str:
    """The label of the model in force, such as ``emr.Patient``, for foreign keys."""
    return str(swapper.get_model_name(APP_LABEL, name))


def model(name: str) -> type[models.Model]:
    """The model class in force; raises ``ImproperlyConfigured`` if its app isn't installed."""
    try:
        return apps.get_model(target(name))
    except (LookupError, ValueError) as error:
        message = f"{setting(name)} names {target(name)!r}, which is not an installed model."
        raise ImproperlyConfigured(message) from error


def is_swapped(name: str) -> bool:
    """Whether the host brought its own model."""
    return target(name).lower() != f"{APP_LABEL}.{name}".lower()


def lookup(name: str, attribute: str) -> str | None:
    """The ORM path of one fact, from the settings, the host's class, or our own names, in this order."""
    chosen = conf.LOOKUPS.get(name, {})
    if attribute in chosen:
        path: str | None = chosen[attribute]
        return path
    declared: str | None = getattr(model(name), attribute, LOOKUPS[name][attribute])
    return declared


def path(name: str, attribute: str) -> str:
    """Like ``lookup`` for a fact that must have a path; raises ``ImproperlyConfigured`` if it has none."""
    found = lookup(name, attribute)
    if found is None:
        message = f"{target(name)} needs {attribute}: the ORM path of this fact."
        raise ImproperlyConfigured(message)
    return found


def value(name: str, attribute: str, instance: models.Model) -> Any:
    """Follow the look-up path on an object in hand; None as soon as a link is missing."""
    found: Any = instance
    for part in path(name, attribute).split("__"):
        found = getattr(found, part, None)
        if found is None:
            return None
    return found
