"""Two devices, two members of staff, two children of one family at the same moment: one effect each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from client_portal.access.models import AccessGrant
from client_portal.access.services import grant_access
from client_portal.audit.models import AuditEvent
from client_portal.audit.selectors import verify_chain
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.core.models import OutboxMessage
from client_portal.people.models import Invitation, ProposedChange
from client_portal.people.services import (
    accept_invitation,
    decide_change,
    find_invitation,
    invitation_token,
    invite_client,
    resend_invitation,
    revoke_invitation,
    update_information,
)
from client_portal.testing import builders

pytestmark = [pytest.mark.postgresql, pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 50
REFUSALS = (NotVisible, InvalidState)


@pytest.fixture(autouse=True)
def real_database() -> None:
    """Threads need connections of their own to one database that waits instead of failing."""
    if connection.vendor != "postgresql":
        pytest.skip("races run on PostgreSQL: set CLIENT_PORTAL_TEST_DATABASE_URL")


@contextmanager
def pool(size: int) -> Iterator[Callable[..., list[Any]]]:
    """``at_once(deed, …)`` runs each deed in a thread of its own, all starting together."""
    with ThreadPoolExecutor(size) as threads:

        def at_once(*deeds: Callable[[], Any]) -> list[Any]:
            start = Barrier(len(deeds))

            def run(deed: Callable[[], Any]) -> Any:
                start.wait()
                try:
                    return deed()
                except REFUSALS as refusal:
                    return type(refusal)
                finally:
                    connection.close()

            return list(threads.map(run, deeds))

        yield at_once


def logins(email: str) -> Any:
    return get_user_model()._default_manager.filter(email=email)


def family(practice: Any, practitioner: builders.Staff, number: int) -> tuple[Any, Invitation]:
    """A client with an invitation."""
    client = builders.make_client(practice, email=f"maya{number}@example.com", assigned_to=practitioner)
    return client, invite_client(practitioner.actor, client=client)


@pytest.mark.spec("INVITE-8")
def test_two_devices_accept_one_invitation(practice: Any, practitioner: builders.Staff) -> None:
    with pool(2) as at_once:
        for number in range(ROUNDS):
            client, invitation = family(practice, practitioner, number)
            token = invitation_token(invitation)

            def accept(token: str = token) -> Any:
                return accept_invitation(Actor.anonymous(practice), token=token, password=builders.PASSWORD)

            results = at_once(accept, accept)
            (user,) = logins(invitation.email)
            # Who comes second finds the invitation used, or the login there already.
            assert [result for result in results if result not in REFUSALS] == [user]
            assert AccessGrant.objects.filter(client=client).count() == 1
            assert AuditEvent.objects.filter(action="invitation.accepted", object_id=str(invitation.pk)).count() == 1
    assert verify_chain(practice) == []


@pytest.mark.spec("INVITE-8")
def test_the_login_that_there_is_accepts_on_two_devices(practice: Any, practitioner: builders.Staff) -> None:
    with pool(2) as at_once:
        for number in range(ROUNDS):
            client, invitation = family(practice, practitioner, number)
            token, user = invitation_token(invitation), builders.make_user(invitation.email)

            def accept(token: str = token, user: Any = user) -> Any:
                return accept_invitation(Actor(Capacity.ANONYMOUS, practice, user), token=token)

            assert sorted(map(str, at_once(accept, accept))) == sorted([str(NotVisible), str(user)])
            assert AccessGrant.objects.filter(client=client, user=user).count() == 1


@pytest.mark.spec("INVITE-8", "CLIENT-1")
def test_invitations_of_siblings_make_one_login(practice: Any, practitioner: builders.Staff) -> None:
    with pool(2) as at_once:
        for number in range(ROUNDS):
            address = f"ellisons{number}@example.com"
            children = [builders.make_client(practice, email=address, assigned_to=practitioner) for _child in range(2)]
            tokens = [invitation_token(invite_client(practitioner.actor, client=child)) for child in children]
            deeds = [
                lambda token=token: accept_invitation(
                    Actor.anonymous(practice), token=token, password=builders.PASSWORD
                )
                for token in tokens
            ]
            results = at_once(*deeds)
            (user,) = logins(address)
            assert sorted(map(str, results)) == sorted([str(InvalidState), str(user)])
            # The other child's invitation is still there, for the login to sign in and add it.
            (left,) = [token for token in tokens if find_invitation(practice, token) is not None]
            accept_invitation(Actor(Capacity.ANONYMOUS, practice, user), token=left)
            assert AccessGrant.objects.filter(user=user).count() == 2


def test_two_members_of_staff_invite_one_client(practice: Any, practitioner: builders.Staff) -> None:
    administrator = builders.make_staff(practice)
    with pool(2) as at_once:
        for number in range(ROUNDS):
            client = builders.make_client(practice, email=f"noor{number}@example.com", assigned_to=practitioner)
            results = at_once(
                lambda client=client: invite_client(practitioner.actor, client=client),
                lambda client=client: invite_client(administrator.actor, client=client),
            )
            rows = Invitation.objects.unscoped(reason="looking after the table").filter(client=client)
            assert rows.count() == 1
            assert results.count(InvalidState) == 1
    assert OutboxMessage.objects.filter(topic="people.invitation").count() == ROUNDS
    assert verify_chain(practice) == []


def test_accepting_while_staff_revoke_or_send_again(practice: Any, practitioner: builders.Staff) -> None:
    with pool(2) as at_once:
        for number in range(ROUNDS):
            client, invitation = family(practice, practitioner, number)
            token, staff_deed = invitation_token(invitation), (revoke_invitation, resend_invitation)[number % 2]
            accepted, done = at_once(
                lambda token=token: accept_invitation(
                    Actor.anonymous(practice), token=token, password=builders.PASSWORD
                ),
                lambda deed=staff_deed, pk=invitation.pk: deed(practitioner.actor, invitation_id=pk),
            )
            row = Invitation.objects.unscoped(reason="looking after the table").get(pk=invitation.pk)
            came_in = accepted is not NotVisible
            assert AccessGrant.objects.filter(client=client).exists() is came_in
            assert (row.accepted_at is not None) is came_in
            assert (done is InvalidState) is came_in
            assert not (row.accepted_at and row.revoked_at)


def test_two_members_of_staff_decide_one_change(
    practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    colleague = builders.make_staff(practice, "supervisor")
    builders.records.assign(client_record, None, colleague.member)
    me = builders.give_login(client_record, practice)
    with pool(2) as at_once:
        for number in range(ROUNDS):
            actor = builders.portal_actor(me, practice)
            update_information(actor, client=client_record, facts={"city": f"City {number}"}, needs_review=True)
            rows = ProposedChange.objects.unscoped(reason="looking after the table")
            change = rows.get(decided_at=None)
            results = at_once(
                lambda pk=change.pk: decide_change(practitioner.actor, change_id=pk, accept=True),
                lambda pk=change.pk: decide_change(colleague.actor, change_id=pk, accept=False),
            )
            assert results.count(InvalidState) == 1
            events = AuditEvent.objects.filter(action="information.change_decided", object_id=str(change.pk))
            assert events.count() == 1


def test_a_login_is_granted_once(practice: Any) -> None:
    with pool(2) as at_once:
        for _number in range(ROUNDS):
            client, user = builders.make_client(practice), builders.make_user()

            def grant(client: Any = client, user: Any = user) -> Any:
                return grant_access(Actor.system(practice), client=client, user=user).pk

            assert len(set(at_once(grant, grant))) == 1
            assert AccessGrant.objects.filter(client=client, user=user).count() == 1
