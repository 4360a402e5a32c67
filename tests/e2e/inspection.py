"""What every page must hold: looked at in a real browser, each fault as one line that names the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOR_RULES = ["color-contrast", "link-in-text-block"]
"""What can differ between light and dark: markup, sizes and order are the same in both."""
WIDTHS = (1280, 390)
NARROW = (390, 320)
LISTEN = """
  window.cpViolations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.cpViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return "";
  const over = [...document.querySelectorAll("body *")]
    .filter((item) => item.getBoundingClientRect().right > innerWidth + 1);
  return `${wide}px: ` + over.slice(-3).map((item) => item.outerHTML.slice(0, 120)).join(" | ");
}"""
MARKUP = {
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style", re.IGNORECASE),
}


class Inspector:
    """Watches the pages of a browser context and examines the one that is open."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[tuple[str, str]] = []
        self.axe = Axe()
        context.add_init_script(LISTEN)
        context.on("console", self._heard)
        context.on("weberror", lambda event: self._note(event.page.url if event.page else "", f"script: {event.error}"))

    def visit(self, page: Page, address: str, *, status: int = 200) -> None:
        """Open an address and examine what came."""
        answer = page.goto(address)
        assert answer is not None
        if answer.status != status:
            self._note(address, f"status {answer.status}, not {status}")
        self.examine(page, answer)

    def examine(self, page: Page, answer: Response | None = None) -> None:
        """Examine the open page in both widths and both schemes; with its answer, the markup as it was sent."""
        if answer is not None:
            self._note(page.url, *faults_of_markup(answer.text()))
        self._note(page.url, *_faults_of_document(page))
        page.evaluate(self.axe.axe_script)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # Without motion a color is what it is at once, and not on its way from the other scheme.
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            self._note(f"{page.url} at {width}, light", *_faults_of_axe(page, TAGS))
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            self._note(f"{page.url} at {width}, dark", *_faults_of_axe(page, COLOR_RULES))
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 900})
            if wide := page.evaluate(SIDEWAYS):
                self._note(f"{page.url} at {width}", f"scrolls sideways: {wide}")
        page.evaluate("document.documentElement.dir = 'rtl'")
        if wide := page.evaluate(SIDEWAYS):
            self._note(page.url, f"scrolls sideways from right to left: {wide}")
        page.evaluate("document.documentElement.dir = 'ltr'")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def judge(self) -> None:
        """Fail if there was any fault, saying each once with the pages that have it."""
        pages: dict[str, list[str]] = {}
        for place, fault in self.faults:
            pages.setdefault(fault, []).append(place)
        if pages:
            pytest.fail("\n\n".join("\n    ".join([fault, *dict.fromkeys(places)]) for fault, places in pages.items()))

    def _heard(self, message: ConsoleMessage) -> None:
        # A browser writes every answer from 400 on to the console by itself; pages of errors are visited on purpose.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource: the server"):
            self._note(message.page.url if message.page else "", f"console {message.type}: {message.text}")

    def _note(self, place: str, *faults: str) -> None:
        self.faults += [(place, fault) for fault in faults]


def _faults_of_document(page: Page) -> Iterator[str]:
    headings = page.locator("h1").count()
    if headings != 1:
        yield f"{headings} first headings"
    if not page.title().strip():
        yield "no title"
    yield from (f"policy: {violation}" for violation in page.evaluate("window.cpViolations"))


def _faults_of_axe(page: Page, rules: list[str]) -> Iterator[str]:
    found = page.evaluate("(rules) => axe.run({ runOnly: rules, resultTypes: ['violations'], preload: false })", rules)
    for violation in found["violations"]:
        places = "; ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3])
        yield f"{violation['id']}: {places}"


def faults_of_markup(html: str) -> Iterator[str]:
    """What a strict content security policy would refuse in a page as it was sent."""
    for name, pattern in MARKUP.items():
        if found := pattern.search(html):
            yield f"{name}: {html[found.start() : found.start() + 120]}"
