"""The accent color, which administrators choose, on the colors of static/css/tokens.css."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class Scheme(NamedTuple):
    """Colors that the accent is seen on, or under: all of tokens.css."""

    name: str
    accent: str
    grounds: dict[str, str]
    strong_toward: int  # --accent-strong is the accent, a fifth of the way to this gray


LIGHT = Scheme(
    "light",
    "#b4441f",
    {"the paper": "#faf7f2", "the wash": "#f2ede4", "the text of buttons": "#fffdfa"},
    0,
)
DARK = Scheme(
    "dark",
    "#f2936c",
    {"the paper": "#181614", "the wash": "#221f1c", "the text of buttons": "#1d120d"},
    255,
)


def channels(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def luminance(color: str) -> float:
    """Return the relative luminance of a color (WCAG 2.2)."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colors, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted([luminance(first), luminance(second)])
    return (lighter + 0.05) / (darker + 0.05)


def validate_light(color: str) -> None:
    validate_accent(color, LIGHT)


def validate_dark(color: str) -> None:
    validate_accent(color, DARK)


def validate_accent(color: str, scheme: Scheme) -> None:
    if not COLOR.fullmatch(color):
        raise ValidationError("Enter a color as # and six digits from 0 to f, such as #b4441f.")
    ratio, ground = min((contrast(color, value), name) for name, value in scheme.grounds.items())
    if ratio < LEAST_CONTRAST:
        change = "darker" if scheme is LIGHT else "lighter"
        # Rounded down, so that 4.49 is never called 4.5.
        raise ValidationError(
            f"On {scheme.name} pages, the contrast of {color} with {ground} is only "
            f"{int(ratio * 100) / 100}:1. Choose a {change} color, with {LEAST_CONTRAST}:1 or more."
        )


def stronger(color: str, scheme: Scheme) -> str:
    """Return --accent-strong for an accent: for what a pointer is over."""
    mixed = (round(value * 0.8 + scheme.strong_toward * 0.2) for value in channels(color))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def style_sheet(light: str, dark: str) -> str:
    """Return what overrides the tokens. It is for screens: print is black."""
    strong = f"light-dark({stronger(light, LIGHT)}, {stronger(dark, DARK)})"
    return (
        "@layer tokens{@media screen{:root{"
        f"--accent:light-dark({light}, {dark});--accent-strong:{strong}"
        "}}}\n"
    )
