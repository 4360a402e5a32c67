"""Client records: one, all that an actor sees, and where each stands with the portal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from client_portal import swap
from client_portal.access.models import SELF
from client_portal.access.rules import require
from client_portal.access.selectors import live_grants, visible_clients, visible_rows
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.keyset import KeysetPage, page
from client_portal.core.safe_text import check_text
from client_portal.people.adapters import people
from client_portal.people.information import PROFILE_FACTS, RECORD_FACTS
from client_portal.people.models import ClientProfile, Invitation, InvitationState

PAGE_SIZE = 20
BY_NAME = ("family_sort", "given_sort", "pk")
ARCHIVED = "archived"
"""State of the list that shows what was put away; every other state shows active records alone."""

SEARCHED = ("PORTAL_FIRST_NAME", "PORTAL_LAST_NAME", "PORTAL_EMAIL")


@dataclass(frozen=True, slots=True)
class PortalCounts:
    """How many active clients there are, how many of them somebody reaches by a login, how many invitations wait."""

    clients: int
    with_account: int
    waiting: int


def profile_of(actor: Actor, client: Any) -> ClientProfile:
    """The portal's own part of a client's record; ``NotVisible`` if the actor doesn't see it."""
    found: ClientProfile | None = visible_rows(ClientProfile, actor, viewing(actor)).filter(client=client).first()
    if found is None:
        raise NotVisible
    return found


def information_of(actor: Actor, client: Any) -> dict[str, Any]:
    """Every fact of a client by the names of ``information.FACTS``; ``NotVisible`` if the actor doesn't see them."""
    require(actor, "information.view", client)
    return current_facts(client, profile_of(actor, client))


def current_facts(client: Any, profile: ClientProfile) -> dict[str, Any]:
    """What stands in a record and its profile in hand, by the names of ``information.FACTS``."""
    record_facts = people().client_facts(client)
    facts = {name: getattr(record_facts, name) for name in RECORD_FACTS}
    return facts | {name: getattr(profile, name) for name in PROFILE_FACTS}


def viewing(actor: Actor) -> str:
    """The capability with which this actor reads a client's details."""
    return "clients.view" if actor.is_staff else "information.view"


def client_by_public_id(actor: Actor, public_id: Any, capability: str = "clients.view") -> Any:
    """The client with this public id, if the actor sees them for this purpose; ``NotVisible`` otherwise."""
    profiles = visible_rows(ClientProfile, actor, capability).select_related("client")
    profile = profiles.filter(pk=public_id).first()
    if profile is None:
        raise NotVisible
    profile.client.client_portal_profile = profile
    return profile.client


def clients_page(
    actor: Actor, *, search: str = "", state: str = "", cursor: str = "", size: int = PAGE_SIZE
) -> KeysetPage:
    """A page of the clients whom staff see, by last name, with where each stands with the portal.

    ``state`` is a value of ``InvitationState``, ``"archived"``, or empty for all active records. Rows have
    ``public_id``, ``client_given``, ``client_family``, ``client_email``, ``client_kind``, ``portal_state``.
    """
    if not actor.is_staff:
        raise NotVisible
    clients = searched(visible_clients(actor, "clients.view"), search)
    clients = clients.filter(client_portal_archived__isnull=state != ARCHIVED)
    rows = by_family_name(clients.annotate(portal_state=portal_state()))
    if state and state != ARCHIVED:
        rows = rows.filter(portal_state=state)
    return listed(rows, size=size, cursor=cursor)


def portal_state() -> Case:
    """SQL for where a client stands with the portal: a value of ``InvitationState``.

    *Accepted* means that the client has a login that reaches the record now, by whatever way it came.
    """
    ours = Invitation.objects.unscoped(reason="a state beside clients whom a selector chose")
    waiting = ours.filter(client=OuterRef("pk"), accepted_at=None, revoked_at=None)
    reached = live_grants().filter(client=OuterRef("pk"), relationship=SELF)
    return Case(
        When(Exists(reached), then=Value(InvitationState.ACCEPTED.value)),
        When(Exists(waiting.filter(expires_at__lte=clock.now())), then=Value(InvitationState.EXPIRED.value)),
        When(Exists(waiting.exclude(opened_at=None)), then=Value(InvitationState.OPENED.value)),
        When(Exists(waiting), then=Value(InvitationState.INVITED.value)),
        default=Value(InvitationState.NOT_INVITED.value),
    )


def portal_counts(actor: Actor) -> PortalCounts:
    """How far the portal has come among the clients whom the actor sees."""
    require(actor, "settings.manage")
    reached = Exists(live_grants().filter(client=OuterRef("pk")))
    clients = visible_clients(actor, "clients.view").filter(client_portal_archived=None)
    counted = clients.annotate(is_reached=reached).aggregate(
        all=Count("pk"), with_account=Count("pk", filter=Q(is_reached=True))
    )
    waiting = visible_rows(Invitation, actor, "portal_access.view").filter(
        accepted_at=None, revoked_at=None, expires_at__gt=clock.now()
    )
    return PortalCounts(counted["all"], counted["with_account"], waiting.count())


def searched(clients: QuerySet[Any], search: str) -> QuerySet[Any]:
    """Those clients in whose names or address each of the first five words stands. ``ValidationError`` for a NUL."""
    for word in check_text(search).split()[:5]:
        condition = Q()
        for name in SEARCHED:
            condition |= Q(**{f"{swap.path('Client', name)}__icontains": word})
        clients = clients.filter(condition)
    return clients


def by_family_name(clients: QuerySet[Any]) -> QuerySet[Any]:
    """Clients in the order in which lists show them, with ``family_sort`` and ``given_sort``."""
    rows: QuerySet[Any] = clients.annotate(
        family_sort=Lower(swap.path("Client", "PORTAL_LAST_NAME")),
        given_sort=Lower(swap.path("Client", "PORTAL_FIRST_NAME")),
    )
    return rows.order_by(*BY_NAME)


def listed(clients: QuerySet[Any], *more: str, size: int, cursor: str) -> KeysetPage:
    """A page of clients by name: their keys first, which an index alone can tell, then what is shown of those few."""
    keys = page(clients.values(*BY_NAME), order=BY_NAME, size=size, cursor=cursor)
    shown = {row["pk"]: row for row in list_columns(clients.filter(pk__in=[row["pk"] for row in keys.rows]), *more)}
    return replace(keys, rows=[shown[row["pk"]] for row in keys.rows if row["pk"] in shown])


def list_columns(clients: QuerySet[Any], *more: str) -> QuerySet[Any, dict[str, Any]]:
    """What a row of a list of clients needs, whatever the host calls its columns."""
    return clients.values(
        "pk",
        "portal_state",
        *more,
        public_id=F("client_portal_profile__pk"),
        client_kind=F("client_portal_profile__kind"),
        client_given=F(swap.path("Client", "PORTAL_FIRST_NAME")),
        client_family=F(swap.path("Client", "PORTAL_LAST_NAME")),
        client_email=F(swap.path("Client", "PORTAL_EMAIL")),
        archived_at=F("client_portal_archived__at"),
    )
