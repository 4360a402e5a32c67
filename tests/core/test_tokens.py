"""Secret links: derived, never stored."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from client_portal.core import tokens


@given(st.text(max_size=20), st.text(max_size=20))
def test_different_parts_make_different_tokens(one: str, other: str) -> None:
    assert (tokens.derive("a test", one) == tokens.derive("a test", other)) == (one == other)


def test_a_token_depends_on_purpose_parts_and_the_site_s_key(settings: Any) -> None:
    token = tokens.derive("invitation", 1, 2)
    assert token == tokens.derive("invitation", 1, 2)
    assert len({token, tokens.derive("other", 1, 2), tokens.derive("invitation", 12)}) == 3
    settings.SECRET_KEY = "another"
    assert token != tokens.derive("invitation", 1, 2)


def test_a_token_has_256_bits_and_fits_an_address() -> None:
    token = tokens.derive("invitation", 1)
    assert len(token) == 43
    assert token.replace("-", "").replace("_", "").isalnum()


@given(st.text())
def test_whatever_comes_in_an_address_has_a_digest(text: str) -> None:
    assert len(tokens.digest(text)) == 64
