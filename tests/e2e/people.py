"""Who walks through the site: each does in a browser, by what is written on the pages, what such a person does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.site import Site

PASSWORD = "a calm and long passphrase"
PDF = {
    "name": "visit.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n",
}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63904d8e0000017900"
    "d93d9097820000000049454e44ae426082"
)
CARD = {"name": "card.png", "mimeType": "image/png", "buffer": PIXEL}


class Staff:
    """Somebody of the practice, in a page of their own."""

    def __init__(self, site: Site, page: Page, practice_id: str) -> None:
        self.site = site
        self.page = page
        self.workspace = f"{site.address}/staff/{practice_id}"

    def open(self, path: str) -> Page:
        """Open a page of the practice's workspace."""
        self.page.goto(f"{self.workspace}/{path}")
        return self.page

    def sign_in(self, email: str) -> None:
        """Sign in at the workspace's entrance; the only practice opens at once."""
        self.page.goto(f"{self.site.address}/staff/")
        sign_in(self.page, email)
        expect(heading(self.page)).to_have_text("Clients")

    def press(self, button: str, says: str) -> None:
        """Press a button, then read what the next page says."""
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.get_by_text(says)).to_be_visible()

    def turn_on_portal(self, link: str) -> None:
        """*Get started*."""
        page = self.page
        page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Settings").click()
        page.get_by_role("link", name="Get started").click()
        page.get_by_label("Your portal's link").fill(link)
        self.press("Continue", "Your client portal is on.")

    def switch_features(self, **states: bool) -> None:
        """Put the named switches where they are wanted and save, also where the page asks first."""
        page = self.open("settings/features/")
        for key, is_on in states.items():
            page.locator(f"input[type=checkbox][name={key}]").set_checked(is_on)
        with page.expect_navigation():
            page.get_by_role("button", name="Save changes").click()
        if title_of(page) == "Check what changes":
            page.get_by_role("button", name="Save changes").click()
        expect(page).to_have_url(re.compile(r"features/\?saved="))

    def add_document(self, title: str) -> None:
        """Put a document to read among the practice's own."""
        page = self.open("resources/")
        page.get_by_label("Title").fill(title)
        page.get_by_label("File", exact=True).set_input_files(PDF)
        self.press("Upload", "The document is added.")

    def choose_onboarding(self, *, on: tuple[str, ...] = (), off: tuple[str, ...] = ()) -> None:
        """Say in the onboarding settings what new clients get and don't get."""
        page = self.open("settings/onboarding/")
        for name in (*on, *off):
            row = page.get_by_role("listitem").filter(has_text=name)
            row.get_by_role("checkbox").first.set_checked(name in on)
        self.press("Save changes", "Newly invited clients get this")

    def brand(self, *, color: str, welcome: str) -> None:
        """Choose a color and a welcome text."""
        page = self.open("settings/branding/")
        page.locator("input[name=accent_color]").fill(color)
        page.get_by_label("Welcome text").fill(welcome)
        self.press("Save changes", "Clients see the new looks")

    def make_client(self, first_name: str, last_name: str) -> None:
        """Make a client's record with nothing but the names."""
        page = self.page
        page.get_by_role("link", name="New client").first.click()
        page.get_by_label("First name").fill(first_name)
        page.get_by_label("Last name").fill(last_name)
        self.press("Make the record", "Nothing was sent to the client.")

    def invite(self, email: str) -> None:
        """Invite the client whose profile is open, who has no address on file yet."""
        page = self.page
        page.get_by_role("link", name="Portal", exact=True).click()
        page.get_by_role("link", name="Invite to portal").click()
        page.get_by_role("button", name="Send invitation").click()
        address = page.get_by_label("Client's e-mail address")
        expect(page.get_by_role("alert")).to_contain_text("Write the client's e-mail address to send the invitation.")
        address.fill(email)
        self.press("Send invitation", f"The invitation to {email} is on its way.")


class PortalClient:
    """A client in a page of their own."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def accept(self, link: str) -> None:
        """Open the invitation's link and come in with a password."""
        page = self.page
        page.goto(link)
        page.get_by_label("Choose a password").fill(PASSWORD)
        page.get_by_role("button", name="Create my account").click()
        expect(heading(page)).to_have_text("Welcome to Juniper Counseling")

    def start(self) -> None:
        """Go on from the list or from home, where the first unfinished step is offered."""
        self.page.get_by_role("link", name=re.compile("^Continue with")).click()
        expect(self.page.get_by_text(re.compile(r"^Step \d+ of \d+$"))).to_be_visible()

    def answer_everything(self) -> list[str]:
        """Finish one step after the other; returns their titles."""
        titles = []
        while (title := title_of(self.page)) != "Check your answers":
            assert title not in titles, f"{title} came twice"
            titles.append(title)
            self.answer()
        return titles

    def answer(self) -> None:
        """Finish the step that is open."""
        page, title = self.page, title_of(self.page)
        if page.get_by_role("button", name="Sign and continue").count():
            self.sign()
        elif title in INFORMATION:
            fill_in(page, INFORMATION[title])
        elif page.get_by_label("I have read this document").count():
            tick(page.get_by_label("I have read this document"))
        else:
            assert title == "Adult intake", page.locator("main").inner_text()
            fill_in(page, INTAKE)
        self.go_on()

    def sign(self) -> None:
        """Tick, and type the name where it is asked for."""
        name = self.page.get_by_label("Your full legal name")
        if name.count():
            name.fill("Maya Ellison")
        tick(self.page.locator("input[name=agreed]"))

    def go_on(self) -> None:
        """Save the step that is open; another page comes."""
        before = title_of(self.page)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=re.compile("^(Save|Sign) and continue$")).click()
        assert title_of(self.page) != before, self.page.get_by_role("alert").all_inner_texts()

    def submit(self) -> None:
        """Hand everything in."""
        self.page.get_by_role("button", name="Submit to Juniper Counseling").click()
        expect(heading(self.page)).to_have_text("Thank you")


def fill_in(page: Page, answers: Mapping[str, Any]) -> None:
    """Answer questions by their labels: text, a choice's label, a date's parts, a file, or True for a tick."""
    for label, value in answers.items():
        _filler(value)(page, label, value)


def _filler(value: Any) -> Callable[[Page, str, Any], None]:
    kinds: dict[type, Callable[[Page, str, Any], None]] = {
        bool: lambda page, label, value: tick(page.get_by_label(label)),
        tuple: _choose,
        list: _write_date,
        dict: lambda page, label, value: page.get_by_label(label).set_input_files(value),
        str: _write,
    }
    return kinds[type(value)]


def _write(page: Page, label: str, value: str) -> None:
    box = page.get_by_label(_labelled(label)).first
    if box.evaluate("(item) => item.localName") == "select":
        box.select_option(value)
    else:
        box.fill(value)


def _choose(page: Page, label: str, value: tuple[str, ...]) -> None:
    for option in value:
        tick(_group(page, label).get_by_label(option, exact=True))


def _write_date(page: Page, label: str, value: list[str]) -> None:
    for part, text in zip(("Month", "Day", "Year"), value, strict=True):
        _group(page, label).get_by_label(part).fill(text)


def _group(page: Page, label: str) -> Locator:
    return page.get_by_role("group", name=_labelled(label))


def _labelled(label: str) -> re.Pattern[str]:
    return re.compile("^" + re.escape(label))


def tick(box: Locator) -> None:
    """Choose a box or a button by pressing its row, as a finger does."""
    if not box.is_checked():
        box.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' cp-choice ')][1]").click()
    expect(box).to_be_checked()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in page that is open."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page) -> Locator:
    """The page's first heading."""
    return page.locator("h1")


def title_of(page: Page) -> str:
    """What the open page's first heading says."""
    return re.sub(r"\s+", " ", heading(page).inner_text()).strip()


INFORMATION: dict[str, dict[str, Any]] = {
    "Your name": {"Preferred name": "May", "Pronouns": "she/her"},
    "Demographics": {"Date of birth": ["4", "12", "1990"], "Sex": ("Female",)},
    "Contact details and time zone": {
        "Phone": "(555) 010-0142",
        "City": "Portland",
        "Time zone": "America/Los_Angeles",
    },
    "Preferences": {"The practice may text me": True},
    "Insurance": {
        "Insurance company": "Blue Harbor Mutual",
        "Member ID": "BH-2231",
        "You are to the policy holder": ("Self",),
        "Photo of the card’s front": CARD,
    },
}
INTAKE: dict[str, Any] = {
    "What would you like help with?": "Sleeping through the night",
    "Which of these have been part of your life lately?": ("Trouble with sleep",),
    "Have you been in therapy or counseling before?": ("Yes",),
}
