"""Fixtures that every room's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis_settings

from client_portal import swap
from client_portal.core import frozen
from client_portal.testing import builders
from tests.examples import examples

# Two busy cores make honest examples slow; what is too slow is a matter for the benchmarks.
hypothesis_settings.register_profile("suite", deadline=None, max_examples=examples(100))
hypothesis_settings.load_profile("suite")

if swap.is_swapped("Practice"):
    from tests.hostapp.records import HostRecords

    builders.records = HostRecords()


@pytest.fixture
def practice(db: None) -> Any:
    """A practice whose portal is on under ``juniper``, every feature on."""
    features = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")
    return builders.make_practice("Juniper Counseling", link="juniper", features=features)


@pytest.fixture
def other_practice(db: None) -> Any:
    """A second practice, whose people must see nothing of the first."""
    return builders.make_practice("Harbor Therapy", link="harbor")


@pytest.fixture
def administrator(practice: Any) -> builders.Staff:
    """The practice's administrator."""
    return builders.make_staff(practice, email="admin@juniper.example", name="Ada Minot")


@pytest.fixture
def practitioner(practice: Any) -> builders.Staff:
    """A practitioner of the practice."""
    return builders.make_staff(practice, "practitioner", email="priya@juniper.example", name="Priya Raman")


@pytest.fixture
def client_record(practice: Any, practitioner: builders.Staff) -> Any:
    """A client of the practitioner, with an e-mail address and no login."""
    return builders.make_client(
        practice, first_name="Maya", last_name="Ellison", email="maya@example.com", assigned_to=practitioner
    )


@pytest.fixture
def maya(client_record: Any, practice: Any) -> Any:
    """The client's own login."""
    return builders.give_login(client_record, practice, email="maya@example.com")


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[CaptureQueriesContext]]:
    """Count the statements of a block: ``with queries() as captured: …; len(captured)``."""
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    """Uploaded files of each test go to a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(autouse=True)
def thawed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with real transactions end with emptied tables, which the frozen rows' triggers would refuse on SQLite."""
    marker = request.node.get_closest_marker("django_db")
    has_transactions = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if not has_transactions:
        yield
        return
    request.getfixturevalue("transactional_db")
    frozen.uninstall(connection)
    frozen.install(connection)
    yield
    frozen.uninstall(connection)
