"""Browser and sites. A site lives for a whole file; each test has people and a practice of its own on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.site import Site

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts that are closed after the test; every request must stay on this machine."""
    with contexts(browser) as make:
        yield make


@pytest.fixture(scope="module")
def module_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """The same for contexts that a whole file shares, so that one signs in once."""
    with contexts(browser) as make:
        yield make


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fresh site that is up, with the portal below a path."""
    with fresh_site(tmp_path_factory.mktemp("site"), "path") as site:
        yield site


@pytest.fixture(scope="module")
def subdomain_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fresh site that is up, with each practice on a subdomain."""
    with fresh_site(tmp_path_factory.mktemp("subdomain_site"), "subdomain") as site:
        yield site


@contextmanager
def fresh_site(folder: Path, tenancy: str) -> Iterator[Site]:
    """A site with an empty database of its own, started."""
    postgresql = os.environ.get("CLIENT_PORTAL_TEST_DATABASE_URL", "")
    site = Site(folder, tenancy=tenancy, postgresql=postgresql)
    try:
        site.prepare()
        site.start()
        yield site
        assert "Traceback" not in site.log(), site.log()
    finally:
        site.close()


@contextmanager
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A maker of browser contexts; at the end they are closed and no request may have left this machine."""
    made: list[BrowserContext] = []
    strangers: list[str] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-US", **options})
        context.set_default_timeout(10_000)
        context.on("request", lambda request: _note_stranger(request.url, strangers))
        made.append(context)
        return context

    yield make
    for context in made:
        for page in context.pages:
            leave(page)
        context.close()
    assert strangers == []


def leave(page: Page) -> None:
    """Close a page once it stands still: Chromium may never answer when it is closed on its way to another one."""
    page.wait_for_load_state()
    page.close()


def _note_stranger(url: str, strangers: list[str]) -> None:
    host = url.split("/")[2].split(":", maxsplit=1)[0] if "://" in url else ""
    if host and host not in ("127.0.0.1", "localhost") and not host.endswith(".localhost"):
        strangers.append(url)
