"""A host's own style sheet, as sites have them: it stays out of our pages, and ours stays out of the host's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.people import sign_in
from tests.e2e.site import Site

Contexts = Callable[..., BrowserContext]

HOST = """
*, *::before, *::after { box-sizing: content-box }
body { font: italic 11px/1 serif; color: purple; letter-spacing: 2px; text-align: center }
h1, h2, h3 { font: 900 48px fantasy; color: red; margin: 44px; text-transform: uppercase }
p, dl, dd, dt, ul, ol, li { margin: 33px; color: red; line-height: 3 }
ul, ol { list-style: square; padding-inline-start: 77px }
a { color: orange; text-decoration: none; font-weight: 900 }
button, input, select, textarea { font: 8px monospace; color: red; background: yellow; border: 7px dashed red;
  border-radius: 0; padding: 22px; text-transform: uppercase; letter-spacing: 5px; margin: 13px }
label, legend { font: 100 9px cursive; color: red; text-transform: uppercase }
fieldset { border: 9px double red; padding: 50px; margin: 50px }
table { width: 40%; border: 5px solid red; border-collapse: separate }
th, td { padding: 40px; background: pink; color: red; text-align: right }
img, svg { max-width: 10px; opacity: .2 }
nav, section, header, footer, main, form { margin: 21px; padding: 21px; background: pink }
details, summary { margin: 17px; color: red }
"""
"""Rules on elements alone, each louder than any that a site would have."""

LOOK = """() => [...document.querySelectorAll('.cp-root *')].filter((item) => item.checkVisibility()).map((item) => {
  const style = getComputedStyle(item)
  const box = item.getBoundingClientRect()
  return [item.localName + '.' + item.className, ...PROPERTIES.map((name) => name + ': ' + style[name]),
    'size: ' + Math.round(box.width) + ' x ' + Math.round(box.height)]
})"""
PROPERTIES = """['color', 'backgroundColor', 'fontFamily', 'fontSize', 'fontStyle', 'fontWeight', 'lineHeight',
  'letterSpacing', 'textTransform', 'textAlign', 'textDecorationLine', 'listStyleType', 'marginTop', 'marginLeft',
  'paddingTop', 'paddingLeft', 'borderTopWidth', 'borderTopStyle', 'borderTopLeftRadius', 'boxSizing', 'opacity']"""
INTRUDE = """(css) => {
  const sheet = document.createElement('style')
  sheet.textContent = css
  document.head.prepend(sheet)
}"""
OUTSIDE = """() => {
  const host = document.createElement('div')
  host.innerHTML = '<h1>H</h1><p>P <a href="#">A</a></p><button>B</button><input><table><tr><td>T</td></tr></table>'
  document.documentElement.append(host)
  const found = [...host.querySelectorAll('*')].map((item) => PROPERTIES.map((name) => getComputedStyle(item)[name]))
  host.remove()
  return found
}"""


def look(page: Page) -> list[list[str]]:
    """How every visible element of ours looks."""
    found: list[list[str]] = page.evaluate(LOOK.replace("PROPERTIES", PROPERTIES))
    return found


def changes(before: list[list[str]], after: list[list[str]]) -> set[str]:
    """What looks different, by element and property."""
    assert len(before) == len(after)
    return {
        f"{old[0]}  {was} -> {now}"
        for old, new in zip(before, after, strict=True)
        for was, now in zip(old[1:], new[1:], strict=True)
        if was != now
    }


def address(site: Site, house: dict[str, Any], name: str) -> str:
    """Where a page of a staged practice is."""
    return f"http://localhost:{site.port}{house['addresses'][name]}"


@pytest.mark.spec("HOST-4")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_host_s_styles_change_nothing_of_ours(site: Site, new_context: Contexts, width: int) -> None:
    house: dict[str, Any] = site.stage("house", f"styles{width}")
    staff = new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    staff.goto(address(site, house, "staff:sign_in"))
    sign_in(staff, f"administrator@styles{width}.example")
    client = new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    client.goto(address(site, house, "portal:sign_in"))
    sign_in(client, f"uma@styles{width}.example")
    for page, names in (
        (staff, ("staff:clients", "staff:settings_features", "staff:settings_branding", "staff:settings_activity")),
        (client, ("portal:home", "portal:onboarding", "portal:profile")),
    ):
        for name in names:
            page.goto(address(site, house, name))
            before = look(page)
            page.evaluate(INTRUDE, HOST)
            assert changes(before, look(page)) == set(), name


@pytest.mark.spec("HOST-4")
def test_our_styles_change_nothing_of_a_host_s(site: Site, house: dict[str, Any], new_context: Contexts) -> None:
    page = new_context(bypass_csp=True).new_page()
    page.goto(address(site, house, "portal:sign_in"))
    with_ours = page.evaluate(OUTSIDE.replace("PROPERTIES", PROPERTIES))
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach((sheet) => sheet.remove())")
    assert page.evaluate(OUTSIDE.replace("PROPERTIES", PROPERTIES)) == with_ours


@pytest.fixture(scope="module")
def house(site: Site) -> dict[str, Any]:
    """A practice in full swing."""
    found: dict[str, Any] = site.stage("house", "house")
    return found
