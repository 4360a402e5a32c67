"""Feature switches, and taking a change of them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access import registry
from client_portal.access.rules import require
from client_portal.access.services import set_switches
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.practices.models import FeatureChange
from client_portal.practices.selectors import can_undo


@transaction.atomic
def save_features(actor: Actor, *, states: Mapping[str, bool]) -> FeatureChange | None:
    """Set feature switches. Returns the change, which can be undone for a while; None if nothing changed."""
    require(actor, "settings.manage")
    unknown = set(states) - set(registry.features)
    if unknown:
        raise ValidationError(_("There is no such feature."))
    before = set_switches(actor, states=states)
    if not before:
        return None
    return FeatureChange.objects.create(
        practice=actor.practice,
        before=before,
        after={key: states[key] for key in before},
        changed_by=actor.user,
        changed_at=clock.now(),
    )


@transaction.atomic
def undo_feature_change(actor: Actor, *, change_id: Any) -> FeatureChange:
    """Put the switches of a change back as they were.

    What was in flight behind a feature is never touched by its switch, so that putting the switch back restores it.
    Raises ``InvalidState`` when the time for it is over or a later change stands.
    """
    require(actor, "settings.manage")
    changes = FeatureChange.objects.select_for_update().filter(practice=actor.practice)
    change = changes.filter(pk=change_id).first()
    if change is None:
        raise NotVisible
    if not can_undo(change) or changes.filter(changed_at__gt=change.changed_at, undone_at=None).exists():
        raise InvalidState(_("This change can no longer be undone. Set the switches as you want them."))
    set_switches(actor, states=change.before)
    change.undone_at = clock.now()
    change.save(update_fields=["undone_at"])
    record(actor, action="switches.undone", object=change)
    return change
