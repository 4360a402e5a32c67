"""Reading what a practice shares."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.documents.models import Resource


def resources_of(actor: Actor) -> QuerySet[Resource]:
    """The practice's resources in use, by title: for its staff."""
    resources = Resource.objects.filter(practice=actor.practice, is_archived=False).select_related("file")
    return resources if actor.is_staff or actor.is_system else resources.none()


def archived_resources_of(actor: Actor) -> QuerySet[Resource]:
    """The practice's resources that were put away: for its staff."""
    resources = Resource.objects.filter(practice=actor.practice, is_archived=True).select_related("file")
    return resources if actor.is_staff else resources.none()


def resource_by_id(actor: Actor, resource_id: Any) -> Resource:
    """One resource of the practice, in use or put away, for its staff; ``NotVisible`` otherwise."""
    found = Resource.objects.filter(practice=actor.practice, pk=resource_id).select_related("file").first()
    if found is None or not actor.is_staff:
        raise NotVisible
    return found
