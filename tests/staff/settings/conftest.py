"""Fixtures of the settings pages' tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders

Address = Callable[..., str]


@pytest.fixture
def address(practice: Any) -> Address:
    """The path of a settings page: ``address("features")`` in the practice, ``of=`` for another one."""

    def path(name: str = "", *, of: Any = None, **kwargs: Any) -> str:
        return portal_reverse(f"staff:settings{'_' if name else ''}{name}", of or practice, **kwargs)

    return path


@pytest.fixture
def browser(administrator: builders.Staff, client: Client) -> Client:
    """A browser in which the practice's administrator is signed in."""
    client.force_login(administrator.user)
    return client


@pytest.fixture
def new_practice(administrator: builders.Staff) -> Any:
    """A practice of the same administrator whose portal was never on."""
    practice = builders.make_practice("Cedar Counseling", is_on=False)
    builders.make_staff(practice, user=administrator.user, name="Ada Minot")
    return practice


def text_of(response: Any) -> str:
    """The HTML of an answer."""
    return str(response.content.decode())
