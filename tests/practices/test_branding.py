"""A practice's colour: whatever is picked, people can read it, and nothing but colours reaches the style sheet."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.practices import branding
from client_portal.practices.branding import contrast_ratio, derive_palette, palette_css, parse_color

colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

INK = {"light": ("#1f2b2a", "#53605c"), "dark": ("#e9efec", "#a8b7b1")}


@pytest.mark.parametrize(
    ("text", "color"),
    [("#1D6358", "#1d6358"), ("1d6358", "#1d6358"), ("  #abc ", "#aabbcc"), ("FFF", "#ffffff")],
)
def test_colors_may_be_written_in_common_ways(text: str, color: str) -> None:
    assert parse_color(text) == color


@pytest.mark.parametrize(
    "text",
    ["red;}", "red", "", "#12345", "#1234567", "#12345g", "url(x)", "#1d6358;", "#\uff11\uff12\uff13456", "#abc\n}"],
)
def test_anything_else_is_refused_with_what_to_enter(text: str) -> None:
    with pytest.raises(ValidationError, match="#1d6358"):
        parse_color(text)


@given(st.text())
def test_an_accepted_text_is_always_six_hexadecimal_digits(text: str) -> None:
    try:
        color = parse_color(text)
    except ValidationError:
        return
    assert re.fullmatch(r"#[0-9a-f]{6}", color, re.ASCII)


def test_contrast_follows_the_formula_of_wcag() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#1d6358", "#ffffff") == pytest.approx(7.05, abs=0.005)
    assert contrast_ratio("#777777", "#777777") == 1


@given(colors, colors)
def test_contrast_does_not_depend_on_the_order(first: str, second: str) -> None:
    assert contrast_ratio(first, second) == contrast_ratio(second, first) >= 1


@given(colors)
def test_every_color_becomes_readable_in_both_looks(color: str) -> None:
    palette = derive_palette(color)
    for tokens, theme in ((palette.light, branding.LIGHT), (palette.dark, branding.DARK)):
        for background in (*theme.backgrounds, tokens.brand_soft):
            assert contrast_ratio(tokens.brand, background) >= 4.5
        assert contrast_ratio(tokens.brand_strong, tokens.brand_soft) >= 4.5
        assert contrast_ratio(tokens.on_brand, tokens.brand) >= 4.5
        assert contrast_ratio(tokens.on_brand, tokens.brand_strong) >= 4.5


@given(colors)
def test_our_text_stays_readable_on_the_tint(color: str) -> None:
    palette = derive_palette(color)
    for ink in INK["light"]:
        assert contrast_ratio(ink, palette.light.brand_soft) >= 4.5
    for ink in INK["dark"]:
        assert contrast_ratio(ink, palette.dark.brand_soft) >= 4.5


@given(colors)
def test_a_readable_color_is_kept_as_picked(color: str) -> None:
    palette = derive_palette(color)
    against = (*branding.LIGHT.backgrounds, palette.light.brand_soft, palette.light.on_brand)
    is_readable = min(contrast_ratio(color, other) for other in against) >= 4.5
    assert (palette.light.brand == color) is is_readable
    assert palette.is_darkened is not is_readable


def test_yellow_turns_into_a_dark_shade_of_the_same_hue() -> None:
    palette = derive_palette("#FFD400")
    assert palette.light.brand == "#7d6706"
    assert palette.dark.brand == "#ffd400"
    _, _, picked_hue = branding.to_oklch("#ffd400")
    _, _, hue = branding.to_oklch(palette.light.brand)
    assert hue == pytest.approx(picked_hue, abs=0.05)


@given(colors)
def test_oklch_leads_back_to_the_color(color: str) -> None:
    assert branding.from_oklch(*branding.to_oklch(color)) == color


@given(colors)
def test_the_style_sheet_holds_nothing_but_tokens(color: str) -> None:
    css = palette_css(derive_palette(color))
    values = re.findall(r"--cp-[a-z-]+:([^;}]+)", css)
    assert len(values) == 15
    assert all(branding.is_color(value) for value in values)
    assert css.count("{") == css.count("}") == 4


def test_a_palette_with_something_else_in_it_is_never_printed() -> None:
    tokens = branding.BrandTokens("red;}", "#000000", "#ffffff", "#ffffff", "#ffffff", 21)
    with pytest.raises(ValidationError):
        palette_css(branding.Palette("#000000", tokens, tokens))
