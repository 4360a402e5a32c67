"""The overview: address, QR code, counts, what went wrong, and the main switch."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
import segno
from django.test import Client

from client_portal.access.models import AccessGrant, ArchivedRecord
from client_portal.access.services import revoke_access
from client_portal.core.actor import Actor
from client_portal.core.errors import NotAllowed
from client_portal.core.models import OutboxMessage
from client_portal.people.selectors import portal_counts
from client_portal.people.services import invite_client
from client_portal.practices import services
from client_portal.practices.models import PortalSettings
from client_portal.practices.selectors import is_portal_on
from client_portal.testing import builders
from tests.practices.test_details import give_up
from tests.staff.settings.conftest import Address, text_of

pytestmark = pytest.mark.django_db


def dark_squares(picture: bytes) -> set[tuple[int, int]]:
    """Column and row of each dark square that the picture draws, its quiet zone taken off."""
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own picture
    line = str(list(root.iter("{http://www.w3.org/2000/svg}path"))[-1].get("d"))
    squares: set[tuple[int, int]] = set()
    column, row = 0.0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", line):
        if command == "h":
            squares |= {(int(column) + step - 4, int(row) - 4) for step in range(int(first))}
        column = float(first) + (0 if command == "M" else column)
        row = float(second or 0) + (0 if command == "M" else row)
    return squares


def test_before_the_start_there_is_one_way_on(browser: Client, address: Address, new_practice: Any) -> None:
    page = text_of(browser.get(address(of=new_practice)))
    assert address("start", of=new_practice) in page
    assert address("availability", of=new_practice) not in page
    assert browser.get(address("qr", of=new_practice))["Location"] == address("start", of=new_practice)


@pytest.mark.spec("PORTAL-7")
def test_the_full_address_stands_on_top_with_copy_button_and_qr_code(browser: Client, address: Address) -> None:
    page = text_of(browser.get(address()))
    box = page.index("data-cp-copy-text>http://localhost:8000/portal/juniper/<")
    assert box < page.index(f'src="{address("qr")}"') < page.index('id="cp-features"')
    assert "data-cp-copy-button" in page[box : box + 400]


@pytest.mark.spec("PORTAL-7")
def test_the_qr_code_is_an_svg_of_the_address(browser: Client, address: Address) -> None:
    response = browser.get(address("qr"))
    assert response["Content-Type"] == "image/svg+xml"
    code = segno.make("http://localhost:8000/portal/juniper/", error="m", micro=False)
    expected = {(column, row) for row, line in enumerate(code.matrix) for column, is_dark in enumerate(line) if is_dark}
    assert dark_squares(response.content) == expected
    assert not re.search(rb"<script|\son\w+=|style=|https?://(?!www\.w3\.org)", response.content)


@pytest.mark.spec("PORTAL-4", "PORTAL-7")
def test_the_address_follows_the_sites_settings(browser: Client, address: Address, settings: Any) -> None:
    settings.CLIENT_PORTAL = {"BASE_URL": "https://ehr.example.com"}
    assert "https://ehr.example.com/portal/juniper/" in text_of(browser.get(address()))
    PortalSettings.objects.filter(practice__client_portal_links__slug="juniper").update(custom_domain="my.example.org")
    page = text_of(browser.get(address(), headers={"host": "localhost"}))
    assert "https://my.example.org/portal/juniper/" in page


def test_it_counts_accounts_and_invitations(
    practice: Any, administrator: builders.Staff, other_practice: Any, browser: Client, address: Address
) -> None:
    assert "0 of 0 active clients have an account. No invitation is waiting." in text_of(browser.get(address()))
    clients = [builders.make_client(practice, email=f"c{number}@example.com") for number in range(6)]
    for record in clients[:3]:
        builders.give_login(record, practice)
    invite_client(administrator.actor, client=clients[3])
    revoke_access(Actor.system(practice), grant=AccessGrant.objects.get(client=clients[0]))
    ArchivedRecord.objects.create(client=clients[5])
    builders.give_login(builders.make_client(other_practice), other_practice)
    assert "2 of 5 active clients have an account. 1 invitation is waiting." in text_of(browser.get(address()))


def test_counts_are_for_administrators(practice: Any, practitioner: builders.Staff) -> None:
    with pytest.raises(NotAllowed):
        portal_counts(practitioner.actor)


def test_it_costs_the_same_for_many_clients(
    practice: Any, administrator: builders.Staff, browser: Client, address: Address, queries: Callable[[], Any]
) -> None:
    costs = []
    browser.get(address())
    for clients in (2, 10):
        for _number in range(clients):
            record = builders.make_client(practice, email="c@example.com")
            builders.give_login(record, practice)
            invite_client(administrator.actor, client=builders.make_client(practice, email="d@example.com"))
        give_up(practice, count=clients)
        with queries() as captured:
            browser.get(address())
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 16


def test_what_could_not_be_sent_is_shown_and_tried_again(
    practice: Any, other_practice: Any, browser: Client, address: Address
) -> None:
    assert address("retry") not in text_of(browser.get(address()))
    give_up(practice, count=7)
    (foreign,) = give_up(other_practice)
    page = text_of(browser.get(address()))
    assert "7 e-mails could not be sent" in page
    assert page.count("SMTPServerDisconnected") == 5
    response = browser.post(address("retry"), follow=True)
    assert "7 e-mails are tried again now." in text_of(response)
    assert address("retry") not in text_of(response)
    assert list(OutboxMessage.objects.exclude(dead_at=None)) == [foreign]


@pytest.mark.spec("PORTAL-6")
def test_switching_off_says_first_what_it_means(practice: Any, browser: Client, address: Address) -> None:
    page = text_of(browser.get(address("availability")))
    assert "(555) 010-0199" in page
    assert "Nothing is lost" in page
    assert is_portal_on(practice)


@pytest.mark.spec("PORTAL-6")
def test_the_portal_is_switched_off_and_on_again(practice: Any, browser: Client, address: Address) -> None:
    off = text_of(browser.post(address("availability"), {"is_on": "no"}, follow=True))
    assert "The portal is switched off" in off
    assert not is_portal_on(practice)
    assert browser.get(address("availability"))["Location"] == address()
    on = text_of(browser.post(address("availability"), {"is_on": "yes"}, follow=True))
    assert "Live since" in on
    assert is_portal_on(practice)


def test_a_post_that_says_nothing_never_switches_on(practice: Any, browser: Client, address: Address) -> None:
    services.set_portal_availability(Actor.system(practice), is_on=False)
    browser.post(address("availability"), {"is_on": "on"})
    assert not is_portal_on(practice)


def test_a_portal_without_a_link_is_not_switched_on(browser: Client, address: Address, new_practice: Any) -> None:
    assert browser.post(address("availability", of=new_practice), {"is_on": "yes"}).status_code == 409
    assert not is_portal_on(new_practice)


def test_the_settings_are_marked_in_both_navigations(browser: Client, address: Address) -> None:
    page = text_of(browser.get(address("features")))
    assert f'href="{address()}" aria-current="page"' in page.split("cp-sidenav")[0]
    assert f'href="{address("features")}" aria-current="page"' in page.split("cp-sidenav", 1)[1]
