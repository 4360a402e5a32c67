"""Pages by key: whatever the rows, walking forth and back visits each once, in order."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from client_portal.core import clock
from client_portal.core.keyset import page
from client_portal.core.models import RateLimitWindow
from tests.examples import examples


def rows() -> Any:
    return RateLimitWindow.objects.values("count", "key")


def fill(counts: list[int]) -> None:
    now = clock.now()
    RateLimitWindow.objects.bulk_create(
        RateLimitWindow(key=f"{place:03d}", count=count, ends_at=now) for place, count in enumerate(counts)
    )


class Walking(TestCase):
    """Random rows with many equal values, random page sizes, both directions."""

    @settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        counts=st.lists(st.integers(0, 9), max_size=30),
        size=st.integers(1, 7),
        descending=st.booleans(),
    )
    def test_forth_and_back(self, counts: list[int], size: int, descending: bool) -> None:
        fill(counts)
        sign = "-" if descending else ""
        order = (f"{sign}count", f"{sign}key")
        expected = list(rows().order_by(*order))
        seen: list[Any] = []
        pages = []
        cursor: str | None = ""
        while cursor is not None:
            pages.append(page(rows(), order=order, size=size, cursor=cursor))
            seen += pages[-1].rows
            cursor = pages[-1].next
        assert seen == expected
        assert all(len(one.rows) == size for one in pages[:-1])
        assert pages[0].previous is None
        for earlier, later in itertools.pairwise(pages):
            assert later.previous is not None
            assert page(rows(), order=order, size=size, cursor=later.previous).rows == earlier.rows


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "WzAsMSwyXQ", "WzAsImEiXQ", "é", "WzAsIlx1MDAwMCIsImIiXQ"])
def test_a_cursor_that_is_not_ours_is_an_error_of_the_request(cursor: str) -> None:
    with pytest.raises(ValidationError, match="page link"):
        page(rows(), order=("count", "key"), size=5, cursor=cursor)


@pytest.mark.django_db
@pytest.mark.parametrize("amount", [5, 25])
def test_a_page_is_one_statement_whatever_the_length_of_the_list(amount: int) -> None:
    fill([1] * amount)
    with CaptureQueriesContext(connection) as captured:
        page(rows(), order=("count", "key"), size=3)
    assert len(captured) == 1
