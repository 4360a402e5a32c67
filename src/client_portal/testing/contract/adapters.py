"""Promises of the people adapter: what it returns, what it writes, and how it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from client_portal import swap
from client_portal.people.adapters import FIELDS, ClientFacts, PeopleAdapter, people
from client_portal.testing import builders
from client_portal.testing.contract.case import ContractCase, fresh, one_line, promise

GIVEN = ClientFacts("Orla", "Contract", "orla.contract@example.com", dt.date(1988, 2, 29))
CHANGES: dict[str, Any] = {
    "first_name": "Orlaith",
    "last_name": "Promise",
    "email": "orlaith.promise@example.com",
    "birth_date": dt.date(1989, 3, 1),
}
IMPOSSIBLE: dict[str, Any] = {"first_name": "", "last_name": "x" * 5000, "email": "no address", "birth_date": None}
"""What a record may take or refuse; the portal shows the refusal beside the field."""


class AdapterPromises(ContractCase):
    """The adapter in force keeps what the docstrings of ``PeopleAdapter`` say."""

    @promise
    def test_the_adapter_inherits_from_ours(self) -> None:
        """New methods of later versions have a default."""
        adapter = people()
        self.hold(
            isinstance(adapter, PeopleAdapter),
            f"{type(adapter).__name__} doesn't inherit from client_portal.people.adapters.PeopleAdapter. "
            "Let it inherit, so that methods of later versions are there.",
        )

    @promise
    def test_create_client_returns_a_saved_record_of_the_practice(self) -> None:
        """The record is of the right model, in the database, and in the practice that was given."""
        self.make_practice()
        practice = self.make_practice()
        client = self._create(practice)
        model = swap.model("Client")
        self.hold(
            isinstance(client, model),
            f"create_client returned {type(client).__name__}, not {model._meta.label}. Return the record itself.",
        )
        stored: Any = fresh("Client", client)
        self.hold(
            stored is not None,
            f"create_client returned a {model._meta.label} that isn't in the database. "
            "Save the record before returning it.",
        )
        found = swap.value("Client", "PORTAL_PRACTICE", stored)
        self.hold(
            found == practice,
            f"create_client was called for the practice {practice} and wrote the record into {found}. "
            "Write it into the practice that it is given, and into no other.",
        )

    @promise
    def test_client_facts_are_what_was_written(self) -> None:
        """A record made from facts tells the same facts, in the documented types."""
        client = fresh("Client", self._create(self.make_practice()))
        self.report(_told_differently("create_client", client, GIVEN))

    @promise
    def test_update_client_writes_what_changed_and_nothing_else(self) -> None:
        """Each fact is changed alone; the others, and other records, stay as they are."""
        practice = self.make_practice()
        client, bystander = self._create(practice), self._create(practice)
        expected = GIVEN
        for name, value in CHANGES.items():
            expected = replace(expected, **{name: value})
            with self.trying(
                f"update_client(client, {{{name!r}: {value!r}}})",
                f"Let update_client write {name} into the record; each of {', '.join(FIELDS)} may come alone.",
            ):
                people().update_client(fresh("Client", client), {name: value})
            self.report(_told_differently("update_client", fresh("Client", client), expected))
        others = _told_differently("update_client", fresh("Client", bystander), GIVEN)
        self.hold(not others, "update_client changed a record that it wasn't given. Write into the given record alone.")

    @promise
    def test_a_refusal_is_a_validation_error_by_our_names(self) -> None:
        """What a record can't hold is refused with the name of the fact, so that the form can show it there."""
        practice = self.make_practice()
        client = self._create(practice)
        for name, value in IMPOSSIBLE.items():
            facts = replace(GIVEN, **{name: value})
            self.report(_wrong_refusal("create_client", name, partial(people().create_client, practice, facts)))
            self.report(_wrong_refusal("update_client", name, partial(people().update_client, client, {name: value})))

    @promise
    def test_create_user_makes_a_login_that_find_user_finds(self) -> None:
        """A login has the password that it was given, and is found by its address in any case."""
        email = "Nina.Contract@example.com"
        with self.trying("create_user of the people adapter", "Let it make a saved, active login of your user model."):
            user = people().create_user(email, builders.PASSWORD, GIVEN)
        self.hold(
            user is not None and user.pk is not None and user.is_active,
            "create_user returned no saved, active login. Save the login and return it.",
        )
        self.hold(
            user.check_password(builders.PASSWORD),
            "The login that create_user made doesn't have the password that it was given. Set it by set_password.",
        )
        for written in (email, email.lower(), email.upper()):
            self.hold(
                people().find_user(written) == user,
                f"find_user({written!r}) didn't find the login that create_user made for {email!r}. "
                "Look the address up in whatever case it is written.",
            )

    @promise
    def test_find_user_finds_nobody_else(self) -> None:
        """Without a login, or with one that was closed, the answer is None."""
        self.hold(
            people().find_user("nobody.contract@example.com") is None,
            "find_user found a login for an address that has none. Return None then.",
        )
        user = builders.make_user("closed.contract@example.com")
        user.is_active = False
        user.save()
        self.hold(
            people().find_user("closed.contract@example.com") is None,
            "find_user found a login that was closed (is_active is False). Return active logins alone.",
        )

    def _create(self, practice: Any) -> Any:
        cure = f"Let it make a {swap.target('Client')} from the four facts of ClientFacts."
        with self.trying("create_client of the people adapter", cure):
            return people().create_client(practice, GIVEN)


def _told_differently(method: str, client: Any, expected: ClientFacts) -> list[str]:
    told = people().client_facts(client)
    if not isinstance(told, ClientFacts):
        return [f"client_facts returned {type(told).__name__}. Return a client_portal.people.adapters.ClientFacts."]
    return [
        f"After {method}, client_facts says that {name} is {getattr(told, name)!r}, not {getattr(expected, name)!r}. "
        f"Let both use the same column, and keep the type."
        for name in FIELDS
        if getattr(told, name) != getattr(expected, name)
    ]


def _wrong_refusal(method: str, name: str, deed: Callable[[], Any]) -> list[str]:
    try:
        with transaction.atomic():
            deed()
    except ValidationError as error:
        named = set(getattr(error, "error_dict", {})) - {"__all__"}
        if named <= set(FIELDS):
            return []
        told = f"{method} refused a bad {name} with a ValidationError for {', '.join(sorted(named))}."
        return [f"{told} Name the facts as the portal does: {', '.join(FIELDS)}."]
    except Exception as error:  # noqa: BLE001 - whatever else comes out would be an error page
        told = f"{method} answered a bad {name} with {type(error).__name__}: {one_line(error)}"
        return [
            f"{told} Check the record before saving it, and raise a ValidationError by the portal's names of facts."
        ]
    return []
