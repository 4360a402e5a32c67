"""The stage, raised once, and never changed for good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.permissions.stage import Stage, build


@pytest.fixture(scope="package")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Everybody and everything, in a transaction that is rolled back when the last test has run."""
    folder = str(tmp_path_factory.mktemp("media"))
    with override_settings(MEDIA_ROOT=folder), django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def db(stage: Stage) -> None:
    """The stage stands for pytest-django's own transaction, which would begin anew for each test."""


@pytest.fixture(autouse=True)
def media(stage: Stage) -> None:
    """Files stay where the stage has put them."""
