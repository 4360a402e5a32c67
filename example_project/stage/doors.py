"""Everybody whom one can be, with the page that each of them would open first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from client_portal.access.roles import Role
from client_portal.people.adapters import people
from client_portal.people.models import Invitation
from client_portal.people.services import invitation_token
from client_portal.practices.selectors import all_practices, practices_of
from client_portal.practices.tenancy import current_slug, portal_address, portal_reverse
from example_project.stage.cast import PRACTICES, ClientRole, Member, PracticeRole, Relative

INVITED = ("invited", "opened", "expired")
UNDERWAY = ("accepted", "began", "halfway", "ready", "teenager")
BADGES = {
    "invited": ("Invited", "info"),
    "opened": ("Opened", "info"),
    "expired": ("Link expired", "warning"),
    "accepted": ("Not started", ""),
    "began": ("Just begun", "accent"),
    "halfway": ("Half way", "accent"),
    "ready": ("Ready to hand in", "accent"),
    "teenager": ("Minor", "accent"),
    "put_away": ("Archived", ""),
}
DONE = ("Onboarding done", "success")


@dataclass(frozen=True, slots=True)
class Door:
    """Somebody on the front page. ``person`` names them in the form that the button posts."""

    person: str
    name: str
    sees: str
    badge: str
    tone: str
    action: str

    @property
    def bare_name(self) -> str:
        """The name without credentials."""
        return self.name.partition(",")[0]


@dataclass(frozen=True, slots=True)
class Group:
    """People of a practice who have something in common."""

    title: str
    doors: list[Door]


@dataclass(frozen=True, slots=True)
class House:
    """A practice on the front page; ``address`` is empty where the portal has never been on."""

    role: PracticeRole
    address: str
    groups: list[Group]
    others: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where a button leads, and as whom; ``user`` is None where one comes in by an invitation."""

    address: str
    user: Any = None


def houses() -> list[House]:
    """Every practice that is there, in the order of the cast; empty before ``seed_demo``."""
    present = _present()
    return [_house(role, present[role.name]) for role in PRACTICES if role.name in present]


def find(person: str) -> Way | None:
    """The way of somebody on the front page; None for a name that isn't there."""
    present = _present()
    for role in PRACTICES:
        for somebody in (*role.staff, *role.clients, *role.relatives):
            if role.name in present and somebody.sees and _name_in_form(role, somebody) == person:
                return _way(present[role.name], somebody)
    return None


def _present() -> dict[str, Any]:
    return {str(practice): practice for practice in all_practices()}


def _house(role: PracticeRole, practice: Any) -> House:
    clients = [client for client in role.clients if client.sees]
    groups = [
        Group("Staff", [_staff_door(role, member) for member in role.staff]),
        Group("Clients on their way in", [_client_door(role, item) for item in clients if item.story in INVITED]),
        Group("Clients in onboarding", [_client_door(role, item) for item in clients if item.story in UNDERWAY]),
        Group(
            "Clients and families in the portal",
            [
                *(_client_door(role, item) for item in clients if item.story not in INVITED + UNDERWAY),
                *(_relative_door(role, relative) for relative in role.relatives),
            ],
        ),
    ]
    return House(
        role=role,
        address=portal_address(practice) if current_slug(practice) else "",
        groups=[group for group in groups if group.doors],
        others=len(role.clients) - len(clients),
    )


def _staff_door(role: PracticeRole, member: Member) -> Door:
    titles = ", ".join(str(Role(name).label) for name in member.roles)
    return Door(_name_in_form(role, member), member.name, member.sees, titles, "brand", "Sign in")


def _client_door(role: PracticeRole, client: ClientRole) -> Door:
    badge, tone = BADGES.get(client.story, DONE)
    action = "Open the invitation" if client.story in INVITED else "Sign in"
    return Door(_name_in_form(role, client), client.name, client.sees, badge, tone, action)


def _relative_door(role: PracticeRole, relative: Relative) -> Door:
    return Door(_name_in_form(role, relative), relative.name, relative.sees, "Parent", "success", "Sign in")


def _name_in_form(role: PracticeRole, somebody: Member | ClientRole | Relative) -> str:
    return f"{somebody.email} at {role.name}"


def _way(practice: Any, somebody: Member | ClientRole | Relative) -> Way:
    if isinstance(somebody, ClientRole) and somebody.story in INVITED:
        return Way(_invitation_address(practice, somebody))
    user = people().find_user(somebody.email)
    if isinstance(somebody, Member):
        return Way(_staff_address(practice, user, frozenset(somebody.roles)), user)
    is_underway = isinstance(somebody, ClientRole) and somebody.story in UNDERWAY
    return Way(portal_reverse("portal:onboarding" if is_underway else "portal:home", practice), user)


def _staff_address(practice: Any, user: Any, roles: frozenset[str]) -> str:
    if len(practices_of(user)) > 1:
        return portal_reverse("staff:index")
    if Role.FORMS_ADMINISTRATOR in roles:
        return portal_reverse("staff:forms", practice)
    return portal_reverse("staff:settings" if Role.ADMINISTRATOR in roles else "staff:clients", practice)


def _invitation_address(practice: Any, client: ClientRole) -> str:
    waiting = Invitation.objects.unscoped(reason="the front page opens the e-mails of everybody on the stage")
    invitation = waiting.get(practice=practice, email=client.email, revoked_at=None)
    return portal_reverse("portal:invitation_link", practice, token=invitation_token(invitation))
