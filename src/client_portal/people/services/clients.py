"""Client records: making them, their address, putting them away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from client_portal import swap
from client_portal.access.models import ArchivedRecord, CareTeamMember
from client_portal.access.roles import Role
from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState
from client_portal.people.adapters import ClientFacts, people
from client_portal.people.information import birth_date_problem
from client_portal.people.models import ClientKind, ClientProfile
from client_portal.practices.selectors import portal_of

BATCH = 2000
REASON_LENGTH = 300
NO_ADDRESS = gettext_lazy("Write an e-mail address such as name@example.com.")


@transaction.atomic
def create_client(
    actor: Actor,
    *,
    first_name: str,
    last_name: str,
    email: str = "",
    birth_date: dt.date | None = None,
    kind: str = ClientKind.INDIVIDUAL,
) -> Any:
    """Make a client record; only the names are required. A practitioner who makes one is assigned to it."""
    require(actor, "clients.create")
    facts = ClientFacts(_name(first_name), _name(last_name), email.strip(), birth_date)
    _check_facts(actor, facts, kind)
    client = people().create_client(actor.practice, facts)
    profile = ensure_profile(client)
    profile.kind = kind
    profile.save(update_fields=["kind", "updated_at"])
    client.client_portal_profile = profile
    if Role.PRACTITIONER in actor.roles:
        CareTeamMember.objects.create(client=client, member_id=actor.member_id, added_by=actor.user)
    record(actor, action="client.created", object=client, client=client)
    return client


@transaction.atomic
def view_client(actor: Actor, *, client: Any) -> Any:
    """Say that staff open a client's record, for the log of who looked at it; returns the client."""
    require(actor, "clients.view", client)
    record(actor, action="client.viewed", object=client, client=client)
    return client


@transaction.atomic
def set_email(actor: Actor, *, client: Any, email: str) -> None:
    """Write a client's e-mail address, as when staff add one on the spot to invite them."""
    require(actor, "portal_access.manage", client)
    address = email.strip()
    if not _is_email(address):
        raise ValidationError({"email": NO_ADDRESS})
    people().update_client(client, {"email": address})
    record(actor, action="client.email_changed", object=client, client=client)


@transaction.atomic
def archive_client(actor: Actor, *, client: Any, reason: str = "") -> ArchivedRecord:
    """Put a record away: all history stays, its logins reach nothing from the next request on."""
    require(actor, "portal_access.manage", client)
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("Say it in at most 300 characters.")})
    archived, made = ArchivedRecord.objects.get_or_create(client=client, defaults={"by": actor.user, "reason": reason})
    if not made:
        raise InvalidState(_("This record is archived already."))
    record(actor, action="client.archived", object=client, client=client)
    return archived


@transaction.atomic
def restore_client(actor: Actor, *, client: Any) -> None:
    """Take a record out of the archive: its logins reach it again as before."""
    require(actor, "portal_access.manage", client)
    restored, _rows = ArchivedRecord.objects.filter(client=client).delete()
    if not restored:
        raise InvalidState(_("This record is not archived."))
    record(actor, action="client.restored", object=client, client=client)


def ensure_profile(client: Any) -> ClientProfile:
    """The portal's own part of a client's record, made where it is missing."""
    profiles = ClientProfile.objects.unscoped(reason="a profile belongs to each client record that exists")
    profile, _made = profiles.get_or_create(client=client)
    return profile  # type: ignore[no-any-return]


def locked_profile(client: Any) -> ClientProfile:
    """The portal's own part of a client's record, held until the transaction ends."""
    profile = ensure_profile(client)
    profiles = ClientProfile.objects.unscoped(reason="the caller has authorised the client")
    return profiles.select_for_update().get(pk=profile.pk)  # type: ignore[no-any-return]


def backfill_profiles() -> int:
    """Make the missing profiles of a host's existing client records, batch by batch; returns how many."""
    made = 0
    clients = swap.model("Client")._default_manager.filter(client_portal_profile=None).order_by("pk")
    while ids := list(clients.values_list("pk", flat=True)[:BATCH]):
        ClientProfile.objects.bulk_create([ClientProfile(client_id=pk) for pk in ids], ignore_conflicts=True)
        made += len(ids)
    return made


def _name(text: str) -> str:
    return " ".join(text.split())


def _check_facts(actor: Actor, facts: ClientFacts, kind: str) -> None:
    errors: dict[str, Any] = {}
    if not facts.first_name:
        errors["first_name"] = _("Enter the first name.")
    if not facts.last_name:
        errors["last_name"] = _("Enter the last name.")
    if kind not in ClientKind.values:
        errors["kind"] = _("Choose one of the kinds in the list.")
    today = clock.today(portal_of(actor.practice).time_zone)
    if facts.birth_date and (problem := birth_date_problem(facts.birth_date, today)):
        errors["birth_date"] = problem
    if facts.email and not _is_email(facts.email):
        errors["email"] = NO_ADDRESS
    if errors:
        raise ValidationError(errors)


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
