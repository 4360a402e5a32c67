"""Inviting clients and their coming in: every order of deeds, and every way that must not lead in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from client_portal import swap
from client_portal.access.models import PORTAL, AccessGrant
from client_portal.access.rules import can
from client_portal.access.selectors import live_grants
from client_portal.access.services import revoke_access, set_switches
from client_portal.audit.models import AuditEvent
from client_portal.core import clock, outbox, tokens
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.core.models import OutboxMessage
from client_portal.people.adapters import people
from client_portal.people.models import Invitation, InvitationState
from client_portal.people.selectors import (
    Delivery,
    candidates_among,
    clients_page,
    deliveries_of,
    newest_invitation,
    standing_of,
)
from client_portal.people.services import (
    accept_invitation,
    archive_client,
    find_invitation,
    invitation_token,
    invite_client,
    mark_opened,
    resend_invitation,
    restore_client,
    revoke_invitation,
    set_email,
)
from client_portal.people.services.clients import backfill_profiles
from client_portal.practices.tenancy import absolute_url
from client_portal.testing import builders
from tests.examples import examples

Accept = Callable[..., Any]


def invitations() -> Any:
    return Invitation.objects.unscoped(reason="looking after the table")


def promised() -> Any:
    return OutboxMessage.objects.filter(topic="people.invitation")


def logins() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager


class Story:
    """A client, their practice, and what the invitation should be like after each deed."""

    DEEDS = (
        "invite",
        "resend",
        "revoke",
        "open",
        "expire",
        "accept",
        "archive",
        "restore",
        "portal_off",
        "portal_on",
        "end_access",
    )

    def __init__(self) -> None:
        self.practice = builders.make_practice()
        self.staff = builders.make_staff(self.practice, "practitioner")
        self.client = builders.make_client(self.practice, email="maya@example.com", assigned_to=self.staff)
        self.system = Actor.system(self.practice)
        self.tokens: list[str] = []
        self.sent = 0
        self.is_open = self.is_opened = self.is_expired = False
        self.is_archived = self.has_login = False
        self.is_portal_on = True
        self.last: str | None = None

    def do(self, deed: str) -> None:
        expected = getattr(self, f"expect_{deed}")()
        if expected is None:
            getattr(self, deed)()
        else:
            with pytest.raises(expected):
                getattr(self, deed)()
        self.check()

    def newest(self) -> Invitation:
        found = newest_invitation(self.staff.actor, self.client)
        assert found is not None
        return found

    # What must happen, from the specification alone.

    def expect_invite(self) -> Any:
        free = self.is_portal_on and not self.is_archived and not self.has_login and not self.is_open
        return None if free else InvalidState

    def expect_resend(self) -> Any:
        if self.last is None:
            return AssertionError
        sendable = self.is_open and self.is_portal_on and not self.is_archived and not self.has_login
        return None if sendable else InvalidState

    def expect_revoke(self) -> Any:
        if self.last is None:
            return AssertionError
        return None if self.is_open else InvalidState

    def is_usable(self) -> bool:
        return self.is_open and not self.is_expired and not self.is_archived

    def expect_open(self) -> Any:
        return None if self.is_usable() else NotVisible

    expect_accept = expect_open

    def expect_archive(self) -> Any:
        return InvalidState if self.is_archived else None

    def expect_restore(self) -> Any:
        return None if self.is_archived else InvalidState

    def expect_expire(self) -> Any:
        return None

    expect_portal_off = expect_portal_on = expect_end_access = expect_expire

    # Doing it.

    def invite(self) -> None:
        invite_client(self.staff.actor, client=self.client)
        self._sent()

    def resend(self) -> None:
        resend_invitation(self.staff.actor, invitation_id=self.newest().pk)
        self._sent()

    def _sent(self) -> None:
        self.last = invitation_token(self.newest())
        assert self.last not in self.tokens
        self.tokens.append(self.last)
        self.sent += 1
        self.is_open, self.is_opened, self.is_expired = True, False, False

    def revoke(self) -> None:
        revoke_invitation(self.staff.actor, invitation_id=self.newest().pk)
        self.is_open = False

    def open(self) -> None:
        mark_opened(Actor.anonymous(self.practice), token=self.last or "x")
        self.is_opened = True

    def expire(self) -> None:
        invitations().filter(client=self.client, accepted_at=None).update(expires_at=clock.now())
        self.is_expired = True

    def accept(self) -> None:
        owner = people().find_user("maya@example.com")
        actor = Actor(Capacity.ANONYMOUS, self.practice, owner)
        password = None if owner else builders.PASSWORD
        accept_invitation(actor, token=self.last or "x", password=password)
        self.is_open, self.has_login = False, True

    def archive(self) -> None:
        archive_client(self.staff.actor, client=self.client)
        self.is_archived = True

    def restore(self) -> None:
        restore_client(self.staff.actor, client=self.client)
        self.is_archived = False

    def portal_off(self) -> None:
        set_switches(self.system, states={PORTAL: False})
        self.is_portal_on = False

    def portal_on(self) -> None:
        set_switches(self.system, states={PORTAL: True})
        self.is_portal_on = True

    def end_access(self) -> None:
        for grant in live_grants().filter(client=self.client):
            revoke_access(self.system, grant=grant)
        self.has_login = False

    # What must be true after every deed.

    def state(self) -> InvitationState:
        if self.has_login:
            return InvitationState.ACCEPTED
        if not self.is_open:
            return InvitationState.NOT_INVITED
        if self.is_expired:
            return InvitationState.EXPIRED
        return InvitationState.OPENED if self.is_opened else InvitationState.INVITED

    def check(self) -> None:
        assert standing_of(self.staff.actor, self.client).state == self.state()
        shown = clients_page(self.staff.actor, state="archived" if self.is_archived else "").rows
        assert [row["portal_state"] for row in shown] == [self.state()]
        usable = [token for token in self.tokens if find_invitation(self.practice, token) is not None]
        assert usable == ([self.last] if self.is_usable() else [])
        assert promised().count() == self.sent
        assert invitations().filter(client=self.client, accepted_at=None, revoked_at=None).count() == self.is_open
        assert live_grants().filter(client=self.client).count() == self.has_login
        assert logins().filter(email__iexact="maya@example.com").count() <= 1
        self.check_obstacle()

    def check_obstacle(self) -> None:
        """What the list for inviting says is what inviting does."""
        candidate = candidates_among(self.staff.actor, [self.client.client_portal_profile.pk])[0]
        assert (candidate.obstacle is None and self.is_portal_on) == (self.expect_invite() is None)


class EveryOrder(TestCase):
    """Deeds in any order."""

    @settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(deeds=st.lists(st.sampled_from(Story.DEEDS), min_size=1, max_size=10))
    def test_any_order_of_deeds(self, deeds: list[str]) -> None:
        story = Story()
        story.check()
        for deed in deeds:
            story.do(deed)


@pytest.mark.spec("INVITE-2")
def test_without_an_address_nobody_is_invited(practice: Any, practitioner: builders.Staff) -> None:
    client = builders.make_client(practice, assigned_to=practitioner)
    with pytest.raises(ValidationError) as refusal:
        invite_client(practitioner.actor, client=client)
    assert set(refusal.value.message_dict) == {"email"}
    assert not invitations().exists()
    assert not promised().exists()
    set_email(practitioner.actor, client=client, email="maya@example.com")
    assert invite_client(practitioner.actor, client=client).email == "maya@example.com"


@pytest.mark.spec("INVITE-3")
def test_inviting_sends_one_letter_with_a_link_for_one_use(
    practice: Any, practitioner: builders.Staff, client_record: Any, accept: Accept
) -> None:
    invitation = invite_client(practitioner.actor, client=client_record, note="See you soon")
    assert deliveries_of([invitation]) == {invitation.pk: Delivery.WAITING}
    outbox.drain()
    assert deliveries_of([invitation]) == {invitation.pk: Delivery.SENT}
    (letter,) = mail.outbox
    link = absolute_url("portal:invitation_link", practice, token=invitation_token(invitation))
    assert letter.to == ["maya@example.com"]
    assert "Juniper Counseling" in letter.from_email
    assert link in str(letter.body)
    accept(invitation)
    with pytest.raises(NotVisible):
        accept(invitation)


@pytest.mark.spec("INVITE-3")
def test_a_letter_that_could_not_be_sent_is_said_so(practitioner: builders.Staff, client_record: Any) -> None:
    invitation = invite_client(practitioner.actor, client=client_record)
    promised().update(dead_at=clock.now())
    assert deliveries_of([invitation]) == {invitation.pk: Delivery.FAILED}


@pytest.mark.spec("INVITE-4")
def test_links_expire_after_the_days_of_the_setting(
    practice: Any, practitioner: builders.Staff, client_record: Any, time_machine: Any, settings: Any
) -> None:
    for days in (7, 3):
        settings.CLIENT_PORTAL = {} if days == 7 else {"INVITATION_DAYS": days}
        start = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC) + dt.timedelta(days=100 - days)
        time_machine.move_to(start, tick=False)
        client = builders.make_client(practice, email="a@example.com", assigned_to=practitioner)
        token = invitation_token(invite_client(practitioner.actor, client=client))
        time_machine.move_to(start + dt.timedelta(days=days) - dt.timedelta(seconds=1), tick=False)
        assert find_invitation(practice, token) is not None
        time_machine.move_to(start + dt.timedelta(days=days), tick=False)
        assert find_invitation(practice, token) is None
        assert standing_of(practitioner.actor, client).state == InvitationState.EXPIRED


@pytest.mark.spec("INVITE-4")
def test_a_resent_invitation_goes_to_the_present_address(practitioner: builders.Staff, client_record: Any) -> None:
    invitation = invite_client(practitioner.actor, client=client_record)
    earlier = invitation_token(invitation)
    set_email(practitioner.actor, client=client_record, email="maya@new.example")
    again = resend_invitation(practitioner.actor, invitation_id=invitation.pk)
    assert (again.pk, again.email) == (invitation.pk, "maya@new.example")
    assert find_invitation(again.practice, earlier) is None
    assert find_invitation(again.practice, invitation_token(again)) == again
    outbox.drain()
    # The first letter had not gone out yet: its link would be useless, so only the second is written.
    assert [letter.to for letter in mail.outbox] == [["maya@new.example"]]


@pytest.mark.spec("INVITE-6")
def test_the_database_holds_no_token(practice: Any, practitioner: builders.Staff, client_record: Any) -> None:
    invitation = invite_client(practitioner.actor, client=client_record)
    token = invitation_token(invitation)
    kept = [
        *invitations().values_list(),
        *OutboxMessage.objects.values_list(),
        *AuditEvent.objects.values_list(),
    ]
    assert token not in str(kept)
    assert tokens.digest(token) in str(kept)
    assert len(token) >= 43


@pytest.mark.spec("INVITE-6", "STAFF-4")
def test_a_token_is_of_one_practice(
    practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    token = invitation_token(invite_client(practitioner.actor, client=client_record))
    assert find_invitation(practice, token) is not None
    assert find_invitation(other_practice, token) is None
    with pytest.raises(NotVisible):
        accept_invitation(Actor.anonymous(other_practice), token=token, password=builders.PASSWORD)
    assert not AccessGrant.objects.exists()


@pytest.mark.spec("INVITE-6")
@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "a" * 5000, "../../etc", "é", "0" * 43])
def test_invented_tokens_open_nothing(
    practice: Any, practitioner: builders.Staff, client_record: Any, token: str
) -> None:
    invite_client(practitioner.actor, client=client_record)
    assert find_invitation(practice, token) is None
    for deed in (
        lambda: mark_opened(Actor.anonymous(practice), token=token),
        lambda: accept_invitation(Actor.anonymous(practice), token=token, password=builders.PASSWORD),
    ):
        with pytest.raises(NotVisible):
            deed()
    assert not AccessGrant.objects.exists()
    assert standing_of(practitioner.actor, client_record).state == InvitationState.INVITED


@pytest.mark.spec("INVITE-7", "STAFF-2", "STAFF-4")
def test_who_lacks_access_can_do_nothing_with_invitations(
    practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    invited = builders.make_client(practice, email="noor@example.com", assigned_to=practitioner)
    invitation = invite_client(practitioner.actor, client=invited)
    before, events = list(invitations().values()), AuditEvent.objects.count()
    strangers = [
        builders.make_staff(practice, "practitioner").actor,
        builders.make_staff(practice, "scheduler").actor,
        builders.make_staff(practice, "biller").actor,
        builders.make_staff(practice, "forms_administrator").actor,
        builders.make_staff(other_practice).actor,
        builders.portal_actor(maya, practice),
        Actor.anonymous(practice),
    ]
    events, sent = AuditEvent.objects.count(), promised().count()
    for actor in strangers:
        for deed in (
            lambda actor=actor: invite_client(actor, client=client_record),
            lambda actor=actor: resend_invitation(actor, invitation_id=invitation.pk),
            lambda actor=actor: revoke_invitation(actor, invitation_id=invitation.pk),
        ):
            with pytest.raises((NotVisible, NotAllowed)):
                deed()
    assert list(invitations().values()) == before
    assert (AuditEvent.objects.count(), promised().count()) == (events, sent)


@pytest.mark.spec("INVITE-7")
def test_imported_clients_are_never_invited_by_themselves(practice: Any, practitioner: builders.Staff) -> None:
    columns = {
        swap.path("Client", "PORTAL_PRACTICE"): practice,
        swap.path("Client", "PORTAL_FIRST_NAME"): "Imported",
        swap.path("Client", "PORTAL_EMAIL"): "imported@example.com",
    }
    family = swap.path("Client", "PORTAL_LAST_NAME")
    clients = swap.model("Client")._default_manager
    clients.create(**columns, **{family: "Saved"})
    model = swap.model("Client")
    clients.bulk_create([model(**columns, **{family: f"Row {number}"}) for number in range(3)])
    backfill_profiles()
    outbox.drain()
    assert clients.count() == 4
    assert not invitations().exists()
    assert not OutboxMessage.objects.exists()
    assert mail.outbox == []


@pytest.mark.spec("INVITE-8", "CLIENT-1")
def test_accepting_makes_one_login_and_one_grant(
    practice: Any, practitioner: builders.Staff, client_record: Any, accept: Accept
) -> None:
    invitation = invite_client(practitioner.actor, client=client_record)
    user = accept(invitation)
    with pytest.raises(NotVisible):
        accept(invitation)
    assert logins().filter(email="maya@example.com").count() == 1
    assert AccessGrant.objects.filter(client=client_record, user=user).count() == 1
    assert can(builders.portal_actor(user, practice), "information.edit", client_record)
    assert user.check_password(builders.PASSWORD)
    assert standing_of(practitioner.actor, client_record).invitation.accepted_by == user  # type: ignore[union-attr]


@pytest.mark.spec("INVITE-5", "CLIENT-1")
def test_a_sibling_is_added_to_the_login_that_there_is(
    practice: Any, practitioner: builders.Staff, client_record: Any, accept: Accept
) -> None:
    sibling = builders.make_client(practice, first_name="Theo", email="MAYA@example.com", assigned_to=practitioner)
    user = accept(invite_client(practitioner.actor, client=client_record))
    second = invite_client(practitioner.actor, client=sibling)
    with pytest.raises(InvalidState):
        accept(second)
    assert find_invitation(practice, invitation_token(second)) is not None
    with pytest.raises(NotVisible):
        accept(second, user=builders.make_user("somebody@else.example"))
    assert accept(second, user=user) == user
    assert AccessGrant.objects.filter(user=user).count() == 2
    assert logins().filter(email__iexact="maya@example.com").count() == 1


@pytest.mark.spec("INVITE-5")
@pytest.mark.parametrize("password", ["", "short", "password1234", "1234567890123", "maya@example.com", "MayaEllison"])
def test_djangos_validators_judge_the_password(
    practitioner: builders.Staff, client_record: Any, accept: Accept, password: str
) -> None:
    invitation = invite_client(practitioner.actor, client=client_record)
    with pytest.raises(ValidationError) as refusal:
        accept(invitation, password=password)
    assert set(refusal.value.message_dict) == {"password"}
    assert not logins().filter(email="maya@example.com").exists()
    assert not AccessGrant.objects.exists()
    assert accept(invitation).email == "maya@example.com"


def test_a_login_that_was_closed_is_not_made_anew(
    practitioner: builders.Staff, client_record: Any, accept: Accept
) -> None:
    closed = builders.make_user("maya@example.com")
    closed.is_active = False
    closed.save()
    invitation = invite_client(practitioner.actor, client=client_record)
    with pytest.raises(InvalidState):
        accept(invitation)
    assert not AccessGrant.objects.exists()
    assert standing_of(practitioner.actor, client_record).state == InvitationState.INVITED


def test_a_note_is_not_longer_than_it_can_be_kept(practitioner: builders.Staff, client_record: Any) -> None:
    with pytest.raises(ValidationError):
        invite_client(practitioner.actor, client=client_record, note="x" * 1001)
    assert not invitations().exists()
    assert not promised().exists()


@pytest.mark.spec("AUDIT-1")
def test_the_story_of_an_invitation_is_recorded(
    practice: Any, practitioner: builders.Staff, client_record: Any, accept: Accept
) -> None:
    invitation = invite_client(practitioner.actor, client=client_record, note="a note that stays out of the log")
    mark_opened(Actor.anonymous(practice, ip="203.0.113.7"), token=invitation_token(invitation))
    again = resend_invitation(practitioner.actor, invitation_id=invitation.pk)
    accept(again)
    events = AuditEvent.objects.filter(object_id=str(invitation.pk)).order_by("sequence")
    assert [event.action for event in events] == [
        "invitation.sent",
        "invitation.opened",
        "invitation.resent",
        "invitation.accepted",
    ]
    assert {event.client_id for event in events} == {str(client_record.pk)}
    assert "stays out" not in str(list(AuditEvent.objects.values_list("data", flat=True)))
