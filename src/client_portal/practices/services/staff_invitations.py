"""Inviting people to a practice's staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from client_portal.access.models import StaffMember
from client_portal.access.roles import Role
from client_portal.access.rules import require
from client_portal.access.services import add_member
from client_portal.audit.services import record
from client_portal.conf import conf
from client_portal.core import clock, outbox, tokens
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.core.safe_text import check_text
from client_portal.practices.models import StaffInvitation
from client_portal.practices.selectors import portal_of

TOPIC = "practices.staff_invitation"


@transaction.atomic
def invite_staff(actor: Actor, *, email: str, roles: Iterable[str], name: str = "") -> StaffInvitation:
    """Invite somebody by e-mail to work in the practice with these roles. ``ValidationError`` by field."""
    require(actor, "members.manage")
    chosen = sorted({str(role) for role in roles} & set(Role.values))
    address = _clean_address(actor, email)
    if not chosen:
        raise ValidationError({"roles": _("Choose at least one role.")})
    invitation = StaffInvitation(
        practice=actor.practice,
        email=address,
        name=" ".join(check_text(name).split()),
        roles=chosen,
        invited_by=actor.user,
    )
    invitation.clean_fields(exclude={"practice", "roles", "invited_by", "token_hash", "expires_at"})
    _send(actor, invitation, action="staff.invited")
    return invitation


@transaction.atomic
def resend_staff_invitation(actor: Actor, *, invitation_id: Any) -> StaffInvitation:
    """Send a new link; the earlier one stops working."""
    invitation = _open_invitation(actor, invitation_id)
    invitation.generation += 1
    _send(actor, invitation, action="staff.invitation_resent")
    return invitation


@transaction.atomic
def revoke_staff_invitation(actor: Actor, *, invitation_id: Any) -> StaffInvitation:
    """Make an invitation's link unusable."""
    invitation = _open_invitation(actor, invitation_id)
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at", "updated_at"])
    record(actor, action="staff.invitation_revoked", object=invitation)
    return invitation


def staff_invitation_token(invitation: StaffInvitation) -> str:
    """The secret in the invitation's link; the database holds only its hash."""
    return tokens.derive("staff_invitation", invitation.pk, invitation.generation)


def find_staff_invitation(token: str) -> StaffInvitation | None:
    """The usable invitation of a token; None for one that is used, expired, revoked or invented."""
    invitations = StaffInvitation.objects.select_related("practice__client_portal_settings")
    found = invitations.filter(token_hash=tokens.digest(token), accepted_at=None, revoked_at=None)
    return found.filter(expires_at__gt=clock.now()).first()


@transaction.atomic
def accept_staff_invitation(actor: Actor, *, token: str, user: Any) -> StaffMember:
    """Make a login a member with the invited roles, once. ``NotVisible`` for a token that is of no use.

    The login must own the invited address: the caller has proven it by sign-in or by making the login just now.
    """
    invitation = find_staff_invitation(token)
    if invitation is None or user.email.casefold() != invitation.email.casefold():
        raise NotVisible
    taken = StaffInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not taken.update(accepted_at=clock.now()):
        raise NotVisible
    system = Actor.system(invitation.practice)
    member = add_member(system, user=user, roles=invitation.roles, name=invitation.name)
    record(actor, action="staff.invitation_accepted", object=invitation)
    return member


def _send(actor: Actor, invitation: StaffInvitation, *, action: str) -> None:
    invitation.expires_at = clock.now() + dt.timedelta(days=conf.INVITATION_DAYS)
    invitation.token_hash = tokens.digest(staff_invitation_token(invitation))
    _save(invitation)
    record(actor, action=action, object=invitation)
    outbox.enqueue(
        TOPIC,
        key=f"{TOPIC}:{invitation.pk}:{invitation.generation}",
        payload={
            "invitation": str(invitation.pk),
            "generation": invitation.generation,
            "practice": str(portal_of(actor.practice).pk),
        },
    )


def _save(invitation: StaffInvitation) -> None:
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise _invited_already() from error


def _invited_already() -> ValidationError:
    return ValidationError({"email": _("This person was invited already. You can send the invitation again.")})


def _clean_address(actor: Actor, email: str) -> str:
    address = check_text(email).strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": _("Write an e-mail address such as name@example.com.")}) from error
    if StaffMember.objects.filter(practice=actor.practice, user__email__iexact=address, is_active=True).exists():
        raise ValidationError({"email": _("This person works in the practice already.")})
    if StaffInvitation.objects.filter(
        practice=actor.practice, email__iexact=address, accepted_at=None, revoked_at=None
    ).exists():
        raise _invited_already()
    return address.lower()


def _open_invitation(actor: Actor, invitation_id: Any) -> StaffInvitation:
    require(actor, "members.manage")
    invitations = StaffInvitation.objects.select_for_update().filter(practice=actor.practice)
    invitation = invitations.filter(pk=invitation_id).first()
    if invitation is None:
        raise NotVisible
    if invitation.accepted_at or invitation.revoked_at:
        raise InvalidState(_("This invitation was accepted or revoked already."))
    return invitation
