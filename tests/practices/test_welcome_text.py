"""The welcome text: typed like a letter, kept as harmless HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from client_portal.practices.welcome_text import TAGS, harmless, to_html, to_typed

typed_texts = st.text(st.sampled_from("ab <>/&;\"'=:\n") | st.characters(codec="utf-8"), max_size=60)
tags = [f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")]
harm = ["<script>", "</script>", "<style>", "<svg/onload=x>", "<a href=", "javascript:alert(1)", " onclick=x"]
snippets = st.sampled_from([*tags, *harm, "text ", "&lt;", "&amp; ", "\n\n"])
pieces = st.lists(snippets | typed_texts, max_size=12).map("".join)


class Elements(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("", ""),
        ("We are glad.\n\nCall us.\nAny time.", "<p>We are glad.</p>\n<p>Call us.<br>\nAny time.</p>"),
        ("Mind & body", "<p>Mind &amp; body</p>"),
        ("1 < 2", "<p>1 &lt; 2</p>"),
        ("<h3>Hours</h3>\n<ul>\n<li>Mondays</li>\n</ul>", "<h3>Hours</h3>\n<ul>\n<li>Mondays</li>\n</ul>"),
        (
            '<a href="https://example.com" onclick="x" target="_blank">Map</a>',
            '<p><a href="https://example.com" rel="noopener noreferrer nofollow">Map</a></p>',
        ),
        ("<a href='javascript:alert(1)'>Map</a>", '<p><a rel="noopener noreferrer nofollow">Map</a></p>'),
        ("<script>alert(1)</script><iframe src=x></iframe>Hi", "<p>Hi</p>"),
    ],
)
def test_a_typed_text_becomes_harmless_html(typed: str, html: str) -> None:
    assert to_html(typed) == html


@given(pieces)
@example("<math><mtext></p><style><img src=x onerror=alert(1)>")
@example('<p title="</p><script>x">')
def test_whatever_is_typed_nothing_but_allowed_tags_and_web_links_come_out(text: str) -> None:
    try:
        found = Elements(to_html(text))
    except ValidationError:
        return
    assert found.tags <= set(TAGS)
    assert {name for name, _value in found.attributes} <= {"href", "rel"}
    for name, value in found.attributes:
        if name == "href" and re.match(r"[a-z][a-z0-9+.-]*:", value or "", re.IGNORECASE):
            assert (value or "").split(":")[0].lower() in {"http", "https", "mailto", "tel"}


@given(pieces)
def test_cleaning_twice_tells_the_reader_the_same(text: str) -> None:
    html = harmless(text)
    assert Elements(harmless(html)).words == Elements(html).words


@given(st.lists(st.lists(st.from_regex(r"[A-Za-z][A-Za-z ,.!]{0,20}", fullmatch=True), min_size=1), max_size=5))
def test_a_plain_text_comes_back_as_it_was_typed(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join("\n".join(line.strip() for line in lines) for lines in paragraphs)
    assert to_typed(to_html(text)) == text
    assert to_html(to_typed(to_html(text))) == to_html(text)


def test_tags_come_back_as_they_were_typed() -> None:
    typed = 'Mind & <strong>body</strong>\n\n<ul>\n<li><a href="https://example.com">Map</a></li>\n</ul>'
    assert to_typed(to_html(typed)) == typed


@pytest.mark.parametrize("text", ["x" * 4994, "\x00", "\ud800"])
def test_what_can_not_be_kept_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        to_html(text)
