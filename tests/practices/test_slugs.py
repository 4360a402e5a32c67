"""What a link may look like, and which ones we offer."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.practices.slugs import MAX_LENGTH, MIN_LENGTH, RESERVED, clean_slug, similar_slugs, slug_from

WELL_FORMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@pytest.mark.parametrize(
    ("typed", "link"), [("juniper", "juniper"), ("  Juniper ", "juniper"), ("juniper-2", "juniper-2"), ("911", "911")]
)
def test_a_link_has_one_spelling(typed: str, link: str) -> None:
    assert clean_slug(typed) == link


@pytest.mark.spec("PORTAL-3")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "too_short"),
        ("ab", "too_short"),
        ("a" * 41, "too_long"),
        ("juniper counseling", "characters"),
        ("juniper_counseling", "characters"),
        ("juniper--counseling", "characters"),
        ("-juniper", "characters"),
        ("juniper-", "characters"),
        ("junip\u00e9r", "characters"),
        ("\u0458uniper", "characters"),
        ("juniper\u200b", "characters"),
        ("jun/iper", "characters"),
        ("jun.iper", "characters"),
        ("jun\niper", "characters"),
        ("jun\x00iper", "characters"),
        ("<b>juniper", "characters"),
        ("\uff4auniper", "characters"),
        ("WWW", "reserved"),
        ("admin", "reserved"),
        ("api", "reserved"),
        ("static", "reserved"),
        ("staff", "reserved"),
    ],
)
def test_a_link_that_can_not_be_is_refused_and_says_why(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean_slug(typed)
    assert refusal.value.code == code
    assert refusal.value.messages[0]


def test_a_host_reserves_links_of_its_own() -> None:
    assert clean_slug("intranet") == "intranet"
    with pytest.raises(ValidationError, match="reserved"):
        clean_slug("Intranet", reserved=["INTRANET"])


@given(st.text())
def test_whatever_is_accepted_is_well_formed_and_stays_as_it_is(text: str) -> None:
    try:
        link = clean_slug(text)
    except ValidationError:
        return
    assert WELL_FORMED.fullmatch(link)
    assert MIN_LENGTH <= len(link) <= MAX_LENGTH
    assert link not in RESERVED
    assert clean_slug(link) == link == link.lower()


@given(st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,2}", fullmatch=True))
def test_every_well_formed_link_that_is_not_reserved_is_accepted(link: str) -> None:
    if len(link) >= MIN_LENGTH and link not in RESERVED:
        assert clean_slug(link) == link


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("Juniper Counseling, LLC", "juniper-counseling-llc"),
        ("Pr\u00e1ctica & S\u00f6hne", "practica-sohne"),
        ("\u5fc3\u7406", ""),
        ("---", ""),
    ],
)
def test_a_name_becomes_a_link(name: str, link: str) -> None:
    assert slug_from(name) == link


@given(st.text(), st.text())
def test_whatever_is_offered_could_be_taken_and_is_not_what_was_typed(text: str, name: str) -> None:
    offered = similar_slugs(text, name)
    assert len(set(offered)) == len(offered)
    assert all(clean_slug(idea) == idea != text for idea in offered)


def test_the_name_is_offered_first() -> None:
    assert similar_slugs("juniper", "Harbor Therapy")[:3] == ["harbor-therapy", "juniper-counseling", "juniper-therapy"]
    assert "intranet" not in similar_slugs("x", "Intranet", reserved=["intranet"])
