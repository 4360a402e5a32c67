"""Limits on tries, kept in the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from client_portal.core import rate_limit
from client_portal.core.errors import RateLimited
from client_portal.core.models import RateLimitWindow

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def three_a_minute(settings: Any) -> None:
    settings.CLIENT_PORTAL = {"RATE_LIMITS": {"sign_in_address": (3, 60)}}


@pytest.mark.spec("AUTH-3")
def test_the_try_beyond_the_limit_names_the_wait_and_the_window_ends() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        for _try in range(3):
            rate_limit.hit("sign_in_address", "maya@example.com")
        traveller.shift(20)
        with pytest.raises(RateLimited) as refusal:
            rate_limit.hit("sign_in_address", "maya@example.com")
        assert refusal.value.retry_after == 40
        assert refusal.value.status == 429
        traveller.shift(41)
        rate_limit.hit("sign_in_address", "maya@example.com")


@pytest.mark.spec("AUTH-3")
def test_spelling_makes_no_new_window_and_others_are_not_counted() -> None:
    for spelling in ("maya@example.com", "MAYA@example.com", " Maya@Example.com "):
        rate_limit.hit("sign_in_address", spelling)
    rate_limit.hit("sign_in_address", "theo@example.com")
    with pytest.raises(RateLimited):
        rate_limit.hit("sign_in_address", "maya@example.com")


def test_no_address_is_kept_in_the_clear() -> None:
    rate_limit.hit("sign_in_address", "maya@example.com")
    assert "maya" not in str(list(RateLimitWindow.objects.values()))


def test_ended_windows_are_forgotten() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        rate_limit.hit("sign_in_address", "maya@example.com")
        assert rate_limit.forget_ended() == 0
        traveller.shift(61)
        assert rate_limit.forget_ended() == 1


def test_other_scopes_keep_their_defaults() -> None:
    rate_limit.hit("password_reset_source", "10.0.0.1")
    with pytest.raises(KeyError):
        rate_limit.hit("nothing_known", "10.0.0.1")
