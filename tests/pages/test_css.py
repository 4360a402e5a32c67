"""The style sheet: it never touches a host's page, and its colours can be read in both looks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import client_portal
from client_portal.practices import branding
from client_portal.practices.branding import contrast_ratio

FOLDER = Path(client_portal.__file__).parent / "static" / "client_portal"
TEMPLATES = Path(client_portal.__file__).parent / "templates" / "client_portal"
CSS = re.sub(r"/\*.*?\*/", "", (FOLDER / "portal.css").read_text(), flags=re.DOTALL)

TEXT_PAIRS = [
    ("ink", "bg"), ("ink", "surface"), ("ink", "sunken"), ("ink-2", "bg"), ("ink-2", "surface"), ("ink-2", "sunken"),
    ("brand", "surface"), ("brand", "bg"), ("brand", "sunken"), ("on-brand", "brand"), ("on-brand", "brand-strong"),
    ("brand-strong", "brand-soft"), ("brand", "brand-soft"), ("ink", "brand-soft"), ("ink-2", "brand-soft"),
    ("accent", "accent-soft"), ("accent", "surface"), ("surface", "accent"), ("success", "success-soft"),
    ("success", "surface"), ("warning", "warning-soft"), ("danger", "danger-soft"), ("danger", "surface"),
    ("danger", "bg"), ("on-danger", "danger"), ("info", "info-soft"), ("ink", "info-soft"), ("ink", "warning-soft"),
    ("ink", "danger-soft"), ("ink", "success-soft"), ("on-acting", "acting"), ("bg", "ink"),
]  # fmt: skip
CONTROL_PAIRS = [
    ("line-strong", "surface"), ("line-strong", "bg"), ("line-strong", "sunken"), ("brand", "surface"),
    ("warning", "warning-soft"), ("focus", "bg"), ("focus", "surface"), ("focus-halo", "focus"),
]  # fmt: skip


def rules(css: str) -> list[tuple[str, str]]:
    """Selector lists and declarations of all style rules, those within media queries included."""
    without_fonts = re.sub(r"@(?:font-face|keyframes [\w-]+)\s*\{(?:[^{}]|\{[^{}]*\})*\}", "", css)
    found = re.findall(r"([^{};]+)\{([^{}]*)\}", without_fonts)
    return [(selectors.strip(), body) for selectors, body in found if not selectors.strip().startswith("@")]


def parts(selectors: str) -> list[str]:
    """A selector list cut at its own commas, not at those within brackets."""
    cut, depth, start = [], 0, 0
    for index, letter in enumerate(selectors):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            cut.append(selectors[start:index])
            start = index + 1
    return [*cut, selectors[start:]]


def tokens(selector: str) -> dict[str, str]:
    """All custom properties of the rules with exactly this selector."""
    declared = [re.findall(r"--cp-([\w-]+):\s*([^;}]+)", body) for found, body in rules(CSS) if found == selector]
    return {name: value.strip() for pairs in declared for name, value in pairs}


LIGHT = tokens(".cp-root")
DARK = {**LIGHT, **tokens(".cp-root[data-cp-theme=dark]")}
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_every_selector_is_one_of_ours() -> None:
    foreign = [part for selectors, _ in rules(CSS) for part in parts(selectors) if not re.search(r"\.(cp|htmx)-", part)]
    assert len(rules(CSS)) > 300
    assert foreign == []


def test_no_selector_starts_outside_of_our_classes() -> None:
    starts = [part.strip() for selectors, _ in rules(CSS) for part in parts(selectors)]
    assert [start for start in starts if not re.match(r"\.(cp|htmx)-", start)] == []


def test_both_dark_blocks_hold_the_same() -> None:
    chosen = tokens(".cp-root[data-cp-theme=dark]")
    assert len(chosen) > 30
    assert tokens(".cp-root[data-cp-theme=auto]") == chosen


@THEMES
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_can_be_read(theme: dict[str, str], front: str, back: str) -> None:
    assert contrast_ratio(theme[front], theme[back]) >= 4.5


@THEMES
@pytest.mark.parametrize(("front", "back"), CONTROL_PAIRS)
def test_controls_and_focus_can_be_seen(theme: dict[str, str], front: str, back: str) -> None:
    assert contrast_ratio(theme[front], theme[back]) >= 3


@pytest.mark.parametrize(("theme", "asked"), [(LIGHT, branding.LIGHT), (DARK, branding.DARK)], ids=["light", "dark"])
def test_branding_knows_the_backgrounds_of_the_style_sheet(theme: dict[str, str], asked: branding.Theme) -> None:
    assert asked.backgrounds == (theme["surface"], theme["bg"], theme["sunken"])
    assert asked.on_brand == theme["on-brand"]


def test_directions_are_logical_so_that_right_to_left_works() -> None:
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right|float:(?:left|right))\s*:"
    )
    assert [body for _, body in rules(CSS) if physical.search(body)] == []


def test_the_fonts_are_ours_and_carry_their_licence() -> None:
    names = re.findall(r'url\("([^"]+)"\)', CSS)
    assert len(names) == 2
    assert all((FOLDER / name).is_file() for name in names)
    assert {path.name for path in (FOLDER / "fonts").glob("*.txt")} == {"OFL-atkinson.txt", "OFL-figtree.txt"}


def test_the_layered_sheet_imports_the_same_rules() -> None:
    assert (FOLDER / "portal.layered.css").read_text().strip() == '@import url("portal.css") layer(client-portal);'


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "email"]  # e-mails have no style sheet
    assert [path.name for path in pages if inline.search(path.read_text())] == []


def test_templates_use_only_classes_that_the_sheet_knows() -> None:
    known = set(re.findall(r"\.(cp-[\w-]+)", CSS))
    used = {
        (path.name, name)
        for path in TEMPLATES.rglob("*.html")
        for classes in re.findall(r'class="([^"]*)"', re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text()))
        for name in classes.split()
        if name.startswith("cp-") and not name.endswith("-")
    }
    assert sorted(found for found in used if found[1] not in known) == []


def test_icons_that_templates_name_are_in_the_sprite() -> None:
    sprite = set(re.findall(r'id="cp-i-([\w]+)"', (TEMPLATES / "components" / "_sprite.html").read_text()))
    named = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'\{% icon "(\w+)"', path.read_text())}
    assert named - sprite == set()
