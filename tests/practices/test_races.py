"""Two administrators at the same moment, on real threads and a real database: exactly one wins, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from client_portal.access.models import StaffMember
from client_portal.access.selectors import switches_of
from client_portal.access.services import remove_member, set_roles
from client_portal.audit.selectors import verify_chain
from client_portal.core.errors import InvalidState
from client_portal.core.models import OutboxMessage
from client_portal.practices import services
from client_portal.practices.models import PortalLink, StaffInvitation
from client_portal.practices.selectors import is_portal_on
from client_portal.testing import builders

ROUNDS = 50

pytestmark = [
    pytest.mark.race,
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def real_database(db: None) -> None:
    """Only a database with row locks can show a race."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set CLIENT_PORTAL_TEST_DATABASE_URL")


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job returned or raised, all begun at the same moment, each on a connection of its own."""
    barrier = threading.Barrier(len(jobs))
    outcomes: list[Any] = [None] * len(jobs)

    def run(number: int, job: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            outcomes[number] = job()
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, job)) for number, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def refused(outcomes: list[Any]) -> list[Any]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


@pytest.mark.spec("PORTAL-3")
def test_two_practices_claim_one_link() -> None:
    for number in range(ROUNDS):
        actors = [builders.make_staff(builders.make_practice(is_on=False)).actor for _practice in range(2)]
        outcomes = at_once(*(partial(services.turn_on_portal, actor, slug=f"race-{number}") for actor in actors))
        (loss,) = refused(outcomes)
        assert isinstance(loss, ValidationError)
        assert loss.error_dict["slug"][0].code == "taken"
        winner = PortalLink.objects.get(slug=f"race-{number}").practice
        assert [is_portal_on(actor.practice) for actor in actors] == [actor.practice == winner for actor in actors]


def test_two_administrators_of_one_practice_choose_different_links() -> None:
    for number in range(ROUNDS):
        practice = builders.make_practice(is_on=False)
        first, second = (builders.make_staff(practice).actor for _person in range(2))
        outcomes = at_once(
            partial(services.turn_on_portal, first, slug=f"first-{number}"),
            partial(services.turn_on_portal, second, slug=f"second-{number}"),
        )
        assert refused(outcomes) == []
        assert PortalLink.objects.filter(practice=practice, is_current=True).count() == 1
        assert PortalLink.objects.filter(practice=practice).count() == 2
        assert verify_chain(practice) == []


@pytest.mark.spec("STAFF-5")
@pytest.mark.parametrize("deed", ["demote", "remove"])
def test_two_administrators_do_away_with_each_other(deed: str) -> None:
    do_away = partial(set_roles, roles=["practitioner"]) if deed == "demote" else remove_member
    for _round in range(ROUNDS):
        practice = builders.make_practice(is_on=False)
        first, second = builders.make_staff(practice), builders.make_staff(practice)
        outcomes = at_once(
            partial(do_away, first.actor, member=second.member), partial(do_away, second.actor, member=first.member)
        )
        (loss,) = refused(outcomes)
        assert isinstance(loss, InvalidState)
        left = StaffMember.objects.filter(practice=practice, is_active=True, roles__role="administrator")
        assert left.count() == 1


@pytest.mark.spec("STAFF-5")
def test_two_administrators_step_down() -> None:
    for _round in range(ROUNDS):
        practice = builders.make_practice(is_on=False)
        staff = [builders.make_staff(practice) for _person in range(2)]
        outcomes = at_once(
            *(partial(set_roles, person.actor, member=person.member, roles=["biller"]) for person in staff)
        )
        (loss,) = refused(outcomes)
        assert isinstance(loss, InvalidState)
        left = StaffMember.objects.filter(practice=practice, roles__role="administrator")
        assert left.count() == 1


@pytest.mark.spec("FEAT-12")
def test_a_change_is_undone_once() -> None:
    for _round in range(ROUNDS):
        practice = builders.make_practice(is_on=False, features=("messaging", "uploads"))
        actors = [builders.make_staff(practice).actor for _person in range(2)]
        change = services.save_features(actors[0], states={"messaging": False})
        assert change is not None
        outcomes = at_once(*(partial(services.undo_feature_change, actor, change_id=change.pk) for actor in actors))
        (loss,) = refused(outcomes)
        assert isinstance(loss, InvalidState)
        assert switches_of(practice) == {"messaging", "uploads"}


def test_switches_moved_at_once_are_all_kept() -> None:
    for _round in range(ROUNDS):
        practice = builders.make_practice(is_on=False)
        first, second = (builders.make_staff(practice).actor for _person in range(2))
        outcomes = at_once(
            partial(services.save_features, first, states={"messaging": True}),
            partial(services.save_features, second, states={"uploads": True}),
        )
        assert refused(outcomes) == []
        assert switches_of(practice) == {"messaging", "uploads"}


def test_one_person_is_invited_once() -> None:
    for number in range(ROUNDS):
        practice = builders.make_practice(is_on=False)
        actors = [builders.make_staff(practice).actor for _person in range(2)]
        address = f"lee-{number}@example.com"
        outcomes = at_once(
            *(partial(services.invite_staff, actor, email=address, roles=["biller"]) for actor in actors)
        )
        (loss,) = refused(outcomes)
        assert isinstance(loss, ValidationError)
        assert list(loss.message_dict) == ["email"]
        assert StaffInvitation.objects.filter(email=address).count() == 1
        assert OutboxMessage.objects.filter(payload__practice=str(practice.client_portal_settings.pk)).count() == 1
