"""Two tabs, two devices, one client: one answer wins, nothing is lost, handing in happens once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import connection

from client_portal.audit.selectors import verify_chain
from client_portal.core.errors import Conflict
from client_portal.notifications.models import Notification
from client_portal.onboarding.services import save_step, submit_onboarding
from client_portal.questionnaires.models import Response
from client_portal.testing import builders
from tests.onboarding.conftest import come_in, step_of
from tests.onboarding.test_drafts import finish
from tests.practices.test_races import at_once

ROUNDS = 50
pytestmark = [pytest.mark.race, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def real_database(db: None) -> None:
    """Only a database with row locks can show a race."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set CLIENT_PORTAL_TEST_DATABASE_URL")


def again(actor: Any) -> Any:
    """The same person on another device."""
    return builders.portal_actor(actor.user, actor.practice)


@pytest.mark.spec("ONB-3")
def test_two_tabs_answer_one_step() -> None:
    practice = builders.make_practice(has_forms=True)
    practitioner = builders.make_staff(practice, "practitioner")
    client = builders.make_client(practice, email="two-tabs@example.com", assigned_to=practitioner)
    actor = come_in(practice, practitioner, client)
    for round_number in range(ROUNDS):
        texts = [f"tab {tab} in round {round_number}" for tab in range(2)]
        jobs = [
            partial(save_step, again(actor), step_key="name", data={"preferred_name": text}, version=round_number)
            for text in texts
        ]
        outcomes = at_once(*jobs)
        lost = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
        won = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
        assert (len(won), len(lost)) == (1, 1), outcomes
        stored = step_of(actor, "name").data["preferred_name"]
        assert stored == won[0].data["preferred_name"]
        assert lost[0].current.data["preferred_name"] == stored


@pytest.mark.spec("ONB-5", "ONB-6")
def test_two_devices_hand_in_at_once() -> None:
    practice = builders.make_practice(has_forms=True)
    practitioner = builders.make_staff(practice, "practitioner")
    for number in range(10):
        client = builders.make_client(practice, email=f"twice{number}@example.com", assigned_to=practitioner)
        actor = come_in(practice, practitioner, client)
        finish(actor)
        outcomes = at_once(*(partial(submit_onboarding, again(actor)) for _device in range(3)))
        assert {outcome.submitted_at for outcome in outcomes} == {outcomes[0].submitted_at}
        assert Response.objects.unscoped(reason="a test").filter(client=client).count() == 5
        assert Notification.objects.count() == number + 1
    assert verify_chain(practice) == []
