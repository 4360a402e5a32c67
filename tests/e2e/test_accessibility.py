"""Every page, in both widths and both schemes: axe finds nothing, nothing scrolls sideways, the policy holds.

The pages are not listed here: they come from the URL resolver, so that a page that is added is visited too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, expect

from tests.e2e.inspection import MARKUP, Inspector, faults_of_markup
from tests.e2e.people import heading, sign_in
from tests.e2e.site import Site

Contexts = Callable[..., BrowserContext]

BROKEN = """<!doctype html><html lang="en"><title></title><style>:root { color-scheme: light dark }</style>
<body onload="1"><script>window.x = 1</script><h1>One</h1><h1>Two</h1><img src="data:,">
<p style="color: #888; background: #777">Hard to read</p><div style="width: 900px">wide</div>
<a href="#a" style="font-size: 9px">one</a><a href="#b" style="font-size: 9px">two</a></body></html>"""


class Walk:
    """One person's walk through addresses."""

    def __init__(self, site: Site, context: BrowserContext, email: str = "", entrance: str = "") -> None:
        self.origin = f"http://localhost:{site.port}"
        self.inspector = Inspector(context)
        self.page: Page = context.new_page()
        self.seen: set[str] = set()
        if email:
            self.page.goto(self.origin + entrance)
            sign_in(self.page, email)
            expect(heading(self.page)).not_to_contain_text("Sign in")

    def press(self, button: str, says: str) -> None:
        """Press a button and examine the page that comes, which says so."""
        self.page.get_by_role("button", name=button, exact=True).first.click()
        expect(self.page.get_by_role("main")).to_contain_text(says)
        self.inspector.examine(self.page)

    def visit(self, addresses: dict[str, str]) -> None:
        """Ask for each address; examine what is a page of its own, and remember which ones were open."""
        for name, address in addresses.items():
            answer = self.page.request.get(self.origin + address, max_redirects=0)
            if _is_page(answer):
                self.inspector.visit(self.page, self.origin + address, status=answer.status)
                self.seen |= {name} if answer.ok else set()


@pytest.fixture(scope="module")
def house(site: Site) -> dict[str, Any]:
    """A practice with people in every role and clients in every state."""
    return site.stage("house", "house")


def _of(house: dict[str, Any], *beginnings: str) -> dict[str, str]:
    return {name: path for name, path in house["addresses"].items() if name.startswith(beginnings)}


def _is_page(answer: APIResponse) -> bool:
    # What the host answers by itself, such as its own page for an unknown address, isn't ours to judge.
    return answer.headers.get("content-type", "").startswith("text/html") and "cp-root" in answer.text()


@pytest.mark.spec("UX-1")
def test_pages_for_everybody(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    walk = Walk(site, new_context())
    walk.visit(house["addresses"])
    walk.page.goto(walk.origin + house["invitation"])
    walk.inspector.examine(walk.page)
    walk.inspector.judge()
    assert {"portal:welcome", "portal:sign_in", "staff:sign_in", "portal:request"} <= walk.seen


@pytest.mark.spec("UX-1")
def test_pages_of_a_client(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    walk = Walk(site, new_context(), "uma@house.example", house["addresses"]["portal:sign_in"])
    walk.visit(_of(house, "portal:"))
    walk.inspector.judge()
    assert {"portal:home", "portal:profile", "portal:onboarding", "portal:onboarding_review"} <= walk.seen


@pytest.mark.spec("UX-1")
def test_pages_of_a_client_who_has_handed_in(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    walk = Walk(site, new_context(), "maya@house.example", house["addresses"]["portal:sign_in"])
    names = {"portal:home", "portal:profile", "portal:onboarding_done", "portal:response"}
    walk.visit({name: house["addresses"][name] for name in names})
    walk.inspector.judge()
    assert walk.seen == names


@pytest.mark.spec("UX-1")
def test_pages_of_an_administrator(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    walk = Walk(site, new_context(), "administrator@house.example", house["addresses"]["staff:sign_in"])
    walk.visit(_of(house, "staff:"))
    walk.inspector.judge()
    assert {"staff:settings", "staff:clients", "staff:forms", "staff:settings_onboarding"} <= walk.seen


@pytest.mark.spec("UX-1")
def test_pages_of_a_practitioner(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    walk = Walk(site, new_context(), "practitioner@house.example", house["addresses"]["staff:sign_in"])
    names = {f"staff:client{which}" for which in ("", "s", "_portal", "_documents", "_response", "_activity")}
    walk.visit({name: house["addresses"][name] for name in names})
    walk.inspector.judge()
    assert walk.seen == names


@pytest.mark.spec("UX-1")
def test_pages_of_a_new_practice(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    practice_id = site.stage("journey", "empty")["practice_id"]
    walk = Walk(site, new_context(), "admin@empty.example", house["addresses"]["staff:sign_in"])
    rooms = ("clients", "clients/invite", "invitations", "settings", "settings/start", "settings/onboarding")
    empty = {
        room: f"{house['addresses']['staff:index']}{practice_id}/{room}/" for room in (*rooms, "forms", "resources")
    }
    walk.visit(empty)
    walk.inspector.judge()
    assert walk.seen == set(empty)


@pytest.mark.spec("UX-1", "UX-3")
def test_pages_that_say_what_went_wrong(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    addresses = house["addresses"]
    walk = Walk(site, new_context(), "administrator@house.example", addresses["staff:sign_in"])
    page = walk.page
    for name, button in (
        ("staff:client_new", "Make the record"),
        ("staff:settings_member_invite", "Send the invitation"),
    ):
        page.goto(walk.origin + addresses[name])
        walk.press(button, "There is a problem")
    # The script says on the page itself what the next page says without it.
    page.route("**/features.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(walk.origin + addresses["staff:settings_features"])
    page.locator("input[type=checkbox][name=messaging]").uncheck()
    walk.press("Save changes", "Check what changes")
    page.goto(walk.origin + addresses["staff:settings_onboarding"])
    for name in ("consents_order", "consents_on"):
        page.locator(f"input[name={name}]").first.evaluate("(box) => { box.value = 'gone' }")
    walk.press("Save changes", "This has changed in the meantime")
    walk.inspector.judge()


@pytest.mark.spec("UX-1", "UX-3", "AUTH-3")
def test_pages_that_turn_somebody_away(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    addresses = house["addresses"]
    walk = Walk(site, new_context(), "scheduler@house.example", addresses["staff:sign_in"])
    walk.inspector.visit(walk.page, walk.origin + addresses["staff:settings"], status=403)
    unknown = addresses["staff:clients"] + "00000000-0000-4000-8000-000000000000/"
    walk.inspector.visit(walk.page, walk.origin + unknown, status=404)
    stranger = Walk(site, new_context())
    stranger.page.goto(stranger.origin + addresses["portal:sign_in"])
    for _number in range(10):
        sign_in(stranger.page, "nobody@house.example", "wrong")
        expect(stranger.page.get_by_role("alert")).to_contain_text("don't belong together")
    stranger.inspector.examine(stranger.page)
    stranger.page.get_by_label("E-mail").fill("nobody@house.example")
    stranger.page.get_by_label("Password", exact=True).fill("wrong")
    stranger.press("Sign in", "You can try again in")
    walk.inspector.judge()
    stranger.inspector.judge()


@pytest.mark.spec("PORTAL-6", "UX-1")
def test_the_page_of_a_portal_that_is_off(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    walk = Walk(site, new_context(), "administrator@house.example", house["addresses"]["staff:sign_in"])
    walk.page.goto(walk.origin + house["addresses"]["staff:settings_availability"])
    walk.press("Switch the portal off", "The portal is off.")
    walk.inspector.visit(walk.page, walk.origin + house["addresses"]["portal:welcome"], status=403)
    walk.inspector.judge()


def test_the_policy_is_in_force_and_its_violations_are_heard(
    site: Site, house: dict[str, Any], new_context: Contexts
) -> None:
    walk = Walk(site, new_context())
    walk.page.goto(house["portal"])
    walk.page.evaluate("document.body.setAttribute('style', 'color: red')")
    walk.inspector.examine(walk.page)
    assert any(fault.startswith("policy: style-src") for _place, fault in walk.inspector.faults)


def test_the_inspection_finds_what_is_wrong(new_context: Contexts) -> None:
    context = new_context()
    inspector = Inspector(context)
    page = context.new_page()
    page.set_content(BROKEN)
    inspector.examine(page)
    found = " ".join(fault for _place, fault in inspector.faults)
    for fault in ("2 first headings", "no title", "scrolls sideways", "color-contrast", "image-alt", "target-size"):
        assert fault in found, f"{fault} wasn't seen"
    assert [fault.split(":")[0] for fault in faults_of_markup(BROKEN)] == list(MARKUP)
