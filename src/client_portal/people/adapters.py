"""Where the host's own rules about people come in: an adapter of a few methods, named in the setting ``ADAPTERS``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from client_portal import swap
from client_portal.conf import conf

DEFAULT = "client_portal.people.adapters.PeopleAdapter"

FIELDS = {
    "first_name": "PORTAL_FIRST_NAME",
    "last_name": "PORTAL_LAST_NAME",
    "email": "PORTAL_EMAIL",
    "birth_date": "PORTAL_BIRTH_DATE",
}
"""Facts of a client record by our names, and the look-ups under which the host keeps them."""


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What the portal knows of a client record, whatever the host calls its columns."""

    first_name: str
    last_name: str
    email: str
    birth_date: dt.date | None

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class PeopleAdapter:
    """Default behaviour; a host inherits and overrides what differs. Methods run inside the service's transaction."""

    def client_facts(self, client: Any) -> ClientFacts:
        """Read the client record. Must not query more than the record itself needs."""
        found = {name: swap.value("Client", attribute, client) for name, attribute in FIELDS.items()}
        return ClientFacts(
            first_name=found["first_name"] or "",
            last_name=found["last_name"] or "",
            email=found["email"] or "",
            birth_date=found["birth_date"],
        )

    def create_client(self, practice: Any, facts: ClientFacts) -> Any:
        """Make a client record in the practice; must return it saved. ``ValidationError`` by our names of facts."""
        values = {swap.path("Client", attribute): getattr(facts, name) for name, attribute in FIELDS.items()}
        client = swap.model("Client")(**values, **{swap.path("Client", "PORTAL_PRACTICE"): practice})
        _check(client)
        client.save()
        return client

    def update_client(self, client: Any, changes: Mapping[str, Any]) -> None:
        """Write changed facts (by our names) into the client record; called when information was given or accepted."""
        columns = {swap.path("Client", FIELDS[name]): value for name, value in changes.items()}
        for column, value in columns.items():
            setattr(client, column, value)
        _check(client)
        client.save(update_fields=list(columns))

    def create_user(self, email: str, password: str, facts: ClientFacts | None = None) -> Any:
        """Make a login with this address and password. The password has been validated."""
        users = get_user_model()
        names = {"first_name": facts.first_name, "last_name": facts.last_name} if facts else {}
        known = {field.name for field in users._meta.get_fields()}
        values = {name: value[:150] for name, value in names.items() if name in known}
        return users._default_manager.create_user(
            **{users.USERNAME_FIELD: email, "email": email}, password=password, **values
        )

    def find_user(self, email: str) -> Any | None:
        """The active login with this address, in whatever case it is written; None if there is none."""
        users = get_user_model()._default_manager.filter(email__iexact=email, is_active=True)
        return users.order_by("pk").first()


def people() -> PeopleAdapter:
    """The adapter in force."""
    adapter: PeopleAdapter = import_string(conf.ADAPTERS.get("people", DEFAULT))()
    return adapter


def _check(client: Any) -> None:
    ours = {swap.path("Client", attribute): name for name, attribute in FIELDS.items()}
    try:
        client.full_clean(exclude={swap.path("Client", "PORTAL_PRACTICE")})
    except ValidationError as error:
        problems = {ours.get(name, name): errors for name, errors in error.error_dict.items()}
        raise ValidationError(problems) from error
