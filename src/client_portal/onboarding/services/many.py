"""Inviting many clients, each by themself: what is refused for one doesn't hold up the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from client_portal.access.selectors import restrictions
from client_portal.core.actor import Actor
from client_portal.core.errors import PortalError
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services.inviting import invite
from client_portal.people.selectors import Candidate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of inviting one client: the invitation's key, or why there is none."""

    public_id: str
    invitation: str = ""
    reason: str = ""


def invite_many(actor: Actor, *, candidates: Iterable[Candidate], note: str = "") -> list[Outcome]:
    """Invite each, asked what the practice asks of everybody; features that are off for a client stay off."""
    asked = invitation_choices(actor).preselected()
    return [_invite_one(actor, candidate, note=note, **asked) for candidate in candidates]


def _invite_one(actor: Actor, candidate: Candidate, **asked: Any) -> Outcome:
    public_id = str(candidate.client.client_portal_profile.pk)
    off = sorted(restrictions(actor, candidate.client))
    try:
        invitation = invite(actor, client=candidate.client, features_off=off, **asked)
    except PortalError as refusal:
        return Outcome(public_id, reason=str(refusal.message))
    except ValidationError as error:
        return Outcome(public_id, reason=" ".join(error.messages))
    return Outcome(public_id, invitation=str(invitation.pk))
