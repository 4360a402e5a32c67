"""Inviting clients into the portal, and their coming in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.models import PORTAL
from client_portal.access.rules import require
from client_portal.access.selectors import switches_of
from client_portal.access.services import grant_access
from client_portal.audit.services import record
from client_portal.conf import conf
from client_portal.core import clock, outbox, tokens
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.core.safe_text import check_text
from client_portal.core.signals import send_on_commit
from client_portal.people.adapters import people
from client_portal.people.invitations import NOTE_LENGTH, TOPIC, Obstacle, delivery_key
from client_portal.people.logins import make_login
from client_portal.people.models import Invitation
from client_portal.people.selectors import Candidate, candidates_among, invitation_by_id
from client_portal.people.services.clients import locked_profile
from client_portal.people.signals import client_invited, invitation_accepted
from client_portal.practices.selectors import portal_of


@transaction.atomic
def invite_client(actor: Actor, *, client: Any, note: str = "") -> Invitation:
    """Invite a client by e-mail with a single-use link.

    Raises ``ValidationError`` for ``email`` when the record has no address, ``InvalidState`` when the client was
    invited already, is in the portal, is archived, or the practice's portal is off.
    """
    require(actor, "portal_access.manage", client)
    _refuse_while_portal_is_off(actor)
    candidate = _candidate(actor, client)
    if candidate.obstacle is Obstacle.NO_EMAIL:
        raise ValidationError({"email": Obstacle.NO_EMAIL.label})
    if candidate.obstacle is not None:
        raise InvalidState(candidate.obstacle.label)
    invitation = Invitation(
        practice=actor.practice, client=client, email=candidate.email, note=_checked_note(note), invited_by=actor.user
    )
    invitation.clean_fields(exclude={"practice", "client", "invited_by", "token_hash", "sent_at", "expires_at"})
    _send(actor, invitation, action="invitation.sent")
    return invitation


@transaction.atomic
def resend_invitation(actor: Actor, *, invitation_id: Any) -> Invitation:
    """Send a new link to the client's present address; the earlier link stops working.

    Raises ``InvalidState`` for an invitation that was accepted or revoked, or while the client can't come in.
    """
    invitation = _open_invitation(actor, invitation_id)
    _refuse_while_portal_is_off(actor)
    candidate = _candidate(actor, invitation.client)
    if candidate.obstacle not in (Obstacle.INVITED, None):
        raise InvalidState(candidate.obstacle.label)
    invitation.generation += 1
    invitation.opened_at = None
    invitation.email = candidate.email or invitation.email
    _send(actor, invitation, action="invitation.resent")
    return invitation


@transaction.atomic
def revoke_invitation(actor: Actor, *, invitation_id: Any) -> Invitation:
    """Make an invitation's link unusable."""
    invitation = _open_invitation(actor, invitation_id)
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at", "updated_at"])
    record(actor, action="invitation.revoked", object=invitation, client=invitation.client)
    return invitation


def invitation_token(invitation: Invitation) -> str:
    """The secret in the invitation's link; the database holds only its hash."""
    return tokens.derive("invitation", invitation.pk, invitation.generation)


def find_invitation(practice: Any, token: str) -> Invitation | None:
    """The usable invitation of a token in this practice; None for one used, expired, revoked or invented."""
    invitations = Invitation.objects.unscoped(reason="the token is the proof")
    found = invitations.filter(
        practice=practice,
        token_hash=tokens.digest(token),
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=clock.now(),
        client__client_portal_archived=None,
    )
    return found.select_related("client", "invited_by").first()  # type: ignore[no-any-return]


@transaction.atomic
def mark_opened(actor: Actor, *, token: str) -> None:
    """Remember that a person, not a mail scanner, has opened the link."""
    invitation = find_invitation(actor.practice, token)
    if invitation is None:
        raise NotVisible
    if invitation.opened_at is None:
        invitation.opened_at = clock.now()
        invitation.save(update_fields=["opened_at", "updated_at"])
        record(actor, action="invitation.opened", object=invitation, client=invitation.client)


@transaction.atomic
def accept_invitation(actor: Actor, *, token: str, password: str | None = None) -> Any:
    """Let the invited person in; returns their login.

    With ``password`` a new login is made for the invited address: ``InvalidState`` if there is one, whose owner must
    sign in; ``ValidationError`` for ``password`` if Django's validators refuse it. Without, the actor's own login is
    taken, whose address must be the invited one. The invitation is taken by one conditional update, so that of two
    devices one comes in and the other gets ``NotVisible``.
    """
    invitation = find_invitation(actor.practice, token)
    if invitation is None:
        raise NotVisible
    taken = Invitation.objects.unscoped(reason="the token is the proof").filter(
        pk=invitation.pk, token_hash=invitation.token_hash, accepted_at=None, revoked_at=None
    )
    if not taken.update(accepted_at=clock.now()):
        raise NotVisible
    user = _login_for(actor, invitation, password)
    taken_row = Invitation.objects.unscoped(reason="taken just now").filter(pk=invitation.pk)
    taken_row.update(accepted_by=user)
    grant_access(Actor.system(actor.practice), client=invitation.client, user=user, reason="invitation")
    record(actor, action="invitation.accepted", object=invitation, client=invitation.client)
    invitation.refresh_from_db()
    send_on_commit(invitation_accepted, sender=Invitation, invitation=invitation, user=user)
    return user


def _login_for(actor: Actor, invitation: Invitation, password: str | None) -> Any:
    if password is None:
        if actor.user is None or actor.user.email.casefold() != invitation.email.casefold():
            raise NotVisible
        return actor.user
    return make_login(invitation.email, password, people().client_facts(invitation.client))


def _refuse_while_portal_is_off(actor: Actor) -> None:
    if PORTAL not in switches_of(actor.practice):
        raise InvalidState(_("The portal is off. Turn it on first, then invite clients."))


def _candidate(actor: Actor, client: Any) -> Candidate:
    # The lock makes two who invite the same client wait for each other, so that the second sees what the first did.
    profile = locked_profile(client)
    return candidates_among(actor, [profile.pk])[0]


def _checked_note(note: str) -> str:
    if len(note) > NOTE_LENGTH:
        raise ValidationError({"note": _("Please shorten this to 1000 characters.")})
    return check_text(note.strip())


def _open_invitation(actor: Actor, invitation_id: Any) -> Invitation:
    found = invitation_by_id(actor, invitation_id)
    rows = Invitation.objects.unscoped(reason="found for this actor above").select_for_update()
    invitation: Invitation = rows.get(pk=found.pk)
    if invitation.accepted_at:
        raise InvalidState(_("This invitation was accepted already."))
    if invitation.revoked_at:
        raise InvalidState(_("This invitation was revoked. Invite the client anew."))
    return invitation


def _send(actor: Actor, invitation: Invitation, *, action: str) -> None:
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + dt.timedelta(days=conf.INVITATION_DAYS)
    invitation.token_hash = tokens.digest(invitation_token(invitation))
    invitation.save()
    record(actor, action=action, object=invitation, client=invitation.client)
    outbox.enqueue(
        TOPIC,
        key=delivery_key(invitation.pk, invitation.generation),
        payload={
            "invitation": str(invitation.pk),
            "generation": invitation.generation,
            "practice": str(portal_of(actor.practice).pk),
        },
    )
    send_on_commit(client_invited, sender=Invitation, invitation=invitation)
