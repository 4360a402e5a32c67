"""Changing who may do what. Each change is audited and takes effect with the next request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal import swap
from client_portal.access import registry
from client_portal.access.models import (
    SELF,
    AccessGrant,
    CareTeamMember,
    ClientRestriction,
    ClientUserPermission,
    PracticeSwitch,
    StaffMember,
    StaffRole,
)
from client_portal.access.roles import Role
from client_portal.access.rules import require
from client_portal.access.selectors import codename
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible


@transaction.atomic
def set_switches(actor: Actor, *, states: Mapping[str, bool]) -> dict[str, bool]:
    """Set switches of the actor's practice; returns the states before of those that changed."""
    require(actor, "settings.manage")
    before = _switch_states(actor.practice)
    changed = {key: is_on for key, is_on in states.items() if before.get(key, False) != is_on}
    for key, is_on in changed.items():
        PracticeSwitch.objects.update_or_create(practice=actor.practice, key=key, defaults={"is_on": is_on})
    if changed:
        record(actor, action="switches.changed", data=changed)
    return {key: before.get(key, False) for key in changed}


@transaction.atomic
def restrict_client(actor: Actor, *, client: Any, features_off: Iterable[str]) -> frozenset[str]:
    """Set which features are off for one client, whatever the practice has on; returns them."""
    require(actor, "portal_access.manage", client)
    off = frozenset(features_off)
    unknown = off - set(registry.features)
    if unknown:
        raise ValidationError({"features_off": _("There is no such feature.")})
    rows = ClientRestriction.objects.filter(client=client)
    before = frozenset(rows.values_list("feature", flat=True))
    rows.exclude(feature__in=off).delete()
    ClientRestriction.objects.bulk_create(
        [ClientRestriction(client=client, feature=feature) for feature in sorted(off - before)], ignore_conflicts=True
    )
    if off != before:
        record(actor, action="client.restricted", client=client, data={"features_off": sorted(off)})
    return off


@transaction.atomic
def grant_access(
    actor: Actor,
    *,
    client: Any,
    user: Any,
    relationship: str = SELF,
    capabilities: Iterable[str] = (),
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    reason: str = "",
) -> AccessGrant:
    """Let a login reach a client's record. A standing grant of the same login is kept as it is for ``self``.

    Raises ``InvalidState`` when the login already reaches the client in another way, ``ValidationError`` for an end
    that doesn't come after the start.
    """
    require(actor, "portal_access.manage", client)
    begins = starts_at or clock.now()
    if ends_at is not None and ends_at <= begins:
        raise ValidationError({"ends_at": _("Access can't end before it starts.")})
    _end_what_is_over(client, user)
    grant = AccessGrant(
        practice=actor.practice,
        client=client,
        user=user,
        relationship=relationship,
        starts_at=begins,
        ends_at=ends_at,
        granted_by=actor.user,
        reason=reason,
    )
    # Of two who grant the same at one moment, the second waits for the first and finds its grant standing.
    AccessGrant.objects.bulk_create([grant], ignore_conflicts=True)
    standing = AccessGrant.objects.select_for_update().get(client=client, user=user, revoked_at=None)
    if standing.pk != grant.pk:
        return _same_grant(standing, relationship)
    if relationship != SELF:
        _write_permissions(standing, capabilities)
    record(actor, action="access.granted", object=standing, client=client, data={"relationship": relationship})
    return standing


@transaction.atomic
def revoke_access(actor: Actor, *, grant: AccessGrant, reason: str = "") -> AccessGrant:
    """End a grant now. Its permission rows go; the story stays."""
    require(actor, "portal_access.manage", grant.client)
    ended = AccessGrant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=clock.now())
    if not ended:
        raise InvalidState(_("This access has ended already."))
    ClientUserPermission.objects.filter(grant=grant).delete()
    record(actor, action="access.revoked", object=grant, client=grant.client, data={"given_reason": bool(reason)})
    grant.refresh_from_db()
    return grant


@transaction.atomic
def add_member(actor: Actor, *, user: Any, roles: Iterable[str], name: str = "") -> StaffMember:
    """Make a login a staff member of the actor's practice, or give a former one their place and these roles again."""
    require(actor, "members.manage")
    chosen = _known_roles(roles)
    member, _made = StaffMember.objects.update_or_create(
        practice=actor.practice, user=user, defaults={"is_active": True, **({"name": name} if name else {})}
    )
    _write_roles(member, chosen)
    record(actor, action="member.added", object=member, data={"roles": sorted(chosen)})
    return member


@transaction.atomic
def set_roles(actor: Actor, *, member: StaffMember, roles: Iterable[str]) -> StaffMember:
    """Give a member exactly these roles. The last administrator keeps theirs: ``InvalidState`` otherwise."""
    require(actor, "members.manage")
    chosen = _known_roles(roles)
    _lock_members(actor, member)
    if Role.ADMINISTRATOR not in chosen:
        _refuse_without_administrator(member)
    _write_roles(member, chosen)
    record(actor, action="member.roles_changed", object=member, data={"roles": sorted(chosen)})
    return member


@transaction.atomic
def remove_member(actor: Actor, *, member: StaffMember) -> StaffMember:
    """End a membership at once. The last administrator can't be removed: ``InvalidState``."""
    require(actor, "members.manage")
    _lock_members(actor, member)
    _refuse_without_administrator(member)
    member.is_active = False
    member.save(update_fields=["is_active", "updated_at"])
    record(actor, action="member.removed", object=member)
    return member


@transaction.atomic
def assign_staff(actor: Actor, *, client: Any, member: StaffMember, is_assigned: bool = True) -> CareTeamMember:
    """Put a staff member on a client's care team: as assigned practitioner, or through *Manage access*."""
    require(actor, "care_team.manage", client)
    if member.practice_id != actor.practice.pk or not member.is_active:
        raise NotVisible
    seat, _made = CareTeamMember.objects.update_or_create(
        client=client, member=member, defaults={"is_assigned": is_assigned, "added_by": actor.user}
    )
    record(actor, action="care_team.added", object=member, client=client)
    return seat


@transaction.atomic
def unassign_staff(actor: Actor, *, client: Any, member: StaffMember) -> None:
    """Take a staff member off a client's care team; they lose the record with their next request."""
    require(actor, "care_team.manage", client)
    removed, _rows = CareTeamMember.objects.filter(client=client, member=member).delete()
    if not removed:
        raise NotVisible
    record(actor, action="care_team.removed", object=member, client=client)


def ensure_permissions() -> None:
    """Make the permission rows that grants point at, for whatever model serves as Client."""
    content_type = ContentType.objects.get_for_model(swap.model("Client"))
    present = set(Permission.objects.filter(content_type=content_type).values_list("codename", flat=True))
    missing = [item for item in registry.capabilities.values() if codename(item.key) not in present]
    Permission.objects.bulk_create(
        [
            Permission(content_type=content_type, codename=codename(item.key), name=str(item.label)[:255])
            for item in missing
        ],
        ignore_conflicts=True,
    )


def _switch_states(practice: Any) -> dict[str, bool]:
    rows = PracticeSwitch.objects.select_for_update().filter(practice=practice)
    return dict(rows.values_list("key", "is_on"))


def _end_what_is_over(client: Any, user: Any) -> None:
    now = clock.now()
    over = AccessGrant.objects.filter(client=client, user=user, revoked_at=None, ends_at__lte=now)
    over.update(revoked_at=now)


def _same_grant(live: AccessGrant, relationship: str) -> AccessGrant:
    if live.relationship != relationship:
        raise InvalidState(_("This login already reaches the client in another way. End that access first."))
    return live


def _write_permissions(grant: AccessGrant, capabilities: Iterable[str]) -> None:
    content_type = ContentType.objects.get_for_model(swap.model("Client"))
    names = [codename(registry.capabilities[key].key) for key in capabilities]
    permissions = Permission.objects.filter(content_type=content_type, codename__in=names)
    ClientUserPermission.objects.bulk_create(
        [
            ClientUserPermission(permission=permission, user=grant.user, content_object=grant.client, grant=grant)
            for permission in permissions
        ]
    )


def _known_roles(roles: Iterable[str]) -> frozenset[str]:
    chosen = frozenset(str(role) for role in roles)
    if not chosen or not chosen <= set(Role.values):
        raise ValidationError({"roles": _("Choose at least one of the roles in the list.")})
    return chosen


def _write_roles(member: StaffMember, roles: frozenset[str]) -> None:
    member.roles.exclude(role__in=roles).delete()
    StaffRole.objects.bulk_create(
        [StaffRole(member=member, role=role) for role in sorted(roles)], ignore_conflicts=True
    )


def _lock_members(actor: Actor, member: StaffMember) -> None:
    # All members are locked in one order, so that two administrators who demote each other can't both succeed.
    members = StaffMember.objects.select_for_update().filter(practice=actor.practice).order_by("pk")
    if member.pk not in {row.pk for row in members}:
        raise NotVisible


def _refuse_without_administrator(leaving: StaffMember) -> None:
    others = StaffRole.objects.filter(
        member__practice=leaving.practice_id,
        member__is_active=True,
        member__user__is_active=True,
        role=Role.ADMINISTRATOR,
    ).exclude(member=leaving)
    if not others.exists():
        raise InvalidState(_("A practice needs at least one administrator. Make somebody else administrator first."))
