"""Taking files in and giving them up."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.conf import conf
from client_portal.core.actor import Actor
from client_portal.files.content import check_content, clean_name, media_type
from client_portal.files.models import StoredFile
from client_portal.practices.models import portal_storage


@transaction.atomic
def store_file(actor: Actor, *, client: Any, upload: UploadedFile[Any]) -> StoredFile:
    """Keep an uploaded file privately: about a client, or (``client`` None) as the practice's own.

    Its kind is judged by its content. ``ValidationError`` says what is wrong with it; nothing is left behind then,
    nor when the transaction is rolled back.
    """
    _authorise(actor, client)
    content = _read(upload)
    kind = media_type(content)
    if kind not in conf.UPLOAD_TYPES:
        raise ValidationError(
            _("This kind of file is not accepted. Choose a PDF or a picture (JPEG, PNG, WebP, HEIC).")
        )
    check_content(content, kind)
    key = portal_storage().save(f"client_portal/files/{uuid.uuid4().hex}", ContentFile(content))
    try:
        with transaction.atomic():
            file = StoredFile.objects.create(
                practice=actor.practice,
                client=client,
                content=key,
                name=clean_name(upload.name or "", kind),
                media_type=kind,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                uploaded_by=actor.user,
            )
            record(actor, action="file.stored", object=file, client=client, data={"media_type": kind})
    except BaseException:
        portal_storage().delete(key)
        raise
    return file  # type: ignore[no-any-return]


@transaction.atomic
def remove_file(actor: Actor, *, file: StoredFile) -> None:
    """Delete a file that was replaced before anybody relied on it; its content goes after commit."""
    _authorise(actor, file.client)
    key = str(file.content.name)
    record(actor, action="file.removed", object=file, client=file.client)
    file.delete()
    transaction.on_commit(lambda: portal_storage().delete(key), robust=True)


def record_view(actor: Actor, *, file: StoredFile) -> None:
    """Note in the log that the actor has opened a file."""
    record(actor, action="file.viewed", object=file, client=file.client)


def _authorise(actor: Actor, client: Any) -> None:
    # Photos of an insurance card are information; other uploads of clients come with the documents room.
    if client is None:
        require(actor, "forms.manage")
    else:
        require(actor, "information.edit", client)


def _read(upload: UploadedFile[Any]) -> bytes:
    limit = int(conf.UPLOAD_MAX_BYTES)
    upload.seek(0)
    content = bytes(upload.read(limit + 1))
    if len(content) > limit:
        raise ValidationError(
            _("This file is too large. Files may have up to %(limit)s.") % {"limit": filesizeformat(limit)}
        )
    if not content:
        raise ValidationError(_("This file is empty. Choose another one."))
    return content
