"""Setting up the example's practices: staff, looks, switches, what new clients are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from client_portal.access.roles import Role
from client_portal.access.services import assign_staff
from client_portal.core.actor import Actor
from client_portal.documents.models import Resource
from client_portal.documents.services import add_resource
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import save_onboarding_settings
from client_portal.onboarding.types import ItemSetting
from client_portal.people.adapters import people
from client_portal.people.models import Contact
from client_portal.people.selectors import client_by_public_id, clients_page
from client_portal.practices.services import (
    invite_staff,
    save_branding,
    save_details,
    save_features,
    turn_on_portal,
)
from client_portal.testing import builders
from example_project.stage.cast import HARBOR, JUNIPER, PASSWORD, PRACTICES, Member, PracticeRole
from example_project.stage.paper import leaflet, mark
from example_project.stage.stories import STORIES, Scene
from example_project.stage.timeline import Story, tell

VISIT = (
    "Come ten minutes early the first time. The door to the garden is open.",
    "The waiting room has tea, water and a shelf of books for children.",
    "A session takes fifty minutes. Bring your insurance card.",
    "If you can't come, call (555) 010-0199 a day before.",
)
PARKING = (
    "There are four places behind the house, entered from Alder Lane.",
    "The bus stops in front of the library, two minutes on foot.",
    "The ramp is on the garden side, and every room is on the ground floor.",
)
BRIEF = ("name", "demographics", "contact_details")
"""The items of information that Harbor Therapy asks for."""
EXTRA = "Consent to telehealth"
"""The form that Harbor Therapy doesn't use."""
SUPERVISED = ("Achebe", "Ellison")
"""Whose records the supervisor was given, by last name."""

DETAILS: dict[str, dict[str, Any]] = {
    JUNIPER.name: {
        "phone": "(555) 010-0199",
        "email": "desk@juniper.example",
        "address": "48 Alder Lane\nPortland, Maine 04101",
        "time_zone": "America/New_York",
        "offers_new_clients": True,
    },
    HARBOR.name: {
        "phone": "(555) 010-0120",
        "email": "hello@harbor.example",
        "address": "5 Ferry Street, Suite 210\nSeattle, Washington 98104",
        "time_zone": "America/Los_Angeles",
        "offers_new_clients": False,
    },
}
BRANDING: dict[str, dict[str, Any]] = {
    JUNIPER.name: {
        "accent_color": "#1d6358",
        "welcome_text": "Welcome. Here you find your forms, what you told us, and how to reach us.\n\n"
        "<strong>New here?</strong> Your invitation came by e-mail. Call us if you can't find it.",
        "footer_text": "Juniper Counseling is a group practice of licensed therapists.",
        "sender_name": "Juniper Counseling",
    },
    HARBOR.name: {
        "accent_color": "#7a3e8c",
        "welcome_text": "Good to have you here. Everything that we ask of you is on the other side of *Sign in*.",
        "footer_text": "",
        "sender_name": "Sol at Harbor Therapy",
    },
}


@dataclass(slots=True)
class House:
    """A practice while it is being set up."""

    role: PracticeRole
    practice: Any = None
    staff: dict[str, builders.Staff] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)

    @property
    def administrator(self) -> Actor:
        """Whoever runs the practice."""
        member = next(member for member in self.role.staff if Role.ADMINISTRATOR in member.roles)
        return self.staff[member.key].actor


def play() -> None:
    """Put all practices with all their people on the stage, each deed at its own moment of the past weeks."""
    houses = [House(role) for role in PRACTICES if role.link]
    tell([_found(house, days_ago=60) for house in houses])
    tell([story for house in houses for story in _life(house)])
    # Those who have yet to begin come last: whoever finds them knows that everybody is there.
    tell([_found(House(role), days_ago=3) for role in PRACTICES if not role.link])


def _found(house: House, *, days_ago: float) -> Story:
    role = house.role
    yield days_ago
    house.practice = builders.make_practice(role.name, is_on=False)
    house.staff = {member.key: _hire(house.practice, member) for member in role.staff}
    if not role.link:
        return
    yield days_ago - 5
    turn_on_portal(house.administrator, slug=role.link)
    save_features(house.administrator, states=dict.fromkeys(role.features, True))
    save_details(house.administrator, details=DETAILS[role.name])
    save_branding(house.administrator, **BRANDING[role.name], logo=mark() if role is JUNIPER else None)
    yield days_ago - 10
    _choose_onboarding(house)


def _hire(practice: Any, member: Member) -> builders.Staff:
    login = people().find_user(member.email) or builders.make_user(member.email, password=PASSWORD)
    return builders.make_staff(practice, *member.roles, name=member.name, user=login)


def _choose_onboarding(house: House) -> None:
    actor = house.administrator
    if house.role is JUNIPER:
        for title, lines in (("Your first visit", VISIT), ("Finding us and parking", PARKING)):
            upload = leaflet(f"{title}.pdf", title, lines)
            house.resources.append(add_resource(actor, title=title, upload=upload))
    choices = invitation_choices(actor)
    asked = BRIEF if house.role is HARBOR else tuple(item.key for item in choices.information)
    save_onboarding_settings(
        actor,
        information=[ItemSetting(item.key, item.key in asked, item.is_required) for item in choices.information],
        forms=[form.id for form in choices.forms if form.is_on and not (house.role is HARBOR and form.title == EXTRA)],
        resources=[resource.pk for resource in house.resources],
    )


def _life(house: House) -> Iterator[Story]:
    family: dict[str, Contact] = {}
    for number, role in enumerate(house.role.clients):
        yield STORIES[role.story](Scene(house.practice, house.staff, role, number, family))
    if house.role is JUNIPER:
        yield _supervision(house)
        yield _newcomer(house)


def _supervision(house: House) -> Story:
    yield 9.5
    member = house.staff["ingrid"].member
    for name in SUPERVISED:
        for row in clients_page(house.administrator, search=name).rows:
            client = client_by_public_id(house.administrator, row["public_id"])
            assign_staff(house.administrator, client=client, member=member, is_assigned=False)


def _newcomer(house: House) -> Story:
    yield 1
    invite_staff(house.administrator, email="nadia.holt@example.com", roles=[Role.SCHEDULER], name="Nadia Holt")
