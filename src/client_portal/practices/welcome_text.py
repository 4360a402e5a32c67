"""A practice's welcome text: from what an administrator types to harmless HTML, and back into the box. Pure."""

from __future__ import annotations

import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from client_portal.core.safe_text import check_text

TAGS = ("p", "br", "strong", "em", "ul", "ol", "li", "h3", "a")
"""What a welcome text may contain; of attributes only the address of a link."""
LIMIT = 5000
REL = "noopener noreferrer nofollow"

_BLOCK = re.compile(r"</?(?:p|ul|ol|li|h3)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\s*<p>(.*?)</p>\s*", re.DOTALL)


def to_html(text: str) -> str:
    """A typed text as it is saved: harmless HTML. ``ValidationError`` if it is too long or can't be stored."""
    html = harmless(check_text(text))
    if len(html) > LIMIT:
        message = _("This text is too long. Use at most %(limit)d characters, tags included.") % {"limit": LIMIT}
        raise ValidationError(message, code="max_length")
    return html


def harmless(text: str) -> str:
    """Typed or saved text as HTML: lines, paragraphs and allowed tags stay, all else goes."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return nh3.clean(
        "\n".join(_block(block) for block in re.split(r"\n[ \t]*\n\s*", lines) if block),
        tags=set(TAGS),
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel=REL,
    )


def to_typed(html: str) -> str:
    """A saved text as somebody would type it: paragraphs parted by empty lines instead of tags."""
    plain = _PARAGRAPH.sub(r"\n\n\1\n\n", html).replace("<br>\n", "\n").replace("<br>", "\n")
    plain = re.sub(r"&amp;(?=\s|$)", "&", plain.replace(f' rel="{REL}"', ""))
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def _block(block: str) -> str:
    if _BLOCK.search(block):
        return block
    return "<p>" + block.replace("\n", "<br>\n") + "</p>"
