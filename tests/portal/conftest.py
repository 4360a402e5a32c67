"""A practice with forms to ask."""

from __future__ import annotations

from typing import Any

import pytest

from client_portal.testing import builders


@pytest.fixture
def practice(db: None) -> Any:
    """A practice whose portal is on under ``juniper``, every feature on, with the ready-made forms."""
    features = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")
    return builders.make_practice("Juniper Counseling", link="juniper", features=features, has_forms=True)
