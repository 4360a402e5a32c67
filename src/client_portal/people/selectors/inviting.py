"""Whom staff could invite: clients without access to the portal, and what stands in the way of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from client_portal import swap
from client_portal.access.selectors import visible_clients
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.keyset import KeysetPage
from client_portal.people.adapters import people
from client_portal.people.invitations import Obstacle
from client_portal.people.models import InvitationState
from client_portal.people.selectors.clients import by_family_name, listed, portal_state, searched

CANDIDATES_SIZE = 50

WAITING = (InvitationState.INVITED, InvitationState.OPENED, InvitationState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A client in hand for inviting, with what stands in the way; ``obstacle`` is None where nothing does."""

    client: Any
    name: str
    email: str
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class CandidateCounts:
    """How many clients can be invited, and how many can't."""

    ready: int
    hindered: int


def candidates_page(
    actor: Actor, *, is_ready: bool, search: str = "", cursor: str = "", size: int = CANDIDATES_SIZE
) -> KeysetPage:
    """A page of clients who can be invited, or can't: rows of the client list with ``obstacle``, empty if none."""
    rows = by_family_name(searched(_candidates(actor), search))
    rows = rows.filter(obstacle="") if is_ready else rows.exclude(obstacle="")
    return listed(rows, "obstacle", size=size, cursor=cursor)


def candidate_counts(actor: Actor) -> CandidateCounts:
    """Counts for both pages, without search."""
    counted = _candidates(actor).aggregate(all=Count("pk"), ready=Count("pk", filter=Q(obstacle="")))
    return CandidateCounts(counted["ready"], counted["all"] - counted["ready"])


def candidates_found(actor: Actor, public_ids: Sequence[Any]) -> list[Candidate]:
    """Those of the clients with these public ids whom the actor may invite, by name."""
    chosen = by_family_name(_candidates(actor)).filter(client_portal_profile__in=set(public_ids))
    return [_candidate(client) for client in chosen.select_related("client_portal_profile")]


def candidates_among(actor: Actor, public_ids: Sequence[Any]) -> list[Candidate]:
    """The clients with these public ids, by name; ``NotVisible`` if one of them isn't the actor's to invite."""
    found = candidates_found(actor, public_ids)
    if len(found) != len(set(public_ids)):
        raise NotVisible
    return found


def _candidate(client: Any) -> Candidate:
    facts = people().client_facts(client)
    return Candidate(client, facts.full_name, facts.email, Obstacle(client.obstacle) if client.obstacle else None)


def _candidates(actor: Actor) -> QuerySet[Any]:
    clients = visible_clients(actor, "portal_access.manage").annotate(portal_state=portal_state())
    candidates: QuerySet[Any] = clients.annotate(obstacle=_obstacle())
    return candidates


def _obstacle() -> Case:
    email = swap.path("Client", "PORTAL_EMAIL")
    return Case(
        When(client_portal_archived__isnull=False, then=Value(Obstacle.ARCHIVED.value)),
        When(portal_state=InvitationState.ACCEPTED, then=Value(Obstacle.IN_PORTAL.value)),
        When(portal_state__in=WAITING, then=Value(Obstacle.INVITED.value)),
        When(Q(**{email: ""}) | Q(**{f"{email}__isnull": True}), then=Value(Obstacle.NO_EMAIL.value)),
        default=Value(""),
        output_field=CharField(),
    )
