"""What a practice's link may look like. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_LENGTH = 3
MAX_LENGTH = 40

RESERVED = frozenset(
    """about accessibility account accounts admin api app assets auth billing blog cdn client clients contact dashboard
    demo docs email forms ftp health help home imap invite jobs login logout mail media mx news ns null pay portal
    practice practices privacy public register request root security settings sign-in sign-out signup smtp ssl staff
    static status support system terms test undefined webhooks well-known www""".split()
)
"""Links that would clash with addresses of our own, of mail and web servers, or that could mislead clients."""

ENDINGS = ("counseling", "therapy", "care", "center", "clinic", "2")
"""What makes another link out of a taken one."""

_LINK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def clean_slug(text: str, *, reserved: Iterable[str] = ()) -> str:
    """Return the link in its one spelling (lower case); raise ``ValidationError`` that says what is wrong with it."""
    slug = text.strip().lower()
    if len(slug) < MIN_LENGTH:
        raise ValidationError(_("Use at least %(count)d characters.") % {"count": MIN_LENGTH}, code="too_short")
    if len(slug) > MAX_LENGTH:
        raise ValidationError(_("Use at most %(count)d characters.") % {"count": MAX_LENGTH}, code="too_long")
    if not _LINK.match(slug):
        message = _("Use only letters a to z, digits and single hyphens between them: no spaces, no other signs.")
        raise ValidationError(message, code="characters")
    if slug in RESERVED or slug in {word.lower() for word in reserved}:
        raise ValidationError(_("“%(slug)s” is reserved. Choose another link.") % {"slug": slug}, code="reserved")
    return slug


def slug_from(text: str) -> str:
    """A text such as a practice's name in the characters of a link; empty if none of it can stand in one."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_LENGTH].strip("-")


def similar_slugs(text: str, name: str, *, reserved: Iterable[str] = ()) -> list[str]:
    """Well-formed links to offer instead of a typed one: the practice's name first, then the text with an ending."""
    base = slug_from(text)
    ideas = [slug_from(name), *(f"{base}-{ending}" for ending in ENDINGS if base)]
    return [idea for idea in dict.fromkeys(ideas) if idea != text and _is_well_formed(idea, reserved)]


def _is_well_formed(slug: str, reserved: Iterable[str]) -> bool:
    try:
        return clean_slug(slug, reserved=reserved) == slug
    except ValidationError:
        return False
