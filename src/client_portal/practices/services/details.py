"""How clients reach the practice, and where it keeps its clock."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.safe_text import check_text
from client_portal.practices.models import PortalSettings
from client_portal.practices.selectors import locked_portal

DETAILS = ("phone", "email", "address", "time_zone", "crisis_text", "offers_new_clients")
ADDRESS_LIMIT = 500


@transaction.atomic
def save_details(actor: Actor, *, details: dict[str, Any]) -> PortalSettings:
    """Save any of ``DETAILS``; raises ``ValidationError`` by field."""
    require(actor, "settings.manage")
    portal = locked_portal(actor.practice)
    changed = sorted(name for name in DETAILS if name in details and getattr(portal, name) != details[name])
    for name in changed:
        setattr(portal, name, details[name])
    _validate(portal)
    if changed:
        portal.save(update_fields=[*changed, "updated_at"])
        record(actor, action="portal.details_changed", object=portal, data={"fields": changed})
    return portal


def _validate(portal: PortalSettings) -> None:
    for name in ("phone", "address", "crisis_text", "time_zone"):
        try:
            check_text(getattr(portal, name))
        except ValidationError as error:
            raise ValidationError({name: error.error_list}) from error
    if not clock.is_zone(portal.time_zone):
        raise ValidationError({"time_zone": _("Choose a time zone from the list, such as America/New_York.")})
    if len(portal.address) > ADDRESS_LIMIT:
        message = _("This address is too long. Use at most %(limit)d characters.") % {"limit": ADDRESS_LIMIT}
        raise ValidationError({"address": message})
    portal.clean_fields(exclude={"practice", "logo"})
