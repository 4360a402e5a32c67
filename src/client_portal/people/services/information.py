"""Information that clients give: into the record, or as a proposed change where the practice wants to look first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.access.selectors import visible_rows
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.core.signals import send_on_commit
from client_portal.people.adapters import people
from client_portal.people.information import (
    FACTS,
    PROFILE_FACTS,
    RECORD_FACTS,
    birth_date_problem,
    changed_facts,
    plain,
    typed,
)
from client_portal.people.models import ClientProfile, ProposedChange
from client_portal.people.selectors import current_facts
from client_portal.people.services.clients import ensure_profile
from client_portal.people.signals import information_changed
from client_portal.practices.selectors import portal_of


@transaction.atomic
def update_information(actor: Actor, *, client: Any, facts: Mapping[str, Any], needs_review: bool = False) -> list[str]:
    """Write facts (names of ``FACTS``) about a client; returns the names that changed.

    With ``needs_review`` nothing is written but a *proposed change* that staff decide. Raises ``ValidationError`` by
    field; nothing is written then.
    """
    require(actor, "information.edit", client)
    profile = ensure_profile(client)
    changes = changed_facts(current_facts(client, profile), _known(facts))
    _check(actor, profile, changes)
    if not changes:
        return []
    if needs_review and not actor.is_staff:
        _propose(actor, client, changes)
    else:
        _write(client, profile, changes)
        record(actor, action="information.changed", object=profile, client=client, data={"fields": sorted(changes)})
        _tell(client, sorted(changes))
    return sorted(changes)


@transaction.atomic
def decide_change(actor: Actor, *, change_id: Any, accept: bool) -> ProposedChange:
    """Accept a proposed change into the record, or decline it: for staff. A decided change can't be decided again."""
    if not actor.is_staff:
        raise NotAllowed
    changes = visible_rows(ProposedChange, actor, "information.edit").select_for_update(of=("self",))
    change = changes.select_related("client").filter(pk=change_id).first()
    if change is None:
        raise NotVisible
    if change.decided_at is not None:
        raise InvalidState(_("Somebody has decided this already."))
    if accept:
        wanted = {name: typed(name, value) for name, value in change.changes.items()}
        _write(change.client, ensure_profile(change.client), wanted)
        _tell(change.client, sorted(change.changes))
    change.decided_at, change.decided_by, change.is_accepted = clock.now(), actor.user, accept
    change.save(update_fields=["decided_at", "decided_by", "is_accepted", "updated_at"])
    fields = {"fields": sorted(change.changes), "accepted": accept}
    record(actor, action="information.change_decided", object=change, client=change.client, data=fields)
    return change  # type: ignore[no-any-return]


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - FACTS
    if unknown:
        raise ValidationError(_("Unknown information: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def _check(actor: Actor, profile: ClientProfile, changes: Mapping[str, Any]) -> None:
    errors: dict[str, Any] = {}
    for name in ("first_name", "last_name"):
        if name in changes and not changes[name]:
            errors[name] = _("This can't be left empty.")
    if changes.get("birth_date"):
        today = clock.today(portal_of(actor.practice).time_zone)
        if problem := birth_date_problem(changes["birth_date"], today):
            errors["birth_date"] = problem
    if changes.get("time_zone") and not clock.is_zone(changes["time_zone"]):
        errors["time_zone"] = _("Choose a time zone from the list.")
    errors |= _field_errors(profile, changes)
    if errors:
        raise ValidationError(errors)


def _field_errors(profile: ClientProfile, changes: Mapping[str, Any]) -> dict[str, Any]:
    errors = {}
    for name in set(changes) & set(PROFILE_FACTS):
        try:
            _profile_field(name).clean(changes[name], profile)
        except ValidationError as error:
            errors[name] = error.error_list
    return errors


def _profile_field(name: str) -> Any:
    return ClientProfile._meta.get_field(name)


def _propose(actor: Actor, client: Any, changes: Mapping[str, Any]) -> None:
    wanted = {name: plain(value) for name, value in changes.items()}
    change = ProposedChange.objects.create(client=client, proposed_by=actor.user, changes=wanted)
    record(actor, action="information.change_proposed", object=change, client=client, data={"fields": sorted(wanted)})


def _tell(client: Any, fields: list[str]) -> None:
    send_on_commit(information_changed, sender=ClientProfile, client=client, fields=fields)


def _write(client: Any, profile: ClientProfile, changes: Mapping[str, Any]) -> None:
    record_changes = {name: changes[name] for name in RECORD_FACTS if name in changes}
    if record_changes:
        people().update_client(client, record_changes)
    profile_changes = [name for name in PROFILE_FACTS if name in changes]
    for name in profile_changes:
        setattr(profile, name, changes[name])
    if profile_changes:
        profile.save(update_fields=[*profile_changes, "updated_at"])
