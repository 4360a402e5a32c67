"""The branding page: everything typed is shown before it is saved, and nothing of it can do harm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from client_portal.practices.branding import derive_palette, preview_css
from client_portal.practices.models import PortalSettings
from client_portal.practices.selectors import portal_of
from client_portal.testing import builders
from tests.practices.test_branding_service import bomb, picture, upload
from tests.staff.settings.conftest import Address, text_of

pytestmark = pytest.mark.django_db

TYPED = {
    "accent_color": "#ffd400",
    "welcome_text": "Glad you are here.",
    "sender_name": "Juniper",
    "footer_text": "Foot",
}
FETCH = {"x-requested-with": "fetch"}
HARM = "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>Map</a>"


def looks(practice: Any) -> dict[str, Any]:
    return PortalSettings.objects.values().get(practice=practice)


def has_script(page: str) -> bool:
    """Whether a page has a script written into it, a handler, or a link that is one."""
    return bool(re.search(r"<script(?![^>]*\bsrc=)|<img[^>]*\sonerror|href=[\"']?javascript:", page, re.IGNORECASE))


@pytest.mark.spec("PORTAL-9")
def test_logo_color_and_texts_are_saved(practice: Any, browser: Client, address: Address) -> None:
    data = {**TYPED, "logo": upload(picture())}
    page = text_of(browser.post(address("branding"), data, follow=True))
    portal = portal_of(practice)
    assert "Saved." in page
    assert portal.accent_color == "#ffd400"
    assert portal.welcome_text == "<p>Glad you are here.</p>"
    assert (portal.sender_name, portal.footer_text) == ("Juniper", "Foot")
    assert portal.logo.name.endswith(".png")
    assert ">Glad you are here.</textarea>" in page.replace("\n", "")


@pytest.mark.spec("PORTAL-9")
def test_a_color_that_can_not_be_read_is_corrected_and_says_so(browser: Client, address: Address) -> None:
    browser.post(address("branding"), TYPED)
    page = text_of(browser.get(address("branding")))
    palette = derive_palette("#ffd400")
    assert "1.43:1 with white" in page
    assert "We darken it a little" in page
    assert f"to {palette.light.brand}" in page
    assert f"the lowest contrast is {palette.light.worst_ratio}:1" in page
    assert palette.light.worst_ratio >= 4.5


@pytest.mark.spec("PORTAL-9")
def test_the_preview_shows_what_is_typed_and_saves_nothing(practice: Any, browser: Client, address: Address) -> None:
    before = looks(practice)
    fragment = text_of(browser.post(address("brand_preview"), TYPED, headers=FETCH))
    assert "<html" not in fragment
    assert address("brand_css", color="ffd400") in fragment
    assert fragment.count("<p>Glad you are here.</p>") == 2
    assert 'data-cp-theme="dark"' in fragment
    assert looks(practice) == before


@pytest.mark.spec("PORTAL-9")
def test_the_preview_works_without_scripts_and_keeps_what_is_typed(
    practice: Any, browser: Client, address: Address
) -> None:
    before = looks(practice)
    response = browser.post(address("brand_preview"), {**TYPED, "logo": upload(picture("JPEG"))})
    page = text_of(response)
    assert response.status_code == 200
    assert "Nothing is saved yet" in page
    assert page.count('src="data:image/png;base64,') == 2
    assert 'value="#ffd400"' in page
    assert 'value="Juniper"' in page
    assert looks(practice) == before
    assert browser.get(address("brand_preview"))["Location"] == address("branding")


def test_the_previews_style_sheet_holds_colors_alone(browser: Client, address: Address) -> None:
    response = browser.get(address("brand_css", color="ffd400"))
    assert response["Content-Type"] == "text/css"
    assert text_of(response) == preview_css(derive_palette("#ffd400"))
    for color in ("red;}", "zzzzzz", "ffd400;}body{display:none"):
        assert text_of(browser.get(address("brand_css", color=color))) == preview_css(derive_palette("#1d6358"))


@pytest.mark.spec("PORTAL-9")
def test_a_stored_script_is_inert(practice: Any, browser: Client, address: Address) -> None:
    saved = text_of(
        browser.post(address("branding"), {**TYPED, "welcome_text": HARM, "footer_text": HARM}, follow=True)
    )
    PortalSettings.objects.filter(practice=practice).update(welcome_text=HARM, sender_name=HARM[:90])
    tampered = text_of(browser.get(address("branding")))
    fragment = text_of(browser.post(address("brand_preview"), {**TYPED, "welcome_text": HARM}, headers=FETCH))
    preview = text_of(browser.post(address("brand_preview"), {**TYPED, "sender_name": HARM, "footer_text": HARM}))
    for page in (saved, tampered, fragment, preview):
        assert not has_script(page)


@pytest.mark.parametrize("color", ["red;}", "red", "#12345", "", "url(x)", "#1d6358;}"])
def test_a_color_that_is_none_is_refused_and_everything_typed_stays(
    practice: Any, browser: Client, address: Address, color: str
) -> None:
    before = looks(practice)
    response = browser.post(address("branding"), {**TYPED, "accent_color": color})
    page = text_of(response)
    assert response.status_code == 422
    assert looks(practice) == before
    assert "Glad you are here.</textarea>" in page
    assert 'value="Juniper"' in page
    assert "Foot</textarea>" in page
    assert f"preview.{color.lstrip('#')}.css" not in page


@pytest.mark.parametrize(
    "case",
    [
        (b"<html><script>alert(1)</script></html>", "not an image that we can use"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not an image that we can use"),
        (b"\0" * 10 * 1024 * 1024, "too large"),
        (bomb(50_000, 50_000), "too many pixels"),
        (b"", "empty"),
    ],
    ids=["HTML", "SVG", "10 MB", "bomb", "empty"],
)
@pytest.mark.parametrize("page_name", ["branding", "brand_preview"])
def test_a_logo_that_is_none_is_refused_and_everything_typed_stays(
    practice: Any, browser: Client, address: Address, page_name: str, case: tuple[bytes, str]
) -> None:
    content, says = case
    before = looks(practice)
    response = browser.post(address(page_name), {**TYPED, "logo": SimpleUploadedFile("logo.png", content, "image/png")})
    page = text_of(response)
    assert response.status_code == 422
    assert says in page
    assert "Glad you are here.</textarea>" in page
    assert "data:image" not in page
    assert looks(practice) == before


@pytest.mark.parametrize("name", ["Juniper\r\nBcc: all@example.com", "Juniper\nX", "Juni\u2028per"])
def test_a_sender_name_of_two_lines_is_refused(practice: Any, browser: Client, address: Address, name: str) -> None:
    response = browser.post(address("branding"), {**TYPED, "sender_name": name})
    assert response.status_code == 422
    assert "Write the name on one line." in text_of(response)
    assert portal_of(practice).sender_name == ""


@pytest.mark.spec("PORTAL-9")
def test_the_logo_can_be_removed(practice: Any, browser: Client, address: Address) -> None:
    assert "removes_logo" not in text_of(browser.get(address("branding")))
    browser.post(address("branding"), {**TYPED, "logo": upload(picture())})
    assert "removes_logo" in text_of(browser.get(address("branding")))
    browser.post(address("branding"), TYPED)
    assert portal_of(practice).logo
    browser.post(address("branding"), {**TYPED, "removes_logo": "on"})
    assert not portal_of(practice).logo


def test_a_welcome_text_that_grew_too_long_is_refused(practice: Any, browser: Client, address: Address) -> None:
    response = browser.post(address("branding"), {**TYPED, "welcome_text": "&" * 2000})
    assert response.status_code == 422
    assert "too long" in text_of(response)
    assert portal_of(practice).welcome_text == ""


def test_what_was_typed_before_the_session_ended_is_there_again(
    practice: Any, administrator: builders.Staff, browser: Client, address: Address, settings: Any
) -> None:
    browser.get(address("branding"))
    session = browser.session
    session["client_portal.seen_at"] -= 3600
    session.save()
    assert browser.post(address("branding"), TYPED).status_code == 302
    browser.force_login(administrator.user)
    assert "Glad you are here.</textarea>" in text_of(browser.get(address("branding")))
    assert portal_of(practice).sender_name == ""
