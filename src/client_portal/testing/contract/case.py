"""The ground that the kit's promises stand on: two practices of the host's own making, failures as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar
from unittest import SkipTest

from django.db import transaction
from django.test import TestCase

from client_portal import swap
from client_portal.core.actor import Actor
from client_portal.testing import builders

RECORDS = (
    "Give the test-case records: an object that inherits from client_portal.testing.builders.Records and makes your "
    "{row}."
)


@dataclass(frozen=True, slots=True)
class Office:
    """A practice with an administrator, a practitioner, a client of theirs, and the client's own login."""

    practice: Any
    administrator: builders.Staff
    practitioner: builders.Staff
    client: Any
    login: Any

    @property
    def portal_actor(self) -> Actor:
        """The client, in the portal."""
        return builders.portal_actor(self.login, self.practice)

    @property
    def actors(self) -> tuple[Actor, Actor, Actor]:
        """Everybody of the practice, as they are now."""
        return self.administrator.actor, self.practitioner.actor, self.portal_actor


class ContractCase(TestCase):
    """A test-case whose failures are sentences: what is wrong, and what to do."""

    __test__: ClassVar[bool] = False

    records: ClassVar[builders.Records | None] = None
    """How this host's rows are made; None leaves ``builders.records`` as it is."""

    def setUp(self) -> None:
        super().setUp()
        if self.records is not None:
            self.addCleanup(setattr, builders, "records", builders.records)
            builders.records = self.records

    def hold(self, is_kept: object, sentence: str) -> None:
        """Fail with the sentence unless the promise is kept."""
        if not is_kept:
            raise self.failureException(sentence)

    def report(self, problems: Iterable[str]) -> None:
        """Fail with all that was found, one sentence below the other."""
        found = list(problems)
        self.hold(not found, "\n".join(found))

    @contextmanager
    def trying(self, deed: str, cure: str) -> Iterator[None]:
        """Turn an error on the way into a failure that names the deed, the error and the cure."""
        try:
            with transaction.atomic():
                yield
        except self.failureException:
            raise
        except Exception as error:
            message = f"{deed} failed with {type(error).__name__}: {one_line(error)} {cure}"
            raise self.failureException(message) from error

    def make_practice(self) -> Any:
        """A practice of the host's own making, its portal on."""
        cure = RECORDS.format(row="practice")
        with self.trying(f"Making a practice ({swap.target('Practice')})", cure):
            practice = builders.make_practice()
        self.hold(
            practice.pk is not None and str(practice).strip(),
            f"A practice that was made has no key or no name. Let make_practice return a saved "
            f"{swap.target('Practice')}, and let str() of it be the name that clients know.",
        )
        return practice

    def make_practitioner(self, practice: Any) -> builders.Staff:
        """A practitioner of the practice, with a login."""
        with self.trying(f"Making a practitioner ({swap.target('Practitioner')})", RECORDS.format(row="practitioner")):
            return builders.make_staff(practice, "practitioner")

    def make_client(self, practice: Any, *, assigned_to: builders.Staff | None = None, **facts: Any) -> Any:
        """A client record, made through the people adapter as the portal's own pages make it."""
        cure = f"Let create_client of the people adapter make a {swap.target('Client')} from names and e-mail alone."
        with self.trying(f"Making a client ({swap.target('Client')})", cure):
            client = builders.make_client(practice, **facts)
        if assigned_to is not None:
            with self.trying("Assigning a client to a practitioner", "Mend assign() of the test-case's records."):
                builders.records.assign(client, assigned_to.practitioner, assigned_to.member)
        return client

    def make_office(self, **facts: Any) -> Office:
        """A practice with its people; ``facts`` are the client's."""
        practice = self.make_practice()
        practitioner = self.make_practitioner(practice)
        client = self.make_client(practice, assigned_to=practitioner, **facts)
        login = "A login is made by create_user of the people adapter and by your user model's create_user."
        with self.trying("Giving people of a practice a login", login):
            return Office(
                practice,
                builders.make_staff(practice),
                practitioner,
                client,
                builders.give_login(client, practice),
            )


def promise(test: Callable[[Any], None]) -> Callable[[Any], None]:
    """A test of the kit, whose docstring is the promise: an error on the way is told as a sentence, too."""

    @wraps(test)
    def keep(case: ContractCase) -> None:
        try:
            test(case)
        except (case.failureException, SkipTest):
            raise
        except Exception as error:
            message = (
                f"This promise could not be tried: {test.__doc__} {type(error).__name__}: {one_line(error)} "
                "Mend what the error names; where promises about models fail as well, begin with them."
            )
            raise case.failureException(message) from error

    return keep


def one_line(error: object) -> str:
    """An error's text as one sentence's end."""
    text = " ".join(str(error).split()) or "no reason given"
    return text if text.endswith((".", "!", "?")) else f"{text}."


def fresh(model: str, row: Any) -> Any:
    """The row as the database has it now; None if it isn't there."""
    return swap.model(model)._default_manager.filter(pk=row.pk).first()
