"""Promises of the storage that private files go to: it keeps, returns and deletes bytes, and tells nobody where."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile

from client_portal.practices.models import portal_storage
from client_portal.testing.contract.case import ContractCase, promise

CONTENT = b"%PDF-1.4 conformance \x00\xff"
CURE = (
    'Name a storage that is for the portal alone, STORAGES["client_portal"], with credentials and a place that let it '
    "write, read and delete."
)
PRIVATE = (
    'Point STORAGES["client_portal"] at a folder or bucket that no web server hands out; for a bucket, let its '
    "addresses be signed and short-lived."
)


class FilePromises(ContractCase):
    """The storage in force (``STORAGES["client_portal"]``, else the default one) is fit for private files."""

    @promise
    def test_the_storage_keeps_and_returns_bytes(self) -> None:
        """What was saved is read back, byte by byte, as often as it is asked for."""
        key = self._save()
        with self.trying("Reading a file from the storage", CURE):
            for _time in range(2):
                with portal_storage().open(key, "rb") as file:
                    found = file.read()
                self.hold(found == CONTENT, f"The storage returned other bytes than it was given for {key}. {CURE}")

    @promise
    def test_the_storage_keeps_two_files_apart(self) -> None:
        """A second file never overwrites the first, even under the same name."""
        first = self._save()
        with self.trying("Saving a second file under the same name", CURE):
            second = portal_storage().save(first, ContentFile(b"another"))
            self.addCleanup(portal_storage().delete, second)
            with portal_storage().open(first, "rb") as file:
                kept = file.read() == CONTENT
        self.hold(
            kept and first != second,
            "The storage wrote a second file over the first of the same name. Turn its overwriting off "
            '(for S3: "file_overwrite": False).',
        )

    @promise
    def test_the_storage_deletes(self) -> None:
        """What was deleted is gone."""
        key = self._save()
        with self.trying("Deleting a file from the storage", CURE):
            portal_storage().delete(key)
            is_there = portal_storage().exists(key)
        self.hold(not is_there, f"A file is still there after the storage deleted it. {CURE}")

    @promise
    def test_nobody_reads_a_file_past_the_portal(self) -> None:
        """The storage has no address under which a stranger gets the file."""
        address = _address(self._save())
        if not address:
            return
        parts = urlsplit(address)
        if parts.netloc:
            self.hold(
                parts.query,
                f"The storage hands out {parts.scheme}://{parts.netloc}/… for a private file, without signature: "
                f"whoever has it reads the file. {PRIVATE}",
            )
            return
        answer = self.client.get("/" + address.lstrip("/"), secure=True)
        content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
        self.hold(
            CONTENT not in content,
            f"A stranger gets a private file under {parts.path}, past every rule of the portal. {PRIVATE}",
        )

    def _save(self) -> str:
        name = f"client_portal/files/{uuid.uuid4().hex}"
        with self.trying("Saving a file in the storage", CURE):
            key = portal_storage().save(name, ContentFile(CONTENT))
        self.addCleanup(portal_storage().delete, key)
        return key


def _address(key: str) -> str:
    try:
        found: Any = portal_storage().url(key)
    except (NotImplementedError, ValueError, AttributeError, SuspiciousOperation):
        return ""
    return str(found or "")
