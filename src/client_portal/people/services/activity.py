"""Taking the log out of the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from client_portal.audit.services import record
from client_portal.core.actor import Actor
from client_portal.people.selectors.activity import Deed, Wanted, all_activity


@transaction.atomic
def export_activity(actor: Actor, *, client: Any | None = None, wanted: Wanted) -> Iterator[Deed]:
    """Everything of the log that is wanted, about a client or (None) the practice; the log notes who took it.

    ``NotAllowed`` or ``NotVisible`` for those who may not read it, ``ValidationError`` for what no filter takes.
    """
    deeds = all_activity(actor, client, wanted=wanted)
    record(actor, action="activity.exported", client=client)
    return deeds
