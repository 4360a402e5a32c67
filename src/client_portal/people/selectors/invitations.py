"""Invitations: where one stands, the list of all, and whether their e-mails went out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from client_portal.access.models import SELF, AccessGrant
from client_portal.access.rules import require
from client_portal.access.selectors import live_grants, visible_rows
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.keyset import page
from client_portal.core.models import OutboxMessage
from client_portal.people.invitations import delivery_key
from client_portal.people.models import Invitation, InvitationState

INVITATIONS_SIZE = 20


class Delivery(models.TextChoices):
    """What became of an invitation's newest e-mail."""

    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands with the portal: the state now, the newest invitation, and the login if there is one."""

    state: InvitationState
    invitation: Invitation | None
    grant: AccessGrant | None

    @property
    def is_open(self) -> bool:
        """Whether there is an invitation that can be sent again or revoked."""
        return self.state in (InvitationState.INVITED, InvitationState.OPENED, InvitationState.EXPIRED)


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """A page of invitations, newest first, with the cursors of the pages around it."""

    invitations: list[Invitation]
    previous: str | None
    next: str | None


def newest_invitation(actor: Actor, client: Any) -> Invitation | None:
    """The client's newest invitation, for staff who may see how the client gets in."""
    invitations = visible_rows(Invitation, actor, "portal_access.view").filter(client=client)
    found: Invitation | None = invitations.select_related("invited_by").order_by("-created_at", "pk").first()
    return found


def standing_of(actor: Actor, client: Any) -> Standing:
    """Where the client stands now; the same state as ``portal_state`` says in lists."""
    require(actor, "portal_access.view", client)
    invitation = newest_invitation(actor, client)
    grant = live_grants().filter(client=client, relationship=SELF).select_related("user").order_by("starts_at").first()
    if grant is not None:
        return Standing(InvitationState.ACCEPTED, invitation, grant)
    is_open = invitation is not None and not (invitation.accepted_at or invitation.revoked_at)
    state = invitation.state if invitation is not None and is_open else InvitationState.NOT_INVITED
    return Standing(state, invitation, None)


def invitation_by_id(actor: Actor, invitation_id: Any) -> Invitation:
    """One invitation of a client whose portal access the actor manages; ``NotVisible`` otherwise."""
    invitations = visible_rows(Invitation, actor, "portal_access.manage")
    found: Invitation | None = (
        invitations.select_related("client__client_portal_profile").filter(pk=invitation_id).first()
    )
    if found is None:
        raise NotVisible
    return found


def invitations_page(
    actor: Actor, *, state: str = "", cursor: str = "", size: int = INVITATIONS_SIZE
) -> InvitationPage:
    """A page of the invitations whose clients' portal access the actor sees, newest first; of one state if given."""
    rows = visible_rows(Invitation, actor, "portal_access.view").filter(_is_in(state))
    found = page(rows.values("pk", "sent_at"), order=("-sent_at", "-pk"), size=size, cursor=cursor)
    ids = [row["pk"] for row in found.rows]
    by_id = {invitation.pk: invitation for invitation in _with_people(rows.filter(pk__in=ids))}
    return InvitationPage([by_id[pk] for pk in ids], found.previous, found.next)


def invitations_among(actor: Actor, ids: Sequence[Any]) -> dict[str, Invitation]:
    """Those of the invitations with these keys that the actor sees, by key as text."""
    rows = visible_rows(Invitation, actor, "portal_access.view").filter(pk__in=ids)
    return {str(invitation.pk): invitation for invitation in rows}


def deliveries_of(invitations: Iterable[Invitation]) -> dict[Any, Delivery]:
    """What became of the newest e-mail of each invitation in hand, by the invitation's key, in one query."""
    keys = {delivery_key(invitation.pk, invitation.generation): invitation.pk for invitation in invitations}
    messages = OutboxMessage.objects.filter(key__in=keys).values_list("key", "done_at", "dead_at")
    known = {key: _delivery(done_at, dead_at) for key, done_at, dead_at in messages}
    # A message that was cleared away had been delivered.
    return {pk: known.get(key, Delivery.SENT) for key, pk in keys.items()}


def _is_in(state: str) -> Q:
    now = clock.now()
    waiting = Q(accepted_at=None, revoked_at=None)
    conditions = {
        "": Q(),
        InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
        InvitationState.REVOKED: Q(revoked_at__isnull=False),
        InvitationState.EXPIRED: waiting & Q(expires_at__lte=now),
        InvitationState.OPENED: waiting & Q(expires_at__gt=now, opened_at__isnull=False),
        InvitationState.INVITED: waiting & Q(expires_at__gt=now, opened_at=None),
    }
    return conditions.get(state, Q(pk__in=()))


def _with_people(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return invitations.select_related("client__client_portal_profile", "invited_by")


def _delivery(done_at: Any, dead_at: Any) -> Delivery:
    if done_at is not None:
        return Delivery.SENT
    return Delivery.WAITING if dead_at is None else Delivery.FAILED
