"""What stands around a client's record: care team, contacts, insurance, changes that wait for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from client_portal import swap
from client_portal.access.models import ArchivedRecord, CareTeamMember, StaffMember
from client_portal.access.rules import require
from client_portal.access.selectors import visible_rows
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.safe_text import check_text
from client_portal.people.models import ClientContact, Contact, InsurancePolicy, ProposedChange

KNOWN_CONTACTS = 10


@dataclass(frozen=True, slots=True)
class Seat:
    """A staff member who has a client. ``is_removable`` is false where the host's own record assigns them."""

    member: StaffMember
    is_assigned: bool
    is_removable: bool = True

    @property
    def member_id(self) -> Any:
        """Primary key of the staff member."""
        return self.member.pk


def archived_record(actor: Actor, client: Any) -> ArchivedRecord | None:
    """When, by whom and why the client's record was put away; None for an active one."""
    require(actor, "clients.view", client)
    return ArchivedRecord.objects.filter(client=client).select_related("by").first()


def contacts_of(actor: Actor, client: Any) -> QuerySet[ClientContact]:
    """The people attached to a client, with their contact data."""
    rows = visible_rows(ClientContact, actor, "clients.contact").filter(client=client)
    return rows.select_related("contact").order_by("created_at", "pk")


def contact_by_id(actor: Actor, client: Any, attached_id: Any) -> ClientContact:
    """One person attached to this client; ``NotVisible`` otherwise."""
    found = contacts_of(actor, client).filter(pk=attached_id).first()
    if found is None:
        raise NotVisible
    return found


def contacts_known(actor: Actor, client: Any, search: str) -> QuerySet[Contact]:
    """Up to ten contacts of other clients whom the actor sees, by a part of name, e-mail or phone, for a sibling."""
    seen = visible_rows(ClientContact, actor, "clients.contact")
    contacts = Contact.objects.filter(practice=actor.practice, pk__in=seen.values("contact"))
    for word in check_text(search).split()[:5]:
        names = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        contacts = contacts.filter(names | Q(email__icontains=word) | Q(phone__icontains=word))
    attached = seen.filter(client=client).values("contact")
    return contacts.exclude(pk__in=attached).order_by("last_name", "first_name", "pk")[:KNOWN_CONTACTS]


def known_contact(actor: Actor, contact_id: Any) -> Contact:
    """A contact of some client whom the actor sees; ``NotVisible`` otherwise."""
    seen = visible_rows(ClientContact, actor, "clients.contact").filter(contact=contact_id)
    found = Contact.objects.filter(practice=actor.practice, pk__in=seen.values("contact")).first()
    if found is None:
        raise NotVisible
    return found


def insurance_of(actor: Actor, client: Any) -> QuerySet[InsurancePolicy]:
    """A client's insurance, primary first."""
    policies = visible_rows(InsurancePolicy, actor, "information.view").filter(client=client)
    return policies.select_related("confirmed_by").order_by("order")


def open_changes(actor: Actor, client: Any) -> QuerySet[ProposedChange]:
    """Changes that the client asked for and nobody has decided."""
    rows = visible_rows(ProposedChange, actor, "information.view").filter(client=client, decided_at=None)
    return rows.select_related("proposed_by").order_by("created_at")


def care_team_of(actor: Actor, client: Any) -> list[Seat]:
    """Who of the staff has this client, assigned ones first: by our care team, or by the host's own record."""
    require(actor, "clients.view", client)
    ours = CareTeamMember.objects.filter(client=client, member__is_active=True).select_related("member__user")
    seats = {seat.member_id: Seat(seat.member, seat.is_assigned) for seat in ours}
    for member in _assigned_by_host(actor, client):
        seats[member.pk] = Seat(member, is_assigned=True, is_removable=False)
    return sorted(seats.values(), key=_by_name)


def colleagues_to_add(actor: Actor, client: Any) -> QuerySet[StaffMember]:
    """The practice's active staff who don't have this client yet, for *Manage access*."""
    require(actor, "care_team.manage", client)
    colleagues = StaffMember.objects.filter(practice=actor.practice, is_active=True, user__is_active=True)
    present = [seat.member_id for seat in care_team_of(actor, client)]
    found = colleagues.exclude(pk__in=present).select_related("user").prefetch_related("roles")
    return found.order_by("name", "pk")


def practitioner_names(client: Any) -> list[str]:
    """The names of the client's assigned practitioners, as clients see them."""
    path = swap.lookup("Client", "PORTAL_PRACTITIONERS")
    practitioners = swap.model("Practitioner")._default_manager.all()
    if path is not None:
        found = swap.model("Client")._default_manager.filter(pk=client.pk).values(path)
        return [str(practitioner) for practitioner in practitioners.filter(pk__in=found)]
    seats = CareTeamMember.objects.filter(client=client, is_assigned=True, member__is_active=True)
    return [str(seat.member) for seat in seats.select_related("member__user").order_by("pk")]


def practitioner_logins(client: Any) -> list[Any]:
    """The logins of the client's assigned practitioners, to tell them what clients do."""
    path = swap.lookup("Client", "PORTAL_PRACTITIONERS")
    if path is None:
        seats = CareTeamMember.objects.filter(client=client, is_assigned=True, member__is_active=True)
        return [seat.member.user for seat in seats.select_related("member__user").order_by("pk")]
    user_path = f"{path}__{swap.path('Practitioner', 'PORTAL_USER')}"
    keys = swap.model("Client")._default_manager.filter(pk=client.pk).values_list(user_path, flat=True)
    users = get_user_model()._default_manager.filter(pk__in=[key for key in keys if key is not None], is_active=True)
    return list(users.order_by("pk"))


def _by_name(seat: Seat) -> tuple[bool, str, str]:
    return (not seat.is_assigned, str(seat.member).casefold(), str(seat.member_id))


def _assigned_by_host(actor: Actor, client: Any) -> QuerySet[StaffMember]:
    members = StaffMember.objects.filter(practice=actor.practice, is_active=True).select_related("user")
    path = swap.lookup("Client", "PORTAL_PRACTITIONERS")
    if path is None:
        return members.none()
    logins = f"{path}__{swap.path('Practitioner', 'PORTAL_USER')}"
    treating = swap.model("Client")._default_manager.filter(pk=client.pk, **{f"{logins}__isnull": False})
    return members.filter(user__in=treating.values(logins))
