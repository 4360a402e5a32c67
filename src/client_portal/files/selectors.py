"""Finding a file through the eyes of an actor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from client_portal.access.selectors import visible_clients
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.files.models import StoredFile


def file_for(actor: Actor, file_id: Any) -> StoredFile:
    """A file about a client whose information the actor sees, or one of the practice's own; else ``NotVisible``."""
    if not (actor.is_staff or actor.is_portal):
        raise NotVisible
    about_client = Q(client__in=visible_clients(actor, "information.view").values("pk"))
    of_practice = Q(client=None, practice=actor.practice)
    found = StoredFile.objects.scoped(about_client | of_practice, actor=actor).filter(pk=file_id).first()
    if found is None:
        raise NotVisible
    return found  # type: ignore[no-any-return]
