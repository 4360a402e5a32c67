"""What a file is, whatever it calls itself, and what it may be called."""

from __future__ import annotations

import io
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from client_portal.files.content import ENDINGS, NAME_LENGTH, check_content, clean_name, media_type

PLAIN_PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"


def picture(form: str, *, size: tuple[int, int] = (6, 4)) -> bytes:
    """A picture of one color."""
    held = io.BytesIO()
    Image.new("RGB", size, "#2f6f73").save(held, form)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PLAIN_PDF, "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40, "image/heic"),
        (b"<!doctype html><script>alert(1)</script>", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", ""),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "application/postscript"),
        (b"PK\x03\x04" + b"\0" * 60, "application/zip"),
        (b"MZ" + b"\0" * 60, "application/x-msdownload"),
        (b"", ""),
    ],
)
def test_the_kind_is_judged_by_content(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        (picture("PNG")[:60], "image/png", "can't be opened"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "image/png", "can't be opened"),
        (picture("JPEG")[:30], "image/jpeg", "can't be opened"),
        (picture("PNG", size=(10_000, 6_001)), "image/png", "too many pixels"),
        (b"%PDF-1.7 << /S /JavaScript /JS (app.alert(1)) >>", "application/pdf", "scripts or files inside"),
        (b"%PDF-1.7 << /S /Launch /F (cmd.exe) >>", "application/pdf", "scripts or files inside"),
        (b"%PDF-1.7 << /Type /EmbeddedFile >>", "application/pdf", "scripts or files inside"),
    ],
)
def test_what_is_broken_huge_or_active_is_refused(content: bytes, kind: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        check_content(content, kind)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_whole_pictures_and_plain_papers_pass(form: str) -> None:
    check_content(picture(form), f"image/{form.lower()}")
    check_content(PLAIN_PDF, "application/pdf")


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Insurance card.pdf", "application/pdf", "Insurance card.pdf"),
        ("photo.JPEG", "image/jpeg", "photo.jpg"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\Users\\maya\\card.png", "image/png", "card.png"),
        ("card\u202egnp.exe", "image/png", "cardgnp.exe.png"),
        ("report.html", "application/pdf", "report.html.pdf"),
        ("a\r\nSet-Cookie: x=1.png", "image/png", "aSet-Cookie: x=1.png"),
        ("", "image/png", "File.png"),
        ("...", "image/webp", "File.webp"),
        ("Überweisung für Noor.pdf", "application/pdf", "Überweisung für Noor.pdf"),
    ],
)
def test_names_are_made_harmless(name: str, kind: str, kept: str) -> None:
    assert clean_name(name, kind) == kept


@given(st.text(max_size=400), st.sampled_from(sorted(ENDINGS)))
def test_no_name_can_hide_anything(name: str, kind: str) -> None:
    kept = clean_name(name, kind)
    assert kept.endswith(ENDINGS[kind])
    assert 0 < len(kept) - len(ENDINGS[kind]) <= NAME_LENGTH
    assert not {"/", "\\"} & set(kept)
    assert not [sign for sign in kept if unicodedata.category(sign) in ("Cc", "Cf", "Cs")]
    assert clean_name(kept, kind) == kept
