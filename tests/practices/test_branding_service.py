"""Saving a practice's looks: what people upload and type is made harmless before anything is kept."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from client_portal.audit.models import AuditEvent
from client_portal.core.errors import NotAllowed
from client_portal.practices import services
from client_portal.practices.logos import BOX
from client_portal.practices.models import PortalSettings
from client_portal.practices.selectors import portal_of
from client_portal.testing import builders

pytestmark = pytest.mark.django_db

LOOKS = {"accent_color": "#5b3fd6", "welcome_text": "Welcome.", "footer_text": "License 12", "sender_name": "Juniper"}
SCRIPT = b"<script>alert(1)</script>"


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100), **options: Any) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "#1d6358").save(output, kind, **options)
    return output.getvalue()


def upload(content: bytes, name: str = "logo.png", content_type: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def save(administrator: builders.Staff, **looks: Any) -> PortalSettings:
    return services.save_branding(administrator.actor, **{**LOOKS, **looks})


def stored_files(practice: Any) -> list[str]:
    storage: Storage = portal_of(practice).logo.storage
    folder = "client_portal/logos"
    return storage.listdir(folder)[1] if storage.exists(folder) else []


@pytest.mark.spec("PORTAL-9")
def test_the_looks_are_saved(practice: Any, administrator: builders.Staff) -> None:
    save(administrator, logo=upload(picture()))
    portal = portal_of(practice)
    assert portal.accent_color == "#5b3fd6"
    assert portal.welcome_text == "<p>Welcome.</p>"
    assert (portal.footer_text, portal.sender_name) == ("License 12", "Juniper")
    assert AuditEvent.objects.filter(action="portal.branding_changed").get().data == {"new_logo": True}


@pytest.mark.spec("PORTAL-9")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_drawn_anew_as_a_png_that_fits(practice: Any, administrator: builders.Staff, kind: str) -> None:
    save(administrator, logo=upload(picture(kind, (1600, 900)), name="../../evil.php", content_type="text/html"))
    logo = portal_of(practice).logo
    assert logo.name.startswith("client_portal/logos/")
    assert logo.name.endswith(".png")
    assert "evil" not in logo.name
    with logo.open() as stored, Image.open(stored) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width <= BOX[0]
        assert drawn.height <= BOX[1]


def test_what_hides_in_a_picture_is_left_behind(practice: Any, administrator: builders.Staff) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    for content in (picture() + SCRIPT, picture("JPEG", exif=exif) + SCRIPT):
        save(administrator, logo=upload(content))
        with portal_of(practice).logo.open() as stored:
            kept = stored.read()
        assert SCRIPT not in kept
        assert b"taken at home" not in kept


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"<html>" + SCRIPT + b"</html>", "PNG, JPEG", id="HTML"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "PNG, JPEG", id="SVG"),
        pytest.param(b"\0" * 10 * 1024 * 1024, "too large", id="10 MB"),
        pytest.param(picture() + b"\0" * 10 * 1024 * 1024, "too large", id="10 MB with a picture in front"),
        pytest.param(bomb(50_000, 50_000), "too many pixels", id="bomb"),
        pytest.param(bomb(10_000, 10_000), "too many pixels", id="bomb that Pillow only warns of"),
        pytest.param(bomb(8_000, 8_000), "too many pixels", id="bomb that Pillow lets pass"),
        pytest.param(bomb(100, 100), "PNG, JPEG", id="cut off"),
        pytest.param(picture()[:80], "PNG, JPEG", id="half an upload"),
        pytest.param(picture("TIFF"), "PNG, JPEG", id="TIFF"),
        pytest.param(picture("ICO", (64, 64)), "PNG, JPEG", id="ICO"),
        pytest.param(b"%PDF-1.7", "PNG, JPEG", id="PDF"),
        pytest.param(b"GIF89a" + SCRIPT, "PNG, JPEG", id="script that begins like a GIF"),
        pytest.param(b"", "PNG, JPEG", id="empty"),
    ],
)
def test_a_file_that_is_no_usable_picture_is_refused_and_nothing_stays(
    practice: Any, administrator: builders.Staff, content: bytes, says: str
) -> None:
    before = PortalSettings.objects.values().get(practice=practice)
    with pytest.raises(ValidationError, match=says) as refusal:
        save(administrator, logo=upload(content))
    assert list(refusal.value.message_dict) == ["logo"]
    assert PortalSettings.objects.values().get(practice=practice) == before
    assert stored_files(practice) == []


@pytest.mark.parametrize("color", ["red;}", "red", "", "#12", "url(//evil)", "#1d6358;}body{display:none", "\x00"])
def test_nothing_but_a_color_is_saved_as_a_color(practice: Any, administrator: builders.Staff, color: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        save(administrator, accent_color=color)
    assert list(refusal.value.message_dict) == ["accent_color"]
    assert portal_of(practice).accent_color == "#1d6358"


@pytest.mark.parametrize(
    "name",
    ["Juniper\nBcc: all@example.com", "Juniper\r\nBcc: x", "Juni\rper", "Juni\u2028per", "Juni\x0bper", "a\x00b"],
)
def test_a_sender_name_has_one_line(practice: Any, administrator: builders.Staff, name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        save(administrator, sender_name=name)
    assert list(refusal.value.message_dict) == ["sender_name"]
    assert portal_of(practice).sender_name == ""


@pytest.mark.parametrize(
    ("field", "text"),
    [("sender_name", "x" * 101), ("footer_text", "x" * 301), ("welcome_text", "x" * 5001), ("footer_text", "a\x00")],
)
def test_texts_that_do_not_fit_are_refused(practice: Any, administrator: builders.Staff, field: str, text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        save(administrator, **{field: text})
    assert list(refusal.value.message_dict) == [field]
    assert getattr(portal_of(practice), field) == ""


@pytest.mark.spec("PORTAL-9")
def test_a_script_in_the_welcome_text_is_not_kept(practice: Any, administrator: builders.Staff) -> None:
    save(administrator, welcome_text="Hi <script>alert(1)</script><img src=x onerror=alert(2)><b onclick=x>there</b>")
    assert portal_of(practice).welcome_text == "<p>Hi there</p>"


@pytest.mark.django_db(transaction=True)
def test_a_replaced_logo_is_not_left_lying_about(practice: Any, administrator: builders.Staff) -> None:
    save(administrator, logo=upload(picture()))
    first = stored_files(practice)
    save(administrator, logo=upload(picture()))
    second = stored_files(practice)
    assert len(first) == len(second) == 1
    assert first != second
    save(administrator)
    assert stored_files(practice) == second
    save(administrator, removes_logo=True)
    assert stored_files(practice) == []
    assert not portal_of(practice).logo


@pytest.mark.django_db(transaction=True)
def test_a_logo_can_be_removed(practice: Any, administrator: builders.Staff) -> None:
    save(administrator, logo=upload(picture()))
    services.remove_logo(administrator.actor)
    assert not portal_of(practice).logo
    assert stored_files(practice) == []
    services.remove_logo(administrator.actor)


def test_a_new_logo_wins_over_removing(practice: Any, administrator: builders.Staff) -> None:
    save(administrator, logo=upload(picture()), removes_logo=True)
    assert portal_of(practice).logo


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "scheduler", "biller", "forms_administrator"])
def test_other_staff_change_no_looks(practice: Any, role: str) -> None:
    before = PortalSettings.objects.values().get(practice=practice)
    actor = builders.make_staff(practice, role).actor
    with pytest.raises(NotAllowed):
        services.save_branding(actor, **LOOKS, logo=upload(picture()))
    with pytest.raises(NotAllowed):
        services.remove_logo(actor)
    assert PortalSettings.objects.values().get(practice=practice) == before
    assert stored_files(practice) == []
