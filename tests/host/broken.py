"""Hosts' own pieces with one mistake each, for the conformance kit to find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from client_portal import swap
from client_portal.people.adapters import ClientFacts, PeopleAdapter
from client_portal.practices.models import PortalSettings, portal_storage
from client_portal.testing import builders


class Unsaved(PeopleAdapter):
    """Forgets to save."""

    def create_client(self, practice: Any, facts: ClientFacts) -> Any:
        values = {swap.path("Client", "PORTAL_LAST_NAME"): facts.last_name}
        return swap.model("Client")(**values, **{swap.path("Client", "PORTAL_PRACTICE"): practice})


class Nothing(PeopleAdapter):
    """Forgets to return."""

    def create_client(self, practice: Any, facts: ClientFacts) -> Any:
        super().create_client(practice, facts)


class FirstPractice(PeopleAdapter):
    """Writes every client into the practice that was there first."""

    def create_client(self, practice: Any, facts: ClientFacts) -> Any:
        first = PortalSettings.objects.order_by("created_at").first()
        return super().create_client(first.practice, facts)


class Crash(PeopleAdapter):
    """Needs a column that the portal doesn't know."""

    def create_client(self, practice: Any, facts: ClientFacts) -> Any:
        raise IntegrityError("NOT NULL constraint failed: chart_number")


class NoBirthDate(PeopleAdapter):
    """Reads no birth date."""

    def client_facts(self, client: Any) -> ClientFacts:
        facts = super().client_facts(client)
        return ClientFacts(facts.first_name, facts.last_name, facts.email, None)


class FactsAsDictionary(PeopleAdapter):
    """Tells facts in another type."""

    def client_facts(self, client: Any) -> Any:
        return {"first_name": "Orla"}


class Forgetful(PeopleAdapter):
    """Keeps one fact of those that changed."""

    def update_client(self, client: Any, changes: Mapping[str, Any]) -> None:
        super().update_client(client, {name: value for name, value in changes.items() if name != "last_name"})


class Everybody(PeopleAdapter):
    """Writes a change into every record."""

    def update_client(self, client: Any, changes: Mapping[str, Any]) -> None:
        for row in swap.model("Client")._default_manager.all():
            super().update_client(row, changes)


class OwnNames(PeopleAdapter):
    """Refuses by the host's own names."""

    def update_client(self, client: Any, changes: Mapping[str, Any]) -> None:
        if changes.get("first_name") == "":
            raise ValidationError({"given_name": "This field cannot be blank."})
        super().update_client(client, changes)


class Unchecked(PeopleAdapter):
    """Lets the database refuse."""

    def update_client(self, client: Any, changes: Mapping[str, Any]) -> None:
        if len(changes.get("last_name", "")) > 100:
            raise IntegrityError("value too long")
        super().update_client(client, changes)


class ExactAddress(PeopleAdapter):
    """Finds a login by the address exactly as written."""

    def find_user(self, email: str) -> Any | None:
        found = super().find_user(email)
        return found if found is not None and found.email == email else None


class Closed(PeopleAdapter):
    """Finds logins that were closed, too."""

    def find_user(self, email: str) -> Any | None:
        from django.contrib.auth import get_user_model

        return get_user_model()._default_manager.filter(email__iexact=email).first()


class NoPassword(PeopleAdapter):
    """Forgets the password."""

    def create_user(self, email: str, password: str, facts: ClientFacts | None = None) -> Any:
        user = super().create_user(email, password, facts)
        user.set_unusable_password()
        user.save()
        return user


class Foreign:
    """Has the methods, and doesn't inherit."""


class Signed(InMemoryStorage):
    """Hands out addresses that run out: this one is no mistake."""

    def url(self, name: str | None) -> str:
        return f"https://bucket.example.com/{name}?X-Amz-Signature=abc&X-Amz-Expires=60"


class Public(InMemoryStorage):
    """A bucket that everybody reads."""

    def url(self, name: str | None) -> str:
        return f"https://bucket.example.com/{name}"


class Served(InMemoryStorage):
    """Its files are served by ``open_media``."""

    def url(self, name: str | None) -> str:
        return f"/files/{name}"


class Overwriting(FileSystemStorage):
    """Writes over what has the same name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_overwrite=True, **options)


class Damaging(InMemoryStorage):
    """Changes what it keeps."""

    def _save(self, name: str, content: Any) -> str:
        return super()._save(name, ContentFile(content.read().replace(b"\x00", b"")))


class Everlasting(InMemoryStorage):
    """Never deletes."""

    def delete(self, name: str) -> None:
        """Leave everything where it is."""


class ReadOnly(InMemoryStorage):
    """May not write."""

    def _save(self, name: str, content: Any) -> str:
        raise PermissionError("access denied")


class NoPractice(builders.Records):
    """Calls a column by a name that the host's table doesn't have."""

    def make_practice(self, name: str) -> Any:
        return swap.model("Practice")._default_manager.create(no_such_column=name)


class NoPractitioner(builders.Records):
    """Returns no practitioner."""

    def make_practice(self, name: str) -> Any:
        return PRACTICES.make_practice(name)

    def make_practitioner(self, practice: Any, user: Any, name: str) -> Any:
        return None


class OtherLogin(NoPractitioner):
    """Gives a practitioner another login."""

    def make_practitioner(self, practice: Any, user: Any, name: str) -> Any:
        return PRACTICES.make_practitioner(practice, builders.make_user(), name)


class NobodyAssigned(NoPractitioner):
    """Assigns nobody."""

    def make_practitioner(self, practice: Any, user: Any, name: str) -> Any:
        return PRACTICES.make_practitioner(practice, user, name)

    def assign(self, client: Any, practitioner: Any, member: Any) -> None:
        """Leave the client without practitioner."""


PRACTICES = builders.records
"""The records of this project, which are right."""


def gate(get_response: Any) -> Any:
    """Middleware that lets nobody through."""

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect("/gate/")

    return answer


def open_media(request: HttpRequest, name: str) -> HttpResponse:
    """Give every file to everybody."""
    with portal_storage().open(name) as file:
        return HttpResponse(file.read())


urlpatterns = [
    path("files/<path:name>", open_media),
    path("portal/", include("client_portal.urls")),
]
