"""Whose data an actor sees: the query side of the one rule."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Q, QuerySet

from client_portal import swap
from client_portal.access import registry
from client_portal.access.facts import PortalFacts
from client_portal.access.models import (
    PORTAL,
    SELF,
    AccessGrant,
    ArchivedRecord,
    CareTeamMember,
    ClientRestriction,
    ClientUserPermission,
    PracticeSwitch,
    StaffMember,
)
from client_portal.access.roles import all_client_powers, own_client_powers
from client_portal.core import clock
from client_portal.core.actor import Actor, Capacity

Clients = QuerySet[Any]


def visible_clients(actor: Actor, capability: str | None = None) -> Clients:
    """The clients whom the actor sees, or sees for a purpose; never one of another practice."""
    clients = swap.model("Client")._default_manager.all()
    if actor.practice is None and not actor.is_system:
        return clients.none()
    if actor.practice is not None:
        clients = clients.filter(**{swap.path("Client", "PORTAL_PRACTICE"): actor.practice.pk})
    if actor.is_system:
        return clients
    if actor.is_staff:
        return _staff_clients(actor, clients, capability or "clients.view")
    return _portal_clients(actor, clients, capability) if actor.is_portal else clients.none()


def visible_rows(model: Any, actor: Actor, capability: str) -> QuerySet[Any]:
    """The rows of a guarded model whose client the actor sees for this purpose."""
    condition = Q(**{f"{model.CLIENT_PATH}__in": visible_clients(actor, capability).values("pk")})
    return model.objects.scoped(condition, actor=actor)  # type: ignore[no-any-return]


def reaches(actor: Actor, client: Any) -> bool:
    """Whether the client exists for the actor at all."""
    if actor.is_portal:
        facts = portal_facts(actor, client)
        return facts.is_self or bool(facts.granted)
    return visible_clients(actor).filter(pk=client.pk).exists()


def actor_for(
    user: Any, practice: Any, capacity: Capacity, *, client_pk: Any = None, ip: str | None = None, user_agent: str = ""
) -> Actor:
    """The actor that a login is in a practice and a capacity; an anonymous one where it is nobody there.

    ``client_pk`` is whom a portal user last chose to act for; another of theirs is taken when it isn't one of them.
    """
    facts: dict[str, Any] = {"ip": ip, "user_agent": user_agent[:300]}
    nobody = Actor.anonymous(practice, **facts)
    if user is None or not user.is_authenticated or not user.is_active:
        return nobody
    if capacity is Capacity.STAFF:
        return _staff_actor(user, practice, facts) or nobody
    return _portal_actor(user, practice, client_pk, facts) or nobody


def own_clients(actor: Actor) -> Clients:
    """The client records that a portal user's login reaches in this practice, for the switcher."""
    return visible_clients(actor)


def memberships(user: Any) -> QuerySet[StaffMember]:
    """The active memberships of a login, with their practices."""
    return StaffMember.objects.filter(user=user, is_active=True, user__is_active=True).select_related("practice")


def portal_facts(actor: Actor, client: Any) -> PortalFacts:
    """Everything that the one rule needs for this client; read once per actor."""
    key = ("facts", client.pk)
    if key not in actor.memory:
        actor.memory[key] = _read_facts(actor, client)
    facts: PortalFacts = actor.memory[key]
    return facts


def switches_on(actor: Actor) -> frozenset[str]:
    """Keys of the switches in force in the actor's practice: on, with nothing missing; read once per actor."""
    if "switches" not in actor.memory:
        on = switches_of(actor.practice)
        actor.memory["switches"] = frozenset(key for key in on if not registry.missing_for(key, actor.practice))
    in_force: frozenset[str] = actor.memory["switches"]
    return in_force


def switches_of(practice: Any) -> frozenset[str]:
    """Keys of the switches that are on in a practice, read now."""
    on = PracticeSwitch.objects.filter(practice=practice, is_on=True)
    return frozenset(on.values_list("key", flat=True))


def restrictions(actor: Actor, client: Any) -> frozenset[str]:
    """The features that are off for this client alone; read once per actor."""
    key = ("restrictions", client.pk)
    if key not in actor.memory:
        rows = ClientRestriction.objects.filter(client=client)
        actor.memory[key] = frozenset(rows.values_list("feature", flat=True))
    off: frozenset[str] = actor.memory[key]
    return off


def staff_powers(actor: Actor, client: Any) -> frozenset[str]:
    """What a staff member may do for this client; read once per actor."""
    key = ("powers", client.pk)
    if key not in actor.memory:
        actor.memory[key] = _read_staff_powers(actor, client)
    powers: frozenset[str] = actor.memory[key]
    return powers


def live_grants(now: Any = None) -> QuerySet[AccessGrant]:
    """Grants that hold at this moment: begun, not ended, not revoked, of an active login."""
    return AccessGrant.objects.filter(_is_live(now or clock.now()), user__is_active=True)


def _is_live(moment: Any, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}starts_at__lte": moment, f"{prefix}revoked_at": None})
    return begun & (Q(**{f"{prefix}ends_at": None}) | Q(**{f"{prefix}ends_at__gt": moment}))


def codename(capability: str) -> str:
    """django-guardian's permission codename of a capability, such as ``portal_appointments_view``."""
    return "portal_" + capability.replace(".", "_")


def _staff_clients(actor: Actor, clients: Clients, capability: str) -> Clients:
    if capability in all_client_powers(actor.roles):
        return clients
    if capability not in own_client_powers(actor.roles):
        return clients.none()
    return clients.filter(pk__in=_care_team_ids(actor))


def _care_team_ids(actor: Actor) -> QuerySet[Any, Any]:
    seats = CareTeamMember.objects.filter(member=actor.member_id).order_by().values("client")
    path = swap.lookup("Client", "PORTAL_PRACTITIONERS")
    if path is None:
        return seats
    user_path = f"{path}__{swap.path('Practitioner', 'PORTAL_USER')}"
    assigned = swap.model("Client")._default_manager.filter(**{user_path: actor.user_id})
    return seats.union(assigned.order_by().values("pk"), all=True)


def _portal_clients(actor: Actor, clients: Clients, capability: str | None) -> Clients:
    if not actor.user.is_active or (capability and registry.is_for_staff_alone(capability)):
        return clients.none()
    line = registry.ancestry(capability) if capability else []
    features = {item.feature for item in line if item.feature is not None}
    if capability and not {PORTAL, *features} <= switches_on(actor):
        return clients.none()
    if features:
        clients = clients.exclude(client_portal_restrictions__feature__in=features)
    reached = _reached_ids(actor, [item.key for item in line])
    return clients.filter(pk__in=reached, client_portal_archived=None)


def _reached_ids(actor: Actor, line: list[str]) -> QuerySet[Any, Any]:
    now = clock.now()
    own = AccessGrant.objects.filter(
        _is_live(now), user=actor.user_id, practice=actor.practice.pk, relationship=SELF
    ).order_by()
    rows = ClientUserPermission.objects.filter(
        _is_live(now, "grant__"), user=actor.user_id, grant__practice=actor.practice.pk
    ).order_by()
    if line:
        rows = rows.filter(permission=_permission(line[0]))
    for parent in line[1:]:
        same_grant = ClientUserPermission.objects.filter(grant=models.OuterRef("grant"))
        rows = rows.filter(models.Exists(same_grant.filter(permission=_permission(parent))))
    return own.values("client").union(rows.values("content_object"), all=True)


def _permission(capability: str) -> models.Subquery:
    # A scalar subquery is planned as one look-up; a join would be made again for each row.
    model = swap.model("Client")._meta
    found = Permission.objects.filter(
        codename=codename(capability), content_type__app_label=model.app_label, content_type__model=model.model_name
    )
    return models.Subquery(found.values("pk")[:1])


def _read_facts(actor: Actor, client: Any) -> PortalFacts:
    grants = list(live_grants().filter(user=actor.user, client=client, practice=actor.practice))
    on = switches_on(actor)
    return PortalFacts(
        portal_is_on=PORTAL in on,
        features_on=on - {PORTAL},
        restricted=restrictions(actor, client),
        is_self=any(grant.relationship == SELF for grant in grants),
        granted=_granted(grants),
        is_archived=ArchivedRecord.objects.filter(client=client).exists(),
    )


def _granted(grants: list[AccessGrant]) -> frozenset[str]:
    others = [grant.pk for grant in grants if grant.relationship != SELF]
    if not others:
        return frozenset()
    rows = ClientUserPermission.objects.filter(grant__in=others)
    names = set(rows.values_list("permission__codename", flat=True))
    return frozenset(key for key in registry.capabilities if codename(key) in names)


def _read_staff_powers(actor: Actor, client: Any) -> frozenset[str]:
    in_practice = swap.model("Client")._default_manager.filter(
        pk=client.pk, **{swap.path("Client", "PORTAL_PRACTICE"): actor.practice.pk}
    )
    if not in_practice.exists():
        return frozenset()
    powers = all_client_powers(actor.roles)
    if in_practice.filter(pk__in=_care_team_ids(actor)).exists():
        powers |= own_client_powers(actor.roles)
    return powers


def _staff_actor(user: Any, practice: Any, facts: dict[str, Any]) -> Actor | None:
    member = memberships(user).filter(practice=practice).prefetch_related("roles").first()
    if member is None:
        return None
    roles = frozenset(row.role for row in member.roles.all())
    actor = Actor(Capacity.STAFF, practice, user, member_id=member.pk, roles=roles, **facts)
    actor.memory["name"] = str(member)
    return actor


def _portal_actor(user: Any, practice: Any, client_pk: Any, facts: dict[str, Any]) -> Actor | None:
    actor = Actor(Capacity.PORTAL, practice, user, **facts)
    clients = list(own_clients(actor).select_related("client_portal_profile").order_by("pk")[:50])
    if not clients:
        return None
    chosen = next((client for client in clients if str(client.pk) == str(client_pk)), clients[0])
    return Actor(Capacity.PORTAL, practice, user, client=chosen, **facts)
