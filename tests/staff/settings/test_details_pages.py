"""Practice details, and what the practice's own website may carry."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from client_portal.core.actor import Actor
from client_portal.practices import services
from client_portal.practices.models import PortalSettings
from client_portal.practices.selectors import portal_of
from tests.staff.settings.conftest import Address, text_of

pytestmark = pytest.mark.django_db

DETAILS = {
    "phone": "(555) 010-0111",
    "email": "hello@juniper.example",
    "address": "12 Orchard Street\r\nAlbany, NY",
    "time_zone": "America/Chicago",
    "crisis_text": "Call 911.",
    "offers_new_clients": "on",
}


def test_details_are_saved(practice: Any, browser: Client, address: Address) -> None:
    assert "Saved." in text_of(browser.post(address("details"), DETAILS, follow=True))
    portal = portal_of(practice)
    assert (portal.phone, portal.email, portal.time_zone) == (
        "(555) 010-0111",
        "hello@juniper.example",
        "America/Chicago",
    )
    assert portal.offers_new_clients
    browser.post(address("details"), {key: value for key, value in DETAILS.items() if key != "offers_new_clients"})
    assert not portal_of(practice).offers_new_clients


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("email", "nobody"),
        ("phone", "5" * 41),
        ("address", "x" * 501),
        ("crisis_text", "a\x00b"),
    ],
)
def test_details_that_do_not_fit_are_refused_and_everything_typed_stays(
    practice: Any, browser: Client, address: Address, field: str, value: str
) -> None:
    before = PortalSettings.objects.values().get(practice=practice)
    response = browser.post(address("details"), {**DETAILS, field: value})
    page = text_of(response)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in page
    for other in DETAILS.keys() - {field, "offers_new_clients", "address"}:
        assert DETAILS[other] in page
    assert PortalSettings.objects.values().get(practice=practice) == before


def test_every_zone_can_be_chosen(practice: Any, browser: Client, address: Address) -> None:
    page = text_of(browser.get(address("details")))
    assert page.count("<option") > 400
    assert re.search(r'value="America/New_York"\s+selected', page)
    for zone in ("Pacific/Kiritimati", "Asia/Kathmandu", "UTC", "America/Indiana/Knox"):
        browser.post(address("details"), {**DETAILS, "time_zone": zone})
        assert portal_of(practice).time_zone == zone


def test_what_is_typed_is_escaped(browser: Client, address: Address) -> None:
    harm = "<script>alert(1)</script>"
    page = text_of(browser.post(address("details"), {**DETAILS, "phone": harm, "address": harm}, follow=True))
    assert harm not in page
    assert "&lt;script&gt;" in page


@pytest.mark.spec("PORTAL-12")
def test_link_and_snippet_can_be_copied(practice: Any, browser: Client, address: Address) -> None:
    page = text_of(browser.get(address("embed")))
    link = "http://localhost:8000/portal/juniper/request/"
    assert f"data-cp-copy-text>{link}<" in page
    snippet = unescape(page.split("data-cp-copy-text>")[2].split("</textarea>")[0])
    assert snippet == f'<a href="{link}" rel="noopener">Request an appointment</a>'
    assert page.count("data-cp-copy-button") == 2


@pytest.mark.spec("PORTAL-12")
def test_it_says_what_keeps_visitors_from_asking(practice: Any, browser: Client, address: Address) -> None:
    system = Actor.system(practice)
    assert "You don't take requests of new clients." in unescape(text_of(browser.get(address("embed"))))
    services.save_details(system, details={"offers_new_clients": True})
    assert "Visitors can't ask yet" not in unescape(text_of(browser.get(address("embed"))))
    services.save_features(system, states={"appointment_requests": False})
    services.set_portal_availability(system, is_on=False)
    page = unescape(text_of(browser.get(address("embed"))))
    assert "Online appointment requests are off." in page
    assert "The portal is switched off." in page


def test_without_an_address_there_is_nothing_to_copy(browser: Client, address: Address, new_practice: Any) -> None:
    page = text_of(browser.get(address("embed", of=new_practice)))
    assert "data-cp-copy-text" not in page
    assert address("start", of=new_practice) in page
