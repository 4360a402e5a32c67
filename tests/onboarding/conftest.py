"""A client who has come in and has everything before them."""

from __future__ import annotations

from typing import Any

import pytest

from client_portal.core.actor import Actor
from client_portal.onboarding.selectors import plan_for
from client_portal.onboarding.types import Plan, Step
from client_portal.people.services import accept_invitation, invitation_token
from client_portal.testing import builders
from tests.portal.test_onboarding_walk import invited


def come_in(practice: Any, practitioner: Any, client: Any) -> Any:
    """Invite a client and accept for them; returns the actor that they are."""
    invitation = invited(practitioner.actor, client)
    token = invitation_token(invitation)
    user = accept_invitation(Actor.anonymous(practice), token=token, password=builders.PASSWORD)
    return builders.portal_actor(user, practice)


@pytest.fixture
def newcomer(practice: Any, practitioner: Any, client_record: Any) -> Any:
    """The actor of a client who has just accepted."""
    return come_in(practice, practitioner, client_record)


def plan_of(actor: Any) -> Plan:
    """The actor's plan, read anew."""
    plan = plan_for(actor)
    assert plan is not None
    return plan


def step_of(actor: Any, key: str) -> Step:
    """One step, read anew."""
    return next(step for step in plan_of(actor).steps if step.key == key)


@pytest.fixture
def practice(db: None) -> Any:
    """A practice whose portal is on under ``juniper``, every feature on, with the ready-made forms."""
    features = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")
    return builders.make_practice("Juniper Counseling", link="juniper", features=features, has_forms=True)


@pytest.fixture
def other_practice(db: None) -> Any:
    """A second practice with forms of its own."""
    return builders.make_practice("Harbor Therapy", link="harbor", has_forms=True)
