"""Finding a file through the eyes of an actor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from client_portal.access.selectors import visible_clients
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.files.models import StoredFile
from client_portal.files.registry import given_files


def file_for(actor: Actor, file_id: Any) -> StoredFile:
    """A file about a client whose information the actor sees, or one of the practice's own; else ``NotVisible``.

    Staff open all files that are the practice's own, portal users those that they were given.
    """
    if not (actor.is_staff or actor.is_portal):
        raise NotVisible
    visible = Q(client__in=visible_clients(actor, "information.view").values("pk")) | _of_practice(actor)
    found = StoredFile.objects.scoped(visible, actor=actor).filter(pk=file_id).first()
    if found is None:
        raise NotVisible
    return found  # type: ignore[no-any-return]


def _of_practice(actor: Actor) -> Q:
    own = Q(client=None, practice=actor.practice)
    if actor.is_staff:
        return own
    given = Q(pk__in=[])
    for room in given_files.values():
        given |= Q(pk__in=room(actor))
    return own & given
