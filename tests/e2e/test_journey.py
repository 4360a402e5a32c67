"""The whole way: a practice turns its portal on and invites a client, who answers and hands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Response, expect

from tests.e2e.people import PASSWORD, PortalClient, Staff, fill_in, heading, sign_in, title_of
from tests.e2e.site import Site

Contexts = Callable[..., BrowserContext]

PHONE = {"width": 390, "height": 844}
DOCUMENT = "Your first visit"
STEPS = [
    "Consent to electronic records and signatures",
    "Informed consent for treatment",
    "Acknowledgment of privacy practices",
    "Your name",
    "Demographics",
    "Contact details and time zone",
    "Preferences",
    "Insurance",
    "Adult intake",
    DOCUMENT,
]
"""What the client is asked: the practice has switched telehealth's consent off and its own document on."""


class Journey:
    """One practice's whole way, people by people."""

    def __init__(self, site: Site, make: Contexts, link: str, **options: Any) -> None:
        self.site = site
        self.make = make
        self.link = link
        self.options = options
        self.practice_id = site.stage("journey", link)["practice_id"]
        self.maya = f"maya@{link}.example"

    def staff(self, name: str) -> Staff:
        """Somebody of the practice, signed in, at a desk."""
        options = {name: value for name, value in self.options.items() if name != "viewport"}
        staff = Staff(self.site, self.make(**options).new_page(), self.practice_id)
        staff.sign_in(f"{name}@{self.link}.example")
        return staff

    def client(self) -> PortalClient:
        """The client, at a device of their own."""
        return PortalClient(self.make(**self.options).new_page())

    def set_up(self) -> None:
        """The administrator's part."""
        administrator = self.staff("admin")
        administrator.turn_on_portal(self.link)
        administrator.switch_features(messaging=True, uploads=True)
        administrator.add_document(DOCUMENT)
        administrator.choose_onboarding(on=(DOCUMENT,), off=("Consent to telehealth",))
        administrator.brand(color="#5b3fd6", welcome="Good to see you.")

    def invite(self) -> Staff:
        """The practitioner's part: makes the client and invites them."""
        practitioner = self.staff("priya")
        practitioner.make_client("Maya", "Ellison")
        practitioner.invite(self.maya)
        expect(practitioner.page.get_by_text("Invited", exact=True).first).to_be_visible()
        return practitioner

    def invitation(self) -> str:
        """The link in the client's e-mail."""
        return self.site.link_in_letter_to(self.maya, r"/invite/.")

    def origin(self) -> str:
        """What every address of the practice's portal starts with."""
        if self.site.tenancy == "path":
            return f"http://localhost:{self.site.port}/portal/{self.link}/"
        return f"http://{self.link}.localhost:{self.site.port}/"

    def look_it_up(self, practitioner: Staff) -> None:
        """The practitioner is told by one e-mail, follows its link and finds everything in the client's profile."""
        page = practitioner.page
        page.goto(self.site.link_in_letter_to(f"priya@{self.link}.example", r"/clients/"))
        letters = [letter for letter in self.site.letters() if f"priya@{self.link}.example" in str(letter["To"])]
        assert len(letters) == 1
        tabs = page.get_by_role("navigation", name="Profile of")
        tabs.get_by_role("link", name="Overview").click()
        for fact in ("(555) 010-0142", "April 12, 1990", "she/her", "Portland"):
            expect(page.get_by_role("main")).to_contain_text(fact)
        tabs.get_by_role("link", name="Portal").click()
        expect(page.get_by_role("progressbar", name=f"{len(STEPS)} of {len(STEPS)} done")).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text("Blue Harbor Mutual")
        tabs.get_by_role("link", name="Documents").click()
        page.get_by_role("link", name="Adult intake").click()
        expect(page.get_by_role("main")).to_contain_text("Sleeping through the night")
        page.get_by_role("link", name="Back to documents").click()
        page.get_by_role("link", name="Informed consent for treatment").click()
        expect(page.locator(".cp-signed__name")).to_have_text("Maya Ellison")
        expect(page.get_by_text("Nothing was altered")).to_be_visible()


@pytest.mark.spec("PORTAL-2", "PORTAL-4", "INVITE-2", "INVITE-3", "INVITE-5", "ONB-1", "ONB-5", "ONB-6", "UX-1")
@pytest.mark.parametrize(
    ("mount", "link", "options"),
    [
        pytest.param("site", "juniper", {}, id="path"),
        pytest.param("site", "plain", {"java_script_enabled": False, "viewport": PHONE}, id="phone-without-javascript"),
        pytest.param("subdomain_site", "juniper", {"viewport": PHONE}, id="subdomain-phone"),
    ],
)
def test_from_turning_the_portal_on_to_the_clients_answers(
    request: pytest.FixtureRequest, new_context: Contexts, mount: str, link: str, options: dict[str, Any]
) -> None:
    journey = Journey(request.getfixturevalue(mount), new_context, link, **options)
    journey.set_up()
    practitioner = journey.invite()
    client = journey.client()
    assert journey.invitation().startswith(journey.origin())
    client.accept(journey.invitation())
    client.start()
    client.page.get_by_role("button", name="Sign and continue").click()
    expect(client.page.get_by_role("alert").first).to_contain_text("Tick the box to agree.")
    assert client.answer_everything() == STEPS
    assert client.page.url.startswith(journey.origin())
    for answer in ("May", "Portland", "Blue Harbor Mutual", "Sleeping through the night"):
        expect(client.page.get_by_role("main")).to_contain_text(answer)
    client.submit()
    journey.look_it_up(practitioner)


@pytest.mark.spec("ONB-3")
def test_a_killed_server_loses_nothing_and_another_device_goes_on(site: Site, new_context: Contexts) -> None:
    journey = Journey(site, new_context, "killed")
    journey.set_up()
    practitioner = journey.invite()
    client = journey.client()
    client.accept(journey.invitation())
    client.start()
    for place in range(3):
        assert title_of(client.page) == STEPS[place]
        _die(site)
        client.answer()
    with client.page.expect_response(lambda answer: _has_saved(answer, "she/her")):
        fill_in(client.page, {"Preferred name": "May", "Pronouns": "she/her"})
        client.page.keyboard.press("Tab")
    expect(client.page.locator("[data-cp-saved]")).to_contain_text("Saved at")
    _die(site)

    other = journey.client()
    other.page.goto(f"{journey.origin()}sign-in/")
    sign_in(other.page, journey.maya, PASSWORD)
    other.start()
    assert title_of(other.page) == "Your name"
    expect(other.page.get_by_label("Preferred name")).to_have_value("May")
    expect(other.page.get_by_label("Pronouns")).to_have_value("she/her")
    assert other.answer_everything() == STEPS[3:]
    _die(site)
    other.page.reload()
    other.submit()
    _die(site)
    journey.look_it_up(practitioner)
    client.page.reload()
    expect(heading(client.page)).to_have_text("Thank you")
    expect(client.page).to_have_url(re.compile(r"/start/done/$"))


def _has_saved(answer: Response, text: str) -> bool:
    return answer.url.endswith("/save/") and answer.ok and text in (answer.request.post_data or "")


def _die(site: Site) -> None:
    site.kill()
    site.start()
