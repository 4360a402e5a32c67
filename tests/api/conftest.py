"""Callers of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client_portal.practices.tenancy import portal_reverse
from tests.api.described import DescribedClient


@pytest.fixture
def caller() -> Callable[[Any], DescribedClient]:
    """A client of the API, signed in as a login, that holds each answer against the OpenAPI document."""

    def sign_in(user: Any = None) -> DescribedClient:
        api = DescribedClient()
        if user is not None:
            api.force_login(user)
        return api

    return sign_in


@pytest.fixture
def address(practice: Any) -> Callable[..., str]:
    """The path of an endpoint of the practice."""
    return lambda name, **kwargs: portal_reverse(f"api:{name}", practice, **kwargs)
