"""Builders of a practice and its people, through the services that the pages use.

They work on a host's own models as well: set ``builders.records`` to a ``Records`` of yours where making one of your
rows takes more than the contract knows.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from client_portal import swap
from client_portal.access.models import PORTAL, CareTeamMember, StaffMember
from client_portal.access.roles import Role
from client_portal.access.selectors import actor_for
from client_portal.access.services import add_member, grant_access, set_switches
from client_portal.core import clock
from client_portal.core.actor import Actor, Capacity
from client_portal.people.models import ClientKind
from client_portal.people.services import create_client
from client_portal.practices.models import PortalLink, PortalSettings
from client_portal.practices.selectors import portal_of
from client_portal.practices.services import save_features, turn_on_portal

PASSWORD = "a calm and long passphrase"  # noqa: S105 - of people who exist in tests only

_numbers = itertools.count(1)


class Records:
    """How the host's own rows are made. Override what your models need more."""

    def make_practice(self, name: str) -> Any:
        """A saved practice."""
        return swap.model("Practice")._default_manager.create(name=name)

    def make_practitioner(self, practice: Any, user: Any, name: str) -> Any:
        """A saved practitioner of the practice."""
        values = {
            swap.path("Practitioner", "PORTAL_PRACTICE"): practice,
            swap.path("Practitioner", "PORTAL_USER"): user,
        }
        return swap.model("Practitioner")._default_manager.create(name=name, **values)

    def assign(self, client: Any, practitioner: Any, member: StaffMember) -> None:
        """Make the practitioner the client's own: in our care team, or where the host keeps it."""
        CareTeamMember.objects.get_or_create(client=client, member=member)


records = Records()


@dataclass(frozen=True, slots=True)
class Staff:
    """A login with a membership in a practice."""

    user: Any
    member: StaffMember
    practitioner: Any
    practice: Any

    @property
    def actor(self) -> Actor:
        """The actor that this person is now."""
        return actor_for(self.user, self.practice, Capacity.STAFF, ip="127.0.0.1")


def make_user(email: str = "", *, first_name: str = "", last_name: str = "", password: str = PASSWORD) -> Any:
    """A login with an e-mail address of its own."""
    address = email or f"person{next(_numbers)}@example.com"
    users = get_user_model()
    return users._default_manager.create_user(
        **{users.USERNAME_FIELD: address, "email": address},
        password=password,
        first_name=first_name,
        last_name=last_name,
    )


def make_practice(
    name: str = "", *, link: str = "", is_on: bool = True, features: tuple[str, ...] = (), has_forms: bool = False
) -> Any:
    """A practice, by default with its portal on under ``link`` and the given features on.

    With ``has_forms`` the portal is turned on as an administrator does it, which brings in the ready-made forms.
    """
    number = next(_numbers)
    practice = records.make_practice(name or f"Practice {number}")
    portal: PortalSettings = portal_of(practice)
    portal.time_zone = "America/New_York"
    portal.phone = "(555) 010-0199"
    if is_on and not has_forms:
        portal.first_turned_on_at = clock.now()
    portal.save()
    practice.client_portal_settings = portal
    system = Actor.system(practice)
    slug = link or f"practice-{number}"
    if is_on and has_forms:
        turn_on_portal(system, slug=slug)
    elif is_on:
        PortalLink.objects.create(slug=slug, practice=practice)
        set_switches(system, states={PORTAL: True})
    if features:
        save_features(system, states=dict.fromkeys(features, True))
    return practice


def make_staff(
    practice: Any, *roles: str, email: str = "", name: str = "", user: Any = None, is_practitioner: bool | None = None
) -> Staff:
    """A staff member with these roles (administrator if none are named)."""
    chosen = roles or (Role.ADMINISTRATOR,)
    login = user or make_user(email)
    member = add_member(Actor.system(practice), user=login, roles=chosen, name=name or f"Staff {next(_numbers)}")
    sees_clients = Role.PRACTITIONER in chosen if is_practitioner is None else is_practitioner
    practitioner = records.make_practitioner(practice, login, member.name) if sees_clients else None
    return Staff(login, member, practitioner, practice)


def make_client(
    practice: Any,
    *,
    first_name: str = "Maya",
    last_name: str = "",
    email: str = "",
    kind: str = ClientKind.INDIVIDUAL,
    assigned_to: Staff | None = None,
    **facts: Any,
) -> Any:
    """A client record, assigned to a practitioner if given."""
    number = next(_numbers)
    client = create_client(
        Actor.system(practice),
        first_name=first_name,
        last_name=last_name or f"Ellison {number:04d}",
        email=email,
        kind=kind,
        **facts,
    )
    if assigned_to is not None:
        records.assign(client, assigned_to.practitioner, assigned_to.member)
    return client


def give_login(client: Any, practice: Any, *, email: str = "", user: Any = None) -> Any:
    """A login that is this client; returns it."""
    login = user or make_user(email)
    grant_access(Actor.system(practice), client=client, user=login)
    return login


def portal_actor(user: Any, practice: Any, client: Any = None) -> Actor:
    """The actor that a portal user is now, acting for ``client`` if given."""
    return actor_for(user, practice, Capacity.PORTAL, client_pk=None if client is None else client.pk, ip="127.0.0.1")
