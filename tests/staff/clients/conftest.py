"""What the tests of the pages about clients share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from client_portal.core.actor import Actor, Capacity
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import invite
from client_portal.people.models import Invitation
from client_portal.people.services import accept_invitation, invitation_token
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders

Address = Callable[..., str]
Desk = Callable[[Any], Client]


@pytest.fixture
def practice(db: None) -> Any:
    """The practice of all tests, with the forms that clients are asked."""
    features = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")
    return builders.make_practice("Juniper Counseling", link="juniper", features=features, has_forms=True)


@pytest.fixture
def desk() -> Desk:
    """A browser of its own in which somebody is signed in: a member of staff, or any login."""

    def sit_down(somebody: Any) -> Client:
        browser = Client()
        browser.force_login(getattr(somebody, "user", somebody))
        return browser

    return sit_down


@pytest.fixture
def address(practice: Any) -> Address:
    """The path of a page of the workspace: ``address("client", client_record)``; ``of=`` for another practice."""

    def path(name: str, client: Any = None, *, of: Any = None, **kwargs: Any) -> str:
        if client is not None:
            kwargs["client_id"] = client.client_portal_profile.pk
        return portal_reverse(f"staff:{name}", of or practice, **kwargs)

    return path


@pytest.fixture
def ask() -> Callable[..., Invitation]:
    """Invite a client to what the practice asks of everybody."""

    def send(staff: builders.Staff, client: Any, **more: Any) -> Invitation:
        choices = invitation_choices(staff.actor)
        return invite(
            staff.actor,
            client=client,
            information=[item.key for item in choices.information if item.is_on],
            forms=[form.id for form in choices.forms if form.is_on],
            resources=[],
            **more,
        )

    return send


@pytest.fixture
def accept(practice: Any) -> Callable[[Invitation], Any]:
    """Come in by an invitation with a new login."""

    def come_in(invitation: Invitation) -> Any:
        actor = Actor(Capacity.ANONYMOUS, practice, ip="203.0.113.7")
        return accept_invitation(actor, token=invitation_token(invitation), password=builders.PASSWORD)

    return come_in


def needed_answers(version: Any) -> dict[str, Any]:
    """Something for each question of a form that must be answered."""
    simple = {"short_text": "Something", "long_text": "Something", "yes_no": "no", "date": "2020-02-01"}

    def answer(question: Any) -> Any:
        first = question.options[0].value if question.options else None
        return {"single_choice": first, "multiple_choice": [first]}.get(question.type, simple.get(question.type))

    return {question.key: answer(question) for question in version.parsed.questions if question.required}


def text_of(response: Any) -> str:
    """What people read on a page, blanks drawn together."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def tabs_of(response: Any) -> list[str]:
    """The labels of the profile's tabs."""
    found = re.search(r'<nav class="cp-tabs" aria-label="Profile[^>]*>(.*?)</nav>', response.content.decode(), re.S)
    return re.findall(r">([^<]+)</a>", found[1]) if found else []
