"""Small things that people notice, each on its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import leave
from tests.e2e.people import PASSWORD, Staff, heading, sign_in, title_of
from tests.e2e.site import Site

Contexts = Callable[..., BrowserContext]

COVERED = """(item) => {
  const box = item.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const labels = [...(item.labels ?? [])];
  return !(top && (item.contains(top) || top.contains(item) || labels.some((label) => label.contains(top))));
}"""
"""Whether something lies over the element that has the focus."""
STORES = """async () => JSON.stringify([
  { ...localStorage }, { ...sessionStorage }, (await indexedDB.databases()).length, (await caches.keys()).length])"""


@pytest.fixture(scope="module")
def house(site: Site) -> dict[str, Any]:
    """A practice in full swing."""
    return site.stage("house", "house")


@pytest.fixture(scope="module")
def administrator(site: Site, house: dict[str, Any], module_context: Contexts) -> Staff:
    """The practice's administrator, signed in."""
    context = module_context(permissions=["clipboard-read", "clipboard-write"])
    staff = Staff(site, context.new_page(), house["practice_id"])
    staff.sign_in("administrator@house.example")
    return staff


@pytest.fixture(scope="module")
def uma_at_home(house: dict[str, Any], module_context: Contexts) -> BrowserContext:
    """The device of a client in the middle of onboarding, signed in."""
    return _signed_in(house, module_context())


@pytest.fixture
def uma(uma_at_home: BrowserContext) -> Any:
    """A new tab of that device."""
    page = uma_at_home.new_page()
    yield page
    leave(page)


@pytest.mark.spec("PORTAL-7")
def test_the_portals_address_is_copied_with_one_click(administrator: Staff) -> None:
    page = administrator.open("settings/")
    page.get_by_role("button", name="Copy the portal's address").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("[data-cp-copy-text]").inner_text()
    assert page.get_by_alt_text("QR code").evaluate("(image) => image.naturalWidth") > 0


@pytest.mark.spec("PORTAL-2")
def test_a_link_is_checked_and_shown_while_it_is_typed(site: Site, house: Any, new_context: Contexts) -> None:
    told = site.stage("journey", "typing")
    staff = Staff(site, new_context().new_page(), told["practice_id"])
    staff.sign_in("admin@typing.example")
    page = staff.open("settings/start/")
    link, state = page.get_by_label("Your portal's link"), page.locator("[data-cp-slug-state]")
    link.fill("")
    link.press_sequentially("Café Münster")
    expect(page.locator("[data-cp-slug-text]")).to_have_text("cafe-munster")
    expect(state).to_contain_text("free")
    link.fill("house")
    expect(state).to_contain_text("taken")
    page.locator("[data-cp-slug-ideas] button").first.click()
    expect(state).to_contain_text("free")
    assert page.locator("[data-cp-slug-text]").inner_text() == link.input_value() != "house"


@pytest.mark.spec("PORTAL-9")
def test_a_color_is_previewed_before_anything_is_saved(administrator: Staff) -> None:
    page = administrator.open("settings/branding/")
    before = _background(page)
    page.locator("[data-cp-color-code] input").fill("#ffd400")
    page.locator("[data-cp-color-code] input").press("Tab")
    expect(page.locator("[data-cp-brand-preview]")).to_contain_text("You picked #ffd400")
    assert _background(page) != before
    administrator.open("settings/branding/")
    assert _background(page) == before


@pytest.mark.spec("UX-3")
def test_errors_are_summed_up_and_lead_to_their_fields(administrator: Staff) -> None:
    page = administrator.open("clients/new/")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Make the record").click()
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    expect(page.get_by_label("E-mail address")).to_have_value("not an address")
    links = summary.get_by_role("link").all()
    assert len(links) == 3
    for link in links:
        link.click()
        target = str(link.get_attribute("href")).removeprefix("#")
        expect(page.locator(f"[id='{target}']")).to_be_focused()
    for control in page.locator("[aria-describedby]").all():
        for name in str(control.get_attribute("aria-describedby")).split():
            assert page.locator(f"[id='{name}']").count() == 1, f"{name} describes and isn't there"


@pytest.mark.spec("ONB-3")
def test_what_is_typed_is_saved_by_itself_and_says_when(house: dict[str, Any], uma: Page) -> None:
    uma.goto(_step(house, "contact_details"))
    uma.get_by_label("City").press_sequentially("Astoria")
    expect(uma.locator("[data-cp-saved]")).to_have_text(re.compile(r"^Saved at \d{1,2}:\d\d [AP]M$"))
    uma.reload()
    expect(uma.get_by_label("City")).to_have_value("Astoria")


@pytest.mark.spec("ONB-3")
def test_saving_twice_by_a_double_click_goes_on(house: dict[str, Any], uma: Page) -> None:
    uma.goto(_step(house, "preferences"))
    uma.get_by_role("button", name="Save and continue").dblclick()
    expect(heading(uma)).to_have_text("Insurance")


@pytest.mark.spec("ONB-3")
def test_two_tabs_meet_and_nothing_is_lost(house: dict[str, Any], uma: Page, uma_at_home: BrowserContext) -> None:
    other = uma_at_home.new_page()
    for tab in (uma, other):
        tab.goto(_step(house, "demographics"))
    uma.get_by_label("Gender identity").fill("written here")
    uma.get_by_label("Gender identity").press("Tab")
    expect(uma.locator("[data-cp-saved]")).to_contain_text("Saved at")
    other.get_by_label("Gender identity").fill("written there")
    other.get_by_label("Gender identity").press("Tab")
    expect(other.locator("[data-cp-conflict]")).to_be_visible()
    expect(other.locator("[data-cp-conflict]")).to_contain_text("written here")
    expect(other.get_by_label("Gender identity")).to_have_value("written there")

    other.get_by_role("button", name="Save and come back later").click()
    expect(other.get_by_role("main")).to_contain_text("written here")
    expect(other.get_by_role("main")).to_contain_text("written there")
    with other.expect_navigation():
        other.get_by_role("button", name="Keep what is on this page").click()
    other.goto(_step(house, "demographics"))
    expect(other.get_by_label("Gender identity")).to_have_value("written there")


@pytest.mark.spec("AUTH-4")
def test_a_session_that_runs_out_can_be_extended(house: dict[str, Any], uma: Page) -> None:
    uma.clock.install()
    uma.goto(house["portal"] + "home/")
    dialog = uma.get_by_role("dialog", name="Are you still there?")
    uma.clock.fast_forward("27:30")
    expect(dialog).to_be_hidden()
    uma.clock.fast_forward("01:00")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    with uma.expect_response(re.compile(r"/session/$")) as answer:
        uma.keyboard.press("Enter")
    assert 1790 <= answer.value.json()["idle_seconds"] <= 1800
    expect(dialog).to_be_hidden()


@pytest.mark.spec("AUTH-4")
@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {}], ids=["without-javascript", "autosaving"])
def test_what_is_typed_survives_the_end_of_the_session(
    site: Site, house: dict[str, Any], new_context: Contexts, options: dict[str, Any]
) -> None:
    page = _signed_in(house, new_context(**options)).new_page()
    page.goto(_step(house, "name"))
    with _over_at_once(site):
        page.get_by_label("Pronouns").fill(f"they {len(options)}")
        if not options:
            expect(page.locator("[data-cp-saved]")).to_contain_text("Not saved yet.")
        page.get_by_role("button", name="Save and continue").click()
        expect(heading(page)).to_have_text("Sign in")
        expect(page.get_by_text("Your session has ended")).to_be_visible()
    sign_in(page, "uma@house.example")
    expect(heading(page)).to_have_text("Your name")
    expect(page.get_by_label("Pronouns")).to_have_value(f"they {len(options)}")


@pytest.mark.spec("FEAT-1", "FEAT-6")
def test_a_switch_takes_effect_on_the_clients_next_click(
    house: dict[str, Any], administrator: Staff, uma: Page
) -> None:
    uma.goto(house["portal"])
    way = uma.get_by_role("link", name="Request an appointment")
    administrator.switch_features(appointment_requests=False)
    way.click()
    expect(uma.get_by_role("banner")).to_contain_text("Juniper Counseling")
    assert title_of(uma) != "Request an appointment"
    uma.goto(house["portal"])
    expect(way).to_have_count(0)
    administrator.switch_features(appointment_requests=True)
    uma.reload()
    way.click()
    expect(heading(uma)).to_have_text("Request an appointment")


@pytest.mark.spec("PORTAL-6")
def test_the_whole_portal_goes_off_and_on_under_a_client(
    house: dict[str, Any], administrator: Staff, uma: Page
) -> None:
    uma.goto(house["portal"] + "home/")
    administrator.open("settings/availability/")
    administrator.press("Switch the portal off", "The portal is off. Nothing was lost.")
    uma.get_by_role("link", name="See all steps").click()
    expect(uma.get_by_role("main")).to_contain_text("(555) 010-0199")
    expect(uma.get_by_role("main")).not_to_contain_text("Uma")
    administrator.page.get_by_role("button", name="Switch the portal on").click()
    uma.reload()
    expect(uma.get_by_role("progressbar", name=re.compile(r"\d+ of \d+ done"))).to_be_visible()


@pytest.mark.spec("UX-1")
def test_signing_in_and_a_step_by_keyboard_alone(house: dict[str, Any], new_context: Contexts) -> None:
    page = new_context(viewport={"width": 390, "height": 700}).new_page()
    page.goto(_step(house, "name"))
    _type(page, page.get_by_label("E-mail"), "uma@house.example")
    _type(page, page.get_by_label("Password", exact=True), PASSWORD)
    _press(page, page.get_by_role("button", name="Sign in"))
    expect(heading(page)).to_have_text("Your name")
    _type(page, page.get_by_label("Preferred name"), "Um")
    _press(page, page.get_by_role("button", name="Save and continue"))
    expect(heading(page)).not_to_have_text("Your name")


@pytest.mark.spec("UX-1")
def test_the_chosen_look_stays(house: dict[str, Any], uma: Page) -> None:
    uma.goto(house["portal"] + "profile/")
    uma.get_by_role("button", name="Dark", exact=True).click()
    expect(uma.locator("body")).to_have_attribute("data-cp-theme", "dark")
    uma.goto(house["portal"] + "start/")
    expect(uma.locator("body")).to_have_attribute("data-cp-theme", "dark")
    assert uma.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 24)"
    uma.goto(house["portal"] + "profile/")
    uma.get_by_role("button", name="Like my device").click()
    expect(uma.locator("body")).not_to_have_attribute("data-cp-theme", "dark")


def test_the_browser_keeps_nothing_of_what_was_typed(house: dict[str, Any], uma: Page) -> None:
    uma.goto(_step(house, "form-1"))
    uma.get_by_label("What would you like help with?").press_sequentially("Grief")
    expect(uma.locator("[data-cp-saved]")).to_contain_text("Saved at")
    uma.goto(house["portal"] + "start/check/")
    assert json.loads(uma.evaluate(STORES)) == [{}, {}, 0, 0]


def _signed_in(house: dict[str, Any], context: BrowserContext) -> BrowserContext:
    page = context.new_page()
    page.goto(house["portal"] + "sign-in/")
    sign_in(page, "uma@house.example")
    expect(heading(page)).to_contain_text("Hello")
    leave(page)
    return context


def _step(house: dict[str, Any], key: str) -> str:
    return f"{house['portal']}start/{key}/"


@contextmanager
def _over_at_once(site: Site) -> Iterator[None]:
    """Meanwhile sessions end with their next request."""
    _restart(site, idle_seconds="0")
    try:
        yield
    finally:
        _restart(site, idle_seconds="1800")


def _restart(site: Site, *, idle_seconds: str) -> None:
    site.kill()
    site.settings["E2E_IDLE_SECONDS"] = idle_seconds
    site.start()


def _background(page: Page) -> str:
    button = page.locator(".cp-preview[data-cp-theme=light] .cp-btn")
    found: str = button.evaluate("(item) => getComputedStyle(item).backgroundColor")
    return found


def _type(page: Page, box: Locator, text: str) -> None:
    _go_to(page, box)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def _press(page: Page, button: Locator) -> None:
    _go_to(page, button)
    page.keyboard.press("Enter")


def _go_to(page: Page, wanted: Locator) -> None:
    for _number in range(40):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert not focused.evaluate(COVERED), f"covered: {focused.evaluate('(item) => item.outerHTML')}"
        assert focused.evaluate("(item) => getComputedStyle(item).outlineStyle") != "none", "the focus isn't seen"
        if wanted.evaluate("(item) => item === document.activeElement"):
            return
    raise AssertionError(f"{wanted} isn't reached by the keyboard")
