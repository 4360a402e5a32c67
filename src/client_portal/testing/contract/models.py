"""Promises of the five swappable models: each question of the portal finds its answer under the path that was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core import checks
from django.db import models, transaction

from client_portal import swap
from client_portal.testing.contract.case import ContractCase, fresh, one_line, promise

TEXT = (models.CharField, models.TextField)
KINDS: dict[str, tuple[tuple[type[models.Field[Any, Any]], ...], str]] = {
    "PORTAL_EMAIL": (TEXT, "text"),
    "PORTAL_FIRST_NAME": (TEXT, "text"),
    "PORTAL_LAST_NAME": (TEXT, "text"),
    "PORTAL_STATUS": (TEXT, "text"),
    "PORTAL_CURRENCY": (TEXT, "text"),
    "PORTAL_BIRTH_DATE": ((models.DateField,), "a date"),
    "PORTAL_DUE": ((models.DateField,), "a date"),
    "PORTAL_START": ((models.DateTimeField,), "a date with time"),
    "PORTAL_END": ((models.DateTimeField,), "a date with time"),
    "PORTAL_TOTAL": ((models.DecimalField,), "a decimal number"),
    "PORTAL_BALANCE": ((models.DecimalField,), "a decimal number"),
}
"""What stands at the end of a path, and how it is called. A number of an invoice may be of any kind."""

RELATIONS = {
    "PORTAL_PRACTICE": "Practice",
    "PORTAL_CLIENT": "Client",
    "PORTAL_PRACTITIONER": "Practitioner",
    "PORTAL_PRACTITIONERS": "Practitioner",
    "PORTAL_USER": "",
}
"""Which of the five models a path leads to; empty: the project's user model."""


class ModelPromises(ContractCase):
    """The five models in force answer what the portal asks."""

    @promise
    def test_system_checks_find_nothing(self) -> None:
        """``manage.py check`` has no error of the portal."""
        found = checks.run_checks(databases=["default"])
        self.report(
            f"{message.id}: {one_line(message.msg)} {message.hint}"
            for message in found
            if str(message.id).startswith("client_portal.") and message.level >= checks.ERROR
        )

    @promise
    def test_look_ups_can_be_filtered_and_ordered(self) -> None:
        """The database answers by each look-up path of each model."""
        self.report(problem for name, attribute in _look_ups() for problem in _unanswered(name, attribute))

    @promise
    def test_look_ups_lead_to_the_right_kind_of_fact(self) -> None:
        """A date stands where a date is expected, a key to the practice where a practice is."""
        self.report(problem for name, attribute in _look_ups() for problem in _wrong_kind(name, attribute))

    @promise
    def test_a_practitioner_belongs_to_practice_and_login(self) -> None:
        """A practitioner's row leads back to the practice and to the login."""
        practice = self.make_practice()
        staff = self.make_practitioner(practice)
        row: Any = None if staff.practitioner is None else fresh("Practitioner", staff.practitioner)
        self.hold(
            row is not None,
            f"make_practitioner of the records gave no saved {swap.target('Practitioner')}. "
            "Save the row and return it.",
        )
        for attribute, expected in (("PORTAL_PRACTICE", practice), ("PORTAL_USER", staff.user)):
            found = swap.value("Practitioner", attribute, row)
            self.hold(
                found == expected,
                f"A practitioner made for {expected} leads to {found} by {attribute} "
                f"({swap.lookup('Practitioner', attribute)!r}). Correct the path, or make_practitioner of the records.",
            )


def _look_ups() -> Iterator[tuple[str, str]]:
    for name, attributes in swap.LOOKUPS.items():
        for attribute in attributes:
            if swap.lookup(name, attribute) is not None:
                yield name, attribute


def _unanswered(name: str, attribute: str) -> Iterator[str]:
    path = swap.path(name, attribute)
    rows = swap.model(name)._default_manager
    try:
        with transaction.atomic():
            list(rows.filter(**{f"{path}__isnull": False}).order_by(path).values_list(path)[:1])
    except Exception as error:  # noqa: BLE001 - a host's fields may raise anything; all of it is told
        yield f"{_place(name, attribute)}, which the database can't filter or order by: {one_line(error)} {_cure(name)}"


def _wrong_kind(name: str, attribute: str) -> Iterator[str]:
    try:
        field = _end_of(swap.model(name), swap.path(name, attribute))
    except Exception:  # noqa: BLE001 - told by the promise before
        return
    if attribute in RELATIONS:
        target = swap.model(RELATIONS[attribute]) if RELATIONS[attribute] else get_user_model()
        related: Any = getattr(field, "related_model", None)
        if related is None or related._meta.concrete_model is not target._meta.concrete_model:
            yield f"{_place(name, attribute)}, which doesn't lead to {target._meta.label}. {_cure(name)}"
    elif attribute in KINDS:
        classes, word = KINDS[attribute]
        is_wrong = not isinstance(field, classes) or (word == "a date" and isinstance(field, models.DateTimeField))
        if is_wrong:
            yield f"{_place(name, attribute)}, a {type(field).__name__}, but {word} is needed. {_cure(name)}"


def _end_of(model: type[models.Model], path: str) -> Any:
    field: Any = None
    for part in path.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    return getattr(field, "output_field", field)


def _place(name: str, attribute: str) -> str:
    return f"{swap.model(name)._meta.label}: {attribute} is {swap.lookup(name, attribute)!r}"


def _cure(name: str) -> str:
    return f"Set it on the class, or in CLIENT_PORTAL['LOOKUPS'][{name!r}], to the ORM path of this fact."
