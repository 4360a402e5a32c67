"""*Get started*, the live check of a link, and changing it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from client_portal.practices.models import PortalLink
from client_portal.practices.selectors import is_portal_on
from client_portal.testing import builders
from tests.staff.settings.conftest import Address, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.spec("PORTAL-2")
def test_get_started_shows_the_address_that_the_link_will_make(
    browser: Client, address: Address, new_practice: Any
) -> None:
    page = text_of(browser.get(address("start", of=new_practice)))
    assert 'value="cedar-counseling"' in page
    assert "http://localhost:8000/portal/<b data-cp-slug-text" in page
    assert f'data-check-url="{address("check_link", of=new_practice)}"' in page
    assert not is_portal_on(new_practice)


@pytest.mark.spec("PORTAL-2")
def test_continue_turns_the_portal_on(browser: Client, address: Address, new_practice: Any) -> None:
    response = browser.post(address("start", of=new_practice), {"slug": "Cedar"}, follow=True)
    assert response.redirect_chain == [(address(of=new_practice), 302)]
    assert "http://localhost:8000/portal/cedar/" in text_of(response)
    assert is_portal_on(new_practice)


@pytest.mark.spec("PORTAL-3")
@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("juniper", "is taken"),
        ("cedar counseling", "Use only letters"),
        ("admin", "is reserved"),
        ("ab", "at least 3"),
        ("a" * 41, "at most 40"),
        ("", "Write a link"),
        ("<script>alert(1)</script>", "Use only letters"),
        ("ced\x00ar", "Null characters"),
    ],
)
def test_a_link_that_can_not_be_had_says_why_and_stays_typed(
    browser: Client, address: Address, new_practice: Any, slug: str, says: str
) -> None:
    response = browser.post(address("start", of=new_practice), {"slug": slug})
    page = text_of(response)
    assert response.status_code == 422
    assert says in page
    assert "Error: Turn on" in page
    assert "<script>alert" not in page
    assert not is_portal_on(new_practice)
    if slug == "juniper":
        assert 'value="juniper"' in page
        assert 'href="?slug=cedar-counseling"' in page


def test_a_free_link_that_was_picked_stands_in_the_box(browser: Client, address: Address, new_practice: Any) -> None:
    assert 'value="cedar-care"' in text_of(browser.get(address("start", of=new_practice), {"slug": "cedar-care"}))


def test_who_has_a_link_needs_no_start(browser: Client, address: Address, new_practice: Any) -> None:
    assert browser.get(address("start"))["Location"] == address()
    assert browser.get(address("link", of=new_practice))["Location"] == address("start", of=new_practice)


@pytest.mark.spec("PORTAL-2")
def test_the_live_check_tells_whether_a_link_is_free(browser: Client, address: Address, new_practice: Any) -> None:
    def ask(slug: str, of: Any = new_practice) -> dict[str, Any]:
        return browser.get(address("check_link", of=of), {"slug": slug}).json()  # type: ignore[no-any-return]

    assert ask("cedar") == {"available": True, "message": "“cedar” is free.", "suggestions": []}
    taken = ask("juniper")
    assert taken["available"] is False
    assert "taken" in taken["message"]
    assert taken["suggestions"] == ["cedar-counseling", "juniper-counseling", "juniper-therapy"]
    assert ask("www")["available"] is False
    assert ask("juniper", of=builders.portal_of(new_practice).practice)["available"] is False


def test_the_own_link_is_told_apart(browser: Client, address: Address) -> None:
    assert browser.get(address("check_link"), {"slug": "juniper"}).json()["message"] == "This is your link now."


def test_the_live_check_is_limited(browser: Client, address: Address, settings: Any) -> None:
    settings.CLIENT_PORTAL = {"RATE_LIMITS": {"link_check": (3, 60)}}
    answers = [browser.get(address("check_link"), {"slug": "cedar"}) for _try in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_the_live_check_is_no_sign_of_life(browser: Client, address: Address) -> None:
    browser.get(address())
    seen = browser.session["client_portal.seen_at"]
    browser.get(address("check_link"), {"slug": "cedar"})
    assert browser.session["client_portal.seen_at"] == seen


@pytest.mark.spec("PORTAL-5")
def test_the_link_can_be_changed(practice: Any, browser: Client, address: Address) -> None:
    page = text_of(browser.get(address("link")))
    assert "The old address http://localhost:8000/portal/juniper/ leads to the new one" in page
    response = browser.post(address("link"), {"slug": "juniper-town"}, follow=True)
    assert "http://localhost:8000/portal/juniper-town/" in text_of(response)
    assert dict(PortalLink.objects.values_list("slug", "is_current")) == {"juniper": False, "juniper-town": True}


@pytest.mark.spec("PORTAL-5")
def test_where_only_superusers_change_links_there_is_no_way_to(
    practice: Any, administrator: builders.Staff, browser: Client, address: Address, settings: Any
) -> None:
    settings.CLIENT_PORTAL = {"LINK_CHANGE_BY_SUPERUSERS_ONLY": True}
    assert address("link") not in text_of(browser.get(address()))
    for response in (browser.get(address("link")), browser.post(address("link"), {"slug": "juniper-town"})):
        assert response.status_code == 403
        assert "only the site" in text_of(response)
    assert PortalLink.objects.filter(practice=practice).get().slug == "juniper"
