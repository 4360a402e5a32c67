"""Giving clients something to read, and knowing that they did."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.safe_text import check_text
from client_portal.documents.models import Resource, ResourceReceipt
from client_portal.documents.selectors import resource_by_id
from client_portal.files.services import store_file


@transaction.atomic
def add_resource(actor: Actor, *, title: str, upload: UploadedFile[Any], description: str = "") -> Resource:
    """Put a file of the practice's into its resources. ``ValidationError`` by field."""
    require(actor, "forms.manage")
    if not title.strip():
        raise ValidationError({"title": _("Give the document a title that clients understand.")})
    try:
        file = store_file(actor, client=None, upload=upload)
    except ValidationError as error:
        raise ValidationError({"file": error.error_list}) from error
    resource = Resource(
        practice=actor.practice, title=check_text(title.strip()), description=check_text(description.strip()), file=file
    )
    resource.clean_fields(exclude={"practice", "file"})
    resource.save()
    record(actor, action="resource.added", object=resource)
    return resource


@transaction.atomic
def archive_resource(actor: Actor, *, resource_id: Any, is_archived: bool = True) -> Resource:
    """Put a resource away, or take it out again. Who was given it can still read it."""
    require(actor, "forms.manage")
    resource = resource_by_id(actor, resource_id)
    resource.is_archived = is_archived
    resource.save(update_fields=["is_archived", "updated_at"])
    record(actor, action="resource.archived" if is_archived else "resource.restored", object=resource)
    return resource


@transaction.atomic
def mark_read(actor: Actor, *, client: Any, resource: Resource) -> ResourceReceipt:
    """Note that the actor has read a resource for a client; once is enough."""
    require(actor, "questionnaires.complete", client)
    if resource.practice_id != actor.practice.pk:
        raise NotVisible
    receipts = ResourceReceipt.objects.unscoped(reason="the client was authorised above")
    receipt, made = receipts.get_or_create(
        client=client, resource=resource, user=actor.user, defaults={"read_at": clock.now()}
    )
    if made:
        record(actor, action="resource.read", object=resource, client=client)
    return receipt  # type: ignore[no-any-return]
