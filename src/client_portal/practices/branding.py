"""A practice's colour made readable: from any colour, brand tokens for the light and the dark look.

Pure colour arithmetic in OKLCH (lightness, chroma, hue as people see them): the hue stays, the lightness moves until
text and buttons reach a contrast of 4.5:1 (WCAG 2.2 AA) on every background of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

READABLE = 4.5
COLOR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
SHORT = re.compile(r"#[0-9a-f]{3}", re.ASCII)

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Theme:
    """What one look asks of a brand colour: its backgrounds, the text on buttons, where lightness may go."""

    backgrounds: tuple[str, ...]
    on_brand: str
    step: float
    start: float
    soft: tuple[float, float]
    line: tuple[float, float]
    strong: float


LIGHT = Theme(
    backgrounds=("#ffffff", "#f8f5ef", "#f1ece2"),
    on_brand="#ffffff",
    step=-0.01,
    start=0.62,
    soft=(0.955, 0.02),
    line=(0.82, 0.06),
    strong=-0.09,
)
DARK = Theme(
    backgrounds=("#1a2322", "#121918", "#222d2b"),
    on_brand="#0b231e",
    step=0.01,
    start=0.7,
    soft=(0.32, 0.045),
    line=(0.48, 0.07),
    strong=0.07,
)


@dataclass(frozen=True, slots=True)
class BrandTokens:
    """The brand colours of one look, each ``#rrggbb``; ``worst_ratio`` is the lowest contrast among their uses."""

    brand: str
    brand_strong: str
    on_brand: str
    brand_soft: str
    brand_line: str
    worst_ratio: float


@dataclass(frozen=True, slots=True)
class Palette:
    """What a picked colour becomes in the light and in the dark look."""

    picked: str
    light: BrandTokens
    dark: BrandTokens

    @property
    def is_darkened(self) -> bool:
        """Whether the light look uses a darker shade than picked, so that people can read it."""
        return self.light.brand != self.picked


def is_color(text: object) -> bool:
    """Whether something is a colour as we store it: ``#rrggbb`` in small letters."""
    return isinstance(text, str) and COLOR.fullmatch(text) is not None


def parse_color(text: str) -> str:
    """``#rrggbb`` for ``#1D6358``, ``1d6358`` or ``#abc``; raises ``ValidationError`` for anything else."""
    written = text.strip().lower()
    digits = written if written.startswith("#") else f"#{written}"
    if SHORT.fullmatch(digits):
        return "#" + "".join(digit * 2 for digit in digits[1:])
    if COLOR.fullmatch(digits):
        return digits
    raise ValidationError(_("Enter a color as # and six digits or letters from a to f, such as #1d6358."), "color")


def contrast_ratio(first: str, second: str) -> float:
    """The WCAG 2 contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def derive_palette(color: str) -> Palette:
    """Brand tokens for a colour; raises ``ValidationError`` if it is none. Colours that are readable stay as picked."""
    picked = parse_color(color)
    return Palette(picked, light=derive_tokens(picked, LIGHT), dark=derive_tokens(picked, DARK))


def preview_css(palette: Palette) -> str:
    """The tokens for samples of both looks in a page of another colour: ``.cp-preview`` and its dark twin."""
    light, dark = declarations(palette.light), declarations(palette.dark)
    return f".cp-preview{{{light}}}\n.cp-preview[data-cp-theme=dark]{{{dark}}}\n"


def palette_css(palette: Palette) -> str:
    """The style sheet that sets the tokens; every printed value is a checked ``#rrggbb``."""
    light, dark = declarations(palette.light), declarations(palette.dark)
    return (
        f".cp-root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{.cp-root[data-cp-theme=auto]{{{dark}}}}}\n"
        f".cp-root[data-cp-theme=dark]{{{dark}}}\n"
    )


def declarations(tokens: BrandTokens) -> str:
    """The custom properties of one look."""
    values = {
        "brand": tokens.brand,
        "brand-strong": tokens.brand_strong,
        "on-brand": tokens.on_brand,
        "brand-soft": tokens.brand_soft,
        "brand-line": tokens.brand_line,
    }
    return ";".join(f"--cp-{name}:{parse_color(value)}" for name, value in values.items())


def derive_tokens(picked: str, theme: Theme) -> BrandTokens:
    """The tokens of one look: the picked colour if it is readable, else the nearest shade of its hue that is."""
    lightness, chroma, hue = to_oklch(picked)
    soft = from_oklch(theme.soft[0], min(chroma, theme.soft[1]), hue)
    against = (*theme.backgrounds, soft, theme.on_brand)
    brand, shade = picked, lightness
    if worst_ratio(picked, against) < READABLE:
        brand, shade = first_readable(lightness, chroma, hue, theme, against)
    return BrandTokens(
        brand=brand,
        brand_strong=from_oklch(min(max(shade + theme.strong, 0), 1), chroma, hue),
        on_brand=theme.on_brand,
        brand_soft=soft,
        brand_line=from_oklch(theme.line[0], min(chroma, theme.line[1]), hue),
        worst_ratio=round(worst_ratio(brand, against), 2),
    )


def first_readable(
    lightness: float, chroma: float, hue: float, theme: Theme, against: tuple[str, ...]
) -> tuple[str, float]:
    """The first readable colour and its lightness, going in steps away from the backgrounds."""
    shade = min(lightness, theme.start) if theme.step < 0 else max(lightness, theme.start)
    while worst_ratio(from_oklch(shade, chroma, hue), against) < READABLE and 0 < shade < 1:
        shade += theme.step
    return from_oklch(shade, chroma, hue), shade


def worst_ratio(color: str, against: tuple[str, ...]) -> float:
    """The lowest contrast of a colour with several others."""
    return min(contrast_ratio(color, other) for other in against)


def luminance(color: str) -> float:
    """Relative luminance of WCAG 2, from 0 (black) to 1 (white)."""
    red, green, blue = to_linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_linear(color: str) -> Triple:
    """Red, green and blue from 0 to 1 in linear light."""
    red, green, blue = (linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def linear(channel: float) -> float:
    """One sRGB channel in linear light."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def encoded(channel: float) -> float:
    """One channel of linear light as sRGB, cut to what a screen can show."""
    cut = min(max(channel, 0.0), 1.0)
    return cut * 12.92 if cut <= 0.0031308 else float(1.055 * cut ** (1 / 2.4) - 0.055)


def to_oklch(color: str) -> Triple:
    """Lightness (0 to 1), chroma and hue (radians) of a colour."""
    red, green, blue = to_linear(color)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    green_red = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blue_yellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(green_red, blue_yellow), atan2(blue_yellow, green_red)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour on screen; chroma shrinks until the screen can show it."""
    while chroma > 0 and not is_displayable(linear_of(lightness, chroma, hue)):
        chroma -= 0.004
    channels = linear_of(lightness, max(chroma, 0.0), hue)
    return "#" + "".join(f"{round(255 * encoded(channel)):02x}" for channel in channels)


def is_displayable(channels: Triple) -> bool:
    """Whether linear light lies within what sRGB can show, but for rounding."""
    return all(-0.0005 <= channel <= 1.0005 for channel in channels)


def linear_of(lightness: float, chroma: float, hue: float) -> Triple:
    """Linear red, green and blue of an OKLCH colour, possibly beyond what a screen can show."""
    green_red, blue_yellow = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
