"""What page builders store in the attributes of their shortcodes."""

import base64
from urllib.parse import quote

import pytest

from imports.wordpress.formatting import format_body
from imports.wordpress.shortcodes import AttachedImage

RAW = base64.b64encode(quote("<p>Raw &amp; <b>real</b></p>").encode()).decode()


def find_images(attributes) -> list[AttachedImage]:
    return [AttachedImage("/room.jpg", "Room 4", "Period 3")] if attributes["ids"] == "7" else []


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        pytest.param(
            '[et_pb_section fb_built="1"][et_pb_row][et_pb_column type="4_4"]'
            '[et_pb_blurb title="Our %22why%22" image="https://x.org/why.png" alt="A door"]'
            "<p>We wait for every student.</p>[/et_pb_blurb]"
            "[/et_pb_column][/et_pb_row][/et_pb_section]",
            '## Our "why"\n\n![A door](https://x.org/why.png)\n\nWe wait for every student.',
            id="Divi's blurb",
        ),
        pytest.param(
            '[et_pb_accordion][et_pb_accordion_item title="Who pays?" open="on"]No one.'
            "[/et_pb_accordion_item][/et_pb_accordion]",
            "## Who pays?\n\nNo one.",
            id="Divi's accordion",
        ),
        pytest.param(
            '[et_pb_testimonial author="Ana Díaz" job_title="Principal"]It works.'
            "[/et_pb_testimonial]",
            "Ana Díaz, Principal\n\nIt works.",
            id="Divi's testimonial",
        ),
        pytest.param(
            '[et_pb_button button_url="https://x.org/join?a=1&b=%20c" button_text="Join us" /]',
            "[Join us](https://x.org/join?a=1&b=%20c)",
            id="Divi's button",
        ),
        pytest.param(
            '[vc_row css=".a{b:c}"][vc_column][vc_custom_heading text="Grades `{`K-5`}`" '
            'font_container="tag:h3"][vc_empty_space height="32px"][/vc_column][/vc_row]',
            "## Grades \\[K-5\\]",
            id="WPBakery's heading",
        ),
        pytest.param(
            '[vc_tta_tabs][vc_tta_section title="Math" tab_id="1"][vc_column_text]Fractions.'
            "[/vc_column_text][/vc_tta_section][/vc_tta_tabs]",
            "## Math\n\nFractions.",
            id="WPBakery's tabs",
        ),
        pytest.param(
            '[vc_btn title="Read on" link="url:https%3A%2F%2Fx.org%2Fa|title:The%20rest|"]',
            "[The rest](https://x.org/a)",
            id="WPBakery's button",
        ),
        pytest.param(
            '[vc_single_image image="7" img_size="full"]',
            '![Room 4](/room.jpg "Period 3")',
            id="WPBakery's picture",
        ),
        pytest.param(f"[vc_raw_html]{RAW}[/vc_raw_html]", "Raw & **real**", id="WPBakery's HTML"),
        pytest.param(
            '[fusion_builder_container][fusion_title size="2"]News[/fusion_title]'
            '[fusion_button link="https://x.org/" color="red"]Go[/fusion_button]'
            "[/fusion_builder_container]",
            "## News\n\n[Go](https://x.org/)",
            id="Avada's title and button",
        ),
    ],
)
def test_words_of_page_builder_are_kept(body, markdown):
    formatted = format_body(body, find_images=find_images)

    assert formatted.markdown == markdown
    assert (formatted.unknown_shortcodes, formatted.missing) == ((), ())
    assert not formatted.losses


def test_picture_that_the_export_lacks_is_named():
    formatted = format_body('[vc_gallery images="7,8"]', find_images=find_images)

    assert formatted.markdown == '![Room 4](/room.jpg "Period 3")'
    assert formatted.missing == ("picture 8 of a page builder",)


def test_unreadable_raw_html_stays_and_is_listed():
    formatted = format_body("[vc_raw_html]<p>not base64</p>[/vc_raw_html]")

    assert "not base64" in formatted.markdown
    assert formatted.unknown_shortcodes == ("vc_raw_html",)
