"""What a host adds and rewords without a fork: entries, cards, capabilities, pages, kinds of the log, reactions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client

from client_portal.access import registry
from client_portal.access.registry import Capability, register_capability
from client_portal.access.rules import can
from client_portal.access.services import ensure_permissions, grant_access
from client_portal.audit.filters import EventKind, event_kinds, register_event_kind
from client_portal.audit.services import record
from client_portal.core.actor import Actor
from client_portal.onboarding.services import complete_step, invite, submit_onboarding
from client_portal.onboarding.signals import onboarding_completed
from client_portal.pages.cards import HomeCard, home_cards, register_home_card
from client_portal.pages.navigation import NavigationItem, portal_items, staff_items
from client_portal.people.selectors import Wanted, practice_activity
from client_portal.people.services import accept_invitation, invitation_token
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders

pytestmark = [pytest.mark.django_db, pytest.mark.spec("HOST-3")]


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is forgotten after it."""
    for kept in (registry.capabilities, event_kinds, home_cards, portal_items, staff_items):
        monkeypatch.setattr(kept, "_items", dict(kept._items))


@pytest.fixture
def templates(settings: Any, tmp_path: Path) -> Path:
    """The host's folder of templates, before all apps'."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    """Put a template of the host's into its folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def page(client: Client, address: str) -> BeautifulSoup:
    """A page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_entries_of_the_navigation(client: Client, practice: Any, maya: Any, administrator: Any) -> None:
    portal_items.register("labs", NavigationItem("Lab results", "portal:profile", "doc"))
    staff_items.register("rooms", NavigationItem("Rooms", "staff:clients", "home"))
    client.force_login(maya)
    shown = page(client, portal_reverse("portal:home", practice)).select_one("nav[aria-label=Main]").text
    assert "Lab results" in shown
    client.force_login(administrator.user)
    assert "Rooms" in page(client, portal_reverse("staff:clients", practice)).select_one("nav[aria-label=Main]").text


def test_a_card_on_home_for_those_who_may(
    client: Client, practice: Any, maya: Any, templates: Path, client_record: Any
) -> None:
    register_capability(Capability("labs.view", "See lab results"))
    ensure_permissions()
    contact = builders.make_user()
    system = Actor.system(practice)
    grant_access(system, client=client_record, user=contact, relationship="other", capabilities=["questionnaires.view"])
    write(templates, "host/labs.html", '<section id="labs">{{ card.count }} new lab results</section>')
    seen: list[Actor] = []

    def facts(actor: Actor) -> dict[str, Any]:
        seen.append(actor)
        return {"count": 3}

    register_home_card(HomeCard("labs", "host/labs.html", facts, capability="labs.view"))
    register_home_card(HomeCard("none", "host/missing.html", lambda actor: None))
    home = portal_reverse("portal:home", practice)
    client.force_login(maya)
    assert page(client, home).select_one("main #labs").text == "3 new lab results"
    client.force_login(contact)
    assert page(client, home).select_one("#labs") is None
    assert [actor.user for actor in seen] == [maya]


def test_a_capability_that_contacts_are_given(practice: Any, client_record: Any) -> None:
    register_capability(Capability("labs.view", "See lab results"))
    register_capability(Capability("labs.order", "Order lab tests", parent="labs.view"))
    ensure_permissions()
    system = Actor.system(practice)

    def contact(*capabilities: str) -> Actor:
        user = builders.make_user()
        grant_access(system, client=client_record, user=user, relationship="other", capabilities=capabilities)
        return builders.portal_actor(user, practice)

    both, child = contact("labs.view", "labs.order"), contact("questionnaires.view", "labs.order")
    assert (can(both, "labs.view", client_record), can(both, "labs.order", client_record)) == (True, True)
    assert can(child, "labs.order", client_record) is False
    with pytest.raises(ValueError, match="register its parent"):
        register_capability(Capability("scans.order", "Order scans", parent="scans.view"))


def test_a_page_in_the_host_s_words(client: Client, practice: Any, templates: Path) -> None:
    write(
        templates,
        "client_portal/portal/welcome/welcome.html",
        '{% extends "client_portal/layouts/portal.html" %}{% block content %}<p id="ours">Come in.</p>{% endblock %}',
    )
    assert page(client, portal_reverse("portal:welcome", practice)).select_one("main #ours").text == "Come in."


def test_a_kind_of_the_log(practice: Any, administrator: Any) -> None:
    register_event_kind(EventKind("labs", "Lab tests", ("lab.",)))
    record(administrator.actor, action="lab.ordered")
    found = practice_activity(administrator.actor, wanted=Wanted(kind="labs"))
    assert [deed.action for deed in found.deeds] == ["lab.ordered"]


@pytest.mark.django_db(transaction=True)
def test_reactions_follow_the_commit_and_only_a_commit(practice: Any, practitioner: Any, client_record: Any) -> None:
    invitation = invite(practitioner.actor, client=client_record, information=["name"], forms=[], resources=[])
    anonymous = Actor.anonymous(practice)
    user = accept_invitation(anonymous, token=invitation_token(invitation), password=builders.PASSWORD)
    maya = builders.portal_actor(user, practice)
    complete_step(maya, step_key="name", data={"first_name": "Maya", "last_name": "Ellison"}, version=0)
    heard: list[Any] = []
    onboarding_completed.connect(lambda **facts: heard.append(facts["plan"].client), weak=False, dispatch_uid="a host")
    try:
        with transaction.atomic():
            submit_onboarding(maya)
            transaction.set_rollback(True)
        assert heard == []
        with transaction.atomic():
            submit_onboarding(maya)
            assert heard == []
        assert heard == [client_record]
    finally:
        onboarding_completed.disconnect(dispatch_uid="a host")
