"""Inviting people to the staff: one open invitation per address, one use, no secret at rest."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from client_portal.access.models import StaffMember
from client_portal.audit.models import AuditEvent
from client_portal.core import tokens
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.core.models import OutboxMessage
from client_portal.practices import selectors, services
from client_portal.practices.models import StaffInvitation
from client_portal.testing import builders

pytestmark = pytest.mark.django_db

TOPIC = "practices.staff_invitation"


@pytest.fixture
def invitation(practice: Any, administrator: builders.Staff) -> StaffInvitation:
    """An open invitation of a biller."""
    return services.invite_staff(administrator.actor, email="Lee@Example.com", roles=["biller"], name=" Lee  Park ")


def token_of(invitation: StaffInvitation) -> str:
    return services.staff_invitation_token(invitation)


@pytest.mark.spec("STAFF-5")
def test_staff_are_invited_by_email_with_roles(practice: Any, invitation: StaffInvitation) -> None:
    assert (invitation.email, invitation.name, invitation.roles) == ("lee@example.com", "Lee Park", ["biller"])
    assert invitation.expires_at - invitation.created_at >= dt.timedelta(days=6, hours=23)
    message = OutboxMessage.objects.filter(topic=TOPIC).get()
    assert message.payload == {
        "invitation": str(invitation.pk),
        "generation": 1,
        "practice": str(practice.client_portal_settings.pk),
    }
    assert AuditEvent.objects.filter(action="staff.invited", object_id=str(invitation.pk)).exists()


def test_no_secret_is_kept(invitation: StaffInvitation) -> None:
    token = token_of(invitation)
    rows = [*StaffInvitation.objects.values(), *OutboxMessage.objects.values(), *AuditEvent.objects.values()]
    assert token not in str(rows)
    assert invitation.token_hash == tokens.digest(token)


@pytest.mark.spec("STAFF-5")
def test_accepting_makes_a_member_with_the_invited_roles_once(practice: Any, invitation: StaffInvitation) -> None:
    lee = builders.make_user("LEE@example.com")
    member = services.accept_staff_invitation(Actor.anonymous(practice), token=token_of(invitation), user=lee)
    assert (member.practice, member.name) == (practice, "Lee Park")
    assert set(member.roles.values_list("role", flat=True)) == {"biller"}
    with pytest.raises(NotVisible):
        services.accept_staff_invitation(Actor.anonymous(practice), token=token_of(invitation), user=lee)
    assert StaffMember.objects.filter(practice=practice, user=lee).count() == 1


def test_somebody_elses_invitation_is_of_no_use(practice: Any, invitation: StaffInvitation) -> None:
    mallory = builders.make_user("mallory@example.com")
    with pytest.raises(NotVisible):
        services.accept_staff_invitation(Actor.anonymous(practice), token=token_of(invitation), user=mallory)
    assert not StaffMember.objects.filter(user=mallory).exists()
    assert services.find_staff_invitation(token_of(invitation)) == invitation


def test_sending_again_makes_the_earlier_link_unusable(
    administrator: builders.Staff, invitation: StaffInvitation
) -> None:
    first = token_of(invitation)
    again = services.resend_staff_invitation(administrator.actor, invitation_id=invitation.pk)
    assert services.find_staff_invitation(first) is None
    assert services.find_staff_invitation(token_of(again)) == invitation
    assert OutboxMessage.objects.filter(topic=TOPIC).count() == 2


def test_a_revoked_invitation_is_over(administrator: builders.Staff, invitation: StaffInvitation) -> None:
    services.revoke_staff_invitation(administrator.actor, invitation_id=invitation.pk)
    assert services.find_staff_invitation(token_of(invitation)) is None
    assert not selectors.open_staff_invitations(administrator.actor).exists()
    for verb in (services.revoke_staff_invitation, services.resend_staff_invitation):
        with pytest.raises(InvalidState):
            verb(administrator.actor, invitation_id=invitation.pk)
    services.invite_staff(administrator.actor, email="lee@example.com", roles=["scheduler"])


def test_an_invitation_expires_and_can_be_sent_again(
    administrator: builders.Staff, invitation: StaffInvitation, time_machine: Any
) -> None:
    time_machine.move_to(invitation.expires_at)
    assert services.find_staff_invitation(token_of(invitation)) is None
    assert list(selectors.open_staff_invitations(administrator.actor)) == [invitation]
    again = services.resend_staff_invitation(administrator.actor, invitation_id=invitation.pk)
    assert services.find_staff_invitation(token_of(again)) == invitation


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("email", {"email": ""}),
        ("email", {"email": "lee"}),
        ("email", {"email": "lee@example.com\nBcc: all@example.com"}),
        ("email", {"email": "x" * 250 + "@example.com"}),
        ("email", {"email": "ADMIN@juniper.example"}),
        ("roles", {"roles": []}),
        ("roles", {"roles": ["owner"]}),
        ("name", {"name": "x" * 151}),
    ],
)
def test_an_invitation_that_can_not_be_is_refused(
    practice: Any, administrator: builders.Staff, field: str, values: dict[str, Any]
) -> None:
    facts: dict[str, Any] = {"email": "lee@example.com", "roles": ["biller"], **values}
    with pytest.raises(ValidationError) as refusal:
        services.invite_staff(administrator.actor, **facts)
    assert list(refusal.value.message_dict) == [field]
    assert not StaffInvitation.objects.exists()
    assert not OutboxMessage.objects.filter(topic=TOPIC).exists()


@pytest.mark.parametrize("field", ["email", "name"])
def test_text_that_no_database_takes_is_refused(practice: Any, administrator: builders.Staff, field: str) -> None:
    with pytest.raises(ValidationError):
        services.invite_staff(
            administrator.actor, **{"email": "lee@example.com", "roles": ["biller"], field: "a\x00@example.com"}
        )
    assert not StaffInvitation.objects.exists()


def test_one_open_invitation_per_address(administrator: builders.Staff, invitation: StaffInvitation) -> None:
    with pytest.raises(ValidationError, match="already"):
        services.invite_staff(administrator.actor, email=" LEE@example.com", roles=["biller"])
    assert StaffInvitation.objects.count() == 1
    with pytest.raises(IntegrityError):
        StaffInvitation.objects.create(
            practice=invitation.practice, email=invitation.email, token_hash="x", expires_at=invitation.expires_at
        )


def test_another_practice_may_invite_the_same_person(other_practice: Any, invitation: StaffInvitation) -> None:
    other = services.invite_staff(builders.make_staff(other_practice).actor, email="lee@example.com", roles=["biller"])
    assert token_of(other) != token_of(invitation)


@pytest.mark.spec("STAFF-4")
def test_invitations_of_another_practice_are_not_to_be_found(other_practice: Any, invitation: StaffInvitation) -> None:
    stranger = builders.make_staff(other_practice).actor
    assert not selectors.open_staff_invitations(stranger).exists()
    for invitation_id in (invitation.pk, uuid4()):
        for verb in (services.revoke_staff_invitation, services.resend_staff_invitation):
            with pytest.raises(NotVisible):
                verb(stranger, invitation_id=invitation_id)
    assert services.find_staff_invitation(token_of(invitation)) == invitation


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "scheduler", "biller", "forms_administrator"])
def test_other_staff_invite_nobody(practice: Any, invitation: StaffInvitation, role: str) -> None:
    actor = builders.make_staff(practice, role).actor
    for attempt in (
        lambda: services.invite_staff(actor, email="mallory@example.com", roles=["administrator"]),
        lambda: services.resend_staff_invitation(actor, invitation_id=invitation.pk),
        lambda: services.revoke_staff_invitation(actor, invitation_id=invitation.pk),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert list(StaffInvitation.objects.values_list("generation", "revoked_at")) == [(1, None)]
    assert OutboxMessage.objects.filter(topic=TOPIC).count() == 1
