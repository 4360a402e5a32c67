"""The secret address of an invitation, for another channel than e-mail."""

from __future__ import annotations

from client_portal.core.actor import Actor
from client_portal.people.models import Invitation, InvitationState
from client_portal.people.services.invitations import invitation_token
from client_portal.practices.tenancy import absolute_url

USABLE = (InvitationState.INVITED, InvitationState.OPENED)


def invitation_address(actor: Actor, *, invitation: Invitation) -> str:
    """The full address while it can be used, empty otherwise. The invitation comes from a selector of the actor's."""
    if invitation.state not in USABLE:
        return ""
    return absolute_url("portal:invitation_link", actor.practice, token=invitation_token(invitation))
