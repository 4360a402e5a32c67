"""Taking files in and giving them up: nothing is left behind that nobody can find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.db.models.signals import pre_save

from client_portal.audit.models import AuditEvent
from client_portal.core.errors import NotAllowed, NotVisible
from client_portal.files.models import StoredFile
from client_portal.files.selectors import file_for
from client_portal.files.services import remove_file, store_file
from client_portal.testing import builders
from tests.files.test_content import PLAIN_PDF, picture

pytestmark = pytest.mark.django_db


def upload(content: bytes = PLAIN_PDF, name: str = "card.pdf") -> SimpleUploadedFile:
    """A file that claims to be a PDF."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture(autouse=True)
def private_place(settings: Any, tmp_path: Path) -> None:
    """A storage that is empty to begin with."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "kept")}}
    settings.STORAGES = {**settings.STORAGES, "client_portal": kept}


def on_disk() -> set[Path]:
    """Every file of the private storage."""
    return {path for path in Path(storages["client_portal"].path("")).rglob("*") if path.is_file()}


def test_a_file_is_kept_under_a_name_that_tells_nothing(practitioner: Any, client_record: Any) -> None:
    file = store_file(practitioner.actor, client=client_record, upload=upload(picture("PNG"), "Maya Ellison.pdf"))
    (made,) = on_disk()
    assert "maya" not in str(made).lower()
    assert made.suffix == ""
    assert (file.name, file.media_type, file.size) == ("Maya Ellison.pdf.png", "image/png", made.stat().st_size)
    event = AuditEvent.objects.get(action="file.stored")
    assert "Maya" not in str(event.data)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "This file is empty"),
        (b"<script>alert(1)</script>", "not accepted"),
        (b"PK\x03\x04" + b"\0" * 60, "not accepted"),
        (PLAIN_PDF + b"/JavaScript", "scripts or files inside"),
        (PLAIN_PDF + b" " * 200, "too large"),
    ],
)
def test_what_is_refused_is_named_and_leaves_nothing(
    content: bytes, told: str, settings: Any, practitioner: Any, client_record: Any
) -> None:
    settings.CLIENT_PORTAL = {**getattr(settings, "CLIENT_PORTAL", {}), "UPLOAD_MAX_BYTES": 150}
    events = AuditEvent.objects.count()
    with pytest.raises(ValidationError, match=told):
        store_file(practitioner.actor, client=client_record, upload=upload(content))
    assert (on_disk(), StoredFile.objects.unscoped(reason="a test").count()) == (set(), 0)
    assert AuditEvent.objects.count() == events


def test_a_row_that_can_t_be_written_takes_its_content_along(practitioner: Any, client_record: Any) -> None:
    def refuse(**kwargs: Any) -> None:
        assert on_disk()
        raise DatabaseError("no space left on device")

    pre_save.connect(refuse, sender=StoredFile)
    try:
        with pytest.raises(DatabaseError, match="no space"):
            store_file(practitioner.actor, client=client_record, upload=upload())
    finally:
        pre_save.disconnect(refuse, sender=StoredFile)
    assert (on_disk(), StoredFile.objects.unscoped(reason="a test").count()) == (set(), 0)


@pytest.mark.django_db(transaction=True)
def test_content_goes_when_the_removal_is_certain(practitioner: Any, client_record: Any) -> None:
    file = store_file(practitioner.actor, client=client_record, upload=upload())
    (made,) = on_disk()
    key = file.pk
    with transaction.atomic():
        remove_file(practitioner.actor, file=file)
        transaction.set_rollback(True)
    assert made.exists()
    remove_file(practitioner.actor, file=file_for(practitioner.actor, key))
    assert on_disk() == set()
    with pytest.raises(NotVisible):
        file_for(practitioner.actor, key)


@pytest.mark.spec("STAFF-2", "STAFF-4")
def test_who_may_not_see_the_client_neither_adds_nor_opens(
    practice: Any, other_practice: Any, practitioner: Any, administrator: Any, client_record: Any
) -> None:
    file = store_file(practitioner.actor, client=client_record, upload=upload())
    colleague = builders.make_staff(practice, "practitioner", name="Noor Haddad")
    stranger = builders.make_staff(other_practice, "practitioner", name="Sam Ortiz")
    biller = builders.make_staff(practice, "biller", name="Lee Wong")
    for nobody in (colleague, stranger, biller):
        with pytest.raises(NotVisible):
            file_for(nobody.actor, file.pk)
        with pytest.raises((NotVisible, NotAllowed)):
            store_file(nobody.actor, client=client_record, upload=upload())
    assert file_for(practitioner.actor, file.pk) == file
    assert StoredFile.objects.unscoped(reason="a test").count() == 1


@pytest.mark.spec("STAFF-4")
def test_the_practice_s_own_papers_stay_in_the_practice(
    other_practice: Any, practitioner: Any, administrator: Any
) -> None:
    worksheet = store_file(administrator.actor, client=None, upload=upload())
    assert file_for(practitioner.actor, worksheet.pk) == worksheet
    with pytest.raises(NotVisible):
        file_for(builders.make_staff(other_practice).actor, worksheet.pk)
    with pytest.raises(NotAllowed):
        store_file(practitioner.actor, client=None, upload=upload())
