"""What a file is, judged by its content, and what it may be called. Pure."""

from __future__ import annotations

import io
import unicodedata

import filetype
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MAX_PIXELS = 60_000_000
NAME_LENGTH = 150
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
}
ACTIVE_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")


def media_type(content: bytes) -> str:
    """The media type that the first bytes show, or an empty text for none that is known."""
    found = filetype.guess_mime(content[:8192])
    return str(found or "")


def check_content(content: bytes, kind: str) -> None:
    """Raise ``ValidationError`` for a picture that can't be opened or is huge, or a PDF that would act by itself."""
    if kind in PICTURES:
        _check_picture(content, PICTURES[kind])
    if kind == "application/pdf" and any(mark in content for mark in ACTIVE_PDF):
        raise ValidationError(_("This PDF has scripts or files inside it. Save it as a plain PDF and try again."))


def clean_name(name: str, kind: str) -> str:
    """What a file is called: the last part of its path without control and direction signs, with a fitting ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = " ".join(visible.split()).strip(". ")
    ending = ENDINGS.get(kind, "")
    if ending and stem.lower().endswith((ending, ".jpeg" if ending == ".jpg" else ending)):
        stem = stem.rsplit(".", 1)[0]
    return (stem[:NAME_LENGTH].strip() or _("File")) + ending


def _check_picture(content: bytes, form: str) -> None:
    unusable = ValidationError(_("This picture can't be opened. Take it again, or choose another file."))
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(_("This picture has too many pixels. Make it smaller and try again."))
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise unusable from error
