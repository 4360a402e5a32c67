"""Reading a practice's portal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from client_portal import swap
from client_portal.access import registry
from client_portal.access.models import PORTAL, ClientRestriction, StaffMember
from client_portal.access.roles import Role
from client_portal.access.rules import require
from client_portal.access.selectors import live_grants, switches_of
from client_portal.conf import conf
from client_portal.core import clock, outbox
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible, Text
from client_portal.core.models import OutboxMessage
from client_portal.practices.models import FeatureChange, PortalLink, PortalSettings, StaffInvitation
from client_portal.practices.slugs import similar_slugs


@dataclass(frozen=True, slots=True)
class FeatureState:
    """A feature switch as the settings page shows it."""

    feature: registry.Feature
    is_on: bool
    open_items: list[tuple[Text, int, Text]]
    missing: Text | None
    exceptions: int


def portal_of(practice: Any) -> PortalSettings:
    """The portal settings of a practice; made with the practice's first look at them."""
    portal, _made = PortalSettings.objects.get_or_create(practice=practice)
    return portal


def locked_portal(practice: Any) -> PortalSettings:
    """The portal settings of a practice, held until the transaction ends: changes of them come one after the other."""
    portal = portal_of(practice)
    return PortalSettings.objects.select_for_update().get(pk=portal.pk)


def practice_by_public_id(public_id: Any) -> Any | None:
    """The practice with this public id, its portal settings loaded; None if there is none."""
    found = PortalSettings.objects.filter(pk=public_id).select_related("practice").first()
    if found is None:
        return None
    found.practice.client_portal_settings = found
    return found.practice


def is_portal_on(practice: Any) -> bool:
    """Whether the portal as a whole is switched on."""
    return PORTAL in switches_of(practice)


def practices_of(user: Any) -> list[Any]:
    """The practices that a login works for, by name, each with its portal settings."""
    members = StaffMember.objects.filter(user=user, is_active=True).select_related("practice__client_portal_settings")
    return sorted((member.practice for member in members), key=str)


def practices_reached_by(user: Any) -> list[Any]:
    """The practices that a login works for or is a client of, by name, each with its portal settings."""
    staffed = StaffMember.objects.filter(user=user, is_active=True).values("practice")
    granted = live_grants().filter(user=user).values("practice")
    portals = PortalSettings.objects.filter(Q(practice__in=staffed) | Q(practice__in=granted))
    found = list(portals.select_related("practice"))
    for portal in found:
        portal.practice.client_portal_settings = portal
    return sorted((portal.practice for portal in found), key=str)


def colleague_by_id(actor: Actor, member_id: Any) -> StaffMember:
    """One active member of the actor's own practice, to be put on a care team; ``NotVisible`` otherwise."""
    colleagues = StaffMember.objects.filter(practice=actor.practice, is_active=True)
    found = colleagues.filter(pk=member_id).first() if actor.is_staff else None
    if found is None:
        raise NotVisible
    return found


def members_of(actor: Actor) -> QuerySet[StaffMember]:
    """The practice's active staff with their roles."""
    require(actor, "members.manage")
    members = StaffMember.objects.filter(practice=actor.practice, is_active=True)
    return members.select_related("user").prefetch_related("roles").order_by("name", "pk")


def member_by_id(actor: Actor, member_id: Any) -> StaffMember:
    """One active staff member of the practice; ``NotVisible`` for anybody else."""
    found = members_of(actor).filter(pk=member_id).first()
    if found is None:
        raise NotVisible
    return found


def is_last_administrator(actor: Actor, member: StaffMember) -> bool:
    """Whether the practice would have no administrator without this member."""
    administrators = members_of(actor).filter(user__is_active=True, roles__role=Role.ADMINISTRATOR)
    return set(administrators.values_list("pk", flat=True)) == {member.pk}


def display_name(practice: Any, user: Any) -> str:
    """What clients call a staff member: the name in the practice; empty where there is none."""
    if user is None:
        return ""
    member = StaffMember.objects.filter(practice=practice, user=user).first()
    return member.name if member is not None else ""


def administrator_names(practice: Any) -> list[str]:
    """Whom staff can ask about the portal's settings."""
    members = StaffMember.objects.filter(practice=practice, is_active=True, roles__role=Role.ADMINISTRATOR)
    return [str(member) for member in members.select_related("user").order_by("name", "pk")]


def open_staff_invitations(actor: Actor) -> QuerySet[StaffInvitation]:
    """Invitations of staff that were neither accepted nor revoked."""
    require(actor, "members.manage")
    invitations = StaffInvitation.objects.filter(practice=actor.practice, accepted_at=None, revoked_at=None)
    return invitations.order_by("-created_at")


def feature_states(actor: Actor) -> list[FeatureState]:
    """Every feature with its switch, what is in flight behind it and what it still needs."""
    require(actor, "settings.manage")
    on = switches_of(actor.practice)
    exceptions = _exceptions(actor.practice)
    return [
        FeatureState(
            feature,
            feature.key in on,
            [(items.label, items.count(actor.practice), items.consequence) for items in _items(feature.key)],
            registry.missing_for(feature.key, actor.practice),
            exceptions.get(feature.key, 0),
        )
        for feature in registry.features.values()
    ]


def last_undoable_change(actor: Actor) -> FeatureChange | None:
    """The newest change of switches that still stands, while it can be undone."""
    require(actor, "settings.manage")
    standing = FeatureChange.objects.filter(practice=actor.practice, undone_at=None)
    newest = standing.select_related("changed_by").order_by("-changed_at").first()
    return newest if newest is not None and can_undo(newest) else None


def can_undo(change: FeatureChange) -> bool:
    """Whether a change is young enough and still stands."""
    return change.undone_at is None and clock.now() < undo_ends_at(change)


def undo_ends_at(change: FeatureChange) -> dt.datetime:
    """Until when a change can be undone."""
    return change.changed_at + dt.timedelta(minutes=conf.UNDO_MINUTES)


def is_slug_free(slug: str, practice: Any) -> bool:
    """Whether no other practice has or ever had this link."""
    return not PortalLink.objects.filter(slug=slug).exclude(practice=practice).exists()


def may_rename_link(actor: Actor) -> bool:
    """Whether the site lets this administrator change the link that the practice has."""
    if actor.is_system or not conf.LINK_CHANGE_BY_SUPERUSERS_ONLY:
        return True
    return bool(getattr(actor.user, "is_superuser", False))


def free_links(practice: Any, text: str = "", *, limit: int = 3) -> list[str]:
    """Links that the practice could have at this moment, like its name and like what somebody typed."""
    ideas = similar_slugs(text, str(practice), reserved=conf.RESERVED_SLUGS)
    taken = PortalLink.objects.filter(slug__in=ideas).exclude(practice=practice).values_list("slug", flat=True)
    return [idea for idea in ideas if idea not in set(taken)][:limit]


def undelivered(actor: Actor) -> QuerySet[OutboxMessage]:
    """E-mails and the like of this practice that were given up after many tries, newest first."""
    require(actor, "settings.manage")
    public_id = str(portal_of(actor.practice).pk)
    return outbox.dead().filter(payload__practice=public_id).order_by("-dead_at", "pk")


def all_practices() -> QuerySet[Any]:
    """Every practice of the site, for commands and workers."""
    return swap.model("Practice")._default_manager.order_by("pk")


def _items(feature: str) -> list[registry.OpenItems]:
    return registry.open_items.get(feature, [])


def _exceptions(practice: Any) -> dict[str, int]:
    path = f"client__{swap.path('Client', 'PORTAL_PRACTICE')}"
    rows = ClientRestriction.objects.filter(**{path: practice.pk}).values_list("feature")
    return dict(rows.annotate(Count("pk")))
