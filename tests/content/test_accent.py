"""The accent color that administrators choose."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from content.accent import DARK, LIGHT, Scheme, contrast, style_sheet, validate_dark, validate_light

TOKENS = {"the paper": "paper", "the wash": "wash", "the text of buttons": "on-accent"}


def test_colors_are_those_of_the_style_sheet():
    css = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    found = dict(re.findall(r"--([a-z-]+): light-dark\((.+)\);", css))

    def read(index: int) -> tuple[str, dict[str, str]]:
        colors = {name: value.split(", ")[index] for name, value in found.items()}
        return colors["accent"], {name: colors[token] for name, token in TOKENS.items()}

    assert read(0) == (LIGHT.accent, LIGHT.grounds)
    assert read(1) == (DARK.accent, DARK.grounds)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_our_own_color_is_accepted(scheme: Scheme):
    (validate_light if scheme is LIGHT else validate_dark)(scheme.accent)


def test_contrast_is_that_of_the_guidelines():
    found = [contrast("#000000", other) for other in ("#ffffff", "#000000", "#777777")]

    assert [round(ratio, 2) for ratio in found] == [21, 1, 4.69]


@pytest.mark.parametrize(
    ("validate", "color", "sentence"),
    [
        (
            validate_light,
            "#ff8800",
            "On light pages, the contrast of #ff8800 with the wash is only 2.05:1. Choose a darker "
            "color, with 4.5:1 or more.",
        ),
        (
            validate_dark,
            "#8f3416",
            "On dark pages, the contrast of #8f3416 with the wash is only 2.08:1. Choose a lighter "
            "color, with 4.5:1 or more.",
        ),
        (
            validate_light,
            "red",
            "Enter a color as # and six digits from 0 to f, such as #b4441f.",
        ),
        (
            validate_light,
            "#b4441f;}",
            "Enter a color as # and six digits from 0 to f, such as #b4441f.",
        ),
    ],
)
def test_color_that_is_hard_to_read_is_refused(validate, color, sentence):
    with pytest.raises(ValidationError) as refused:
        validate(color)

    assert refused.value.messages == [sentence]


def test_style_sheet_has_both_colors_and_stronger_ones():
    assert style_sheet("#005ea2", "#73b3e7") == (
        "@layer tokens{@media screen{:root{--accent:light-dark(#005ea2, #73b3e7);"
        "--accent-strong:light-dark(#004b82, #8fc2ec)}}}\n"
    )
