"""What page builders store in the attributes of their shortcodes."""

import base64
from urllib.parse import quote

import pytest

from imports.wordpress.formatting import format_body
from imports.wordpress.shortcodes import AttachedImage

VIDEO = "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>"
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
        pytest.param(
            '[vc_single_image source="external_link" custom_src="https://x.org/a.jpg" '
            'caption="A door"]',
            "![](https://x.org/a.jpg)\n\nA door",
            id="WPBakery's picture from elsewhere",
        ),
        pytest.param(f"[vc_raw_html]{RAW}[/vc_raw_html]", "Raw & **real**", id="WPBakery's HTML"),
        pytest.param(
            '[fusion_builder_container][fusion_title size="2"]News[/fusion_title]'
            '[fusion_button link="https://x.org/" color="red"]Go[/fusion_button]'
            "[/fusion_builder_container]",
            "## News\n\n[Go](https://x.org/)",
            id="Avada's title and button",
        ),
        pytest.param(
            '[fusion_imageframe image_id="5|full" alt="A door" link="https://x.org/"]'
            "https://x.org/door.jpg[/fusion_imageframe]",
            "[![A door](https://x.org/door.jpg)](https://x.org/)",
            id="Avada's picture",
        ),
        pytest.param(
            "[fusion_checklist][fusion_li_item]Pens[/fusion_li_item][/fusion_checklist]"
            '[fusion_person name="Ana" title="Principal"]Leads.[/fusion_person]'
            '[fusion_text][fusion_dropcap color="red"]W[/fusion_dropcap]hy?[/fusion_text]',
            "- Pens\n\n## Ana\n\nPrincipal\n\nLeads.\n\nWhy?",
            id="Avada's list, person, and initial",
        ),
        pytest.param('[fusion_youtube id="dQw4w9WgXcQ" /]', VIDEO, id="Avada's video"),
        pytest.param(
            f"[fusion_code]{base64.b64encode(b'<b>50%20</b>').decode()}[/fusion_code]",
            "**50%20**",
            id="Avada's HTML",
        ),
        pytest.param(
            '[et_pb_video src="https://www.youtube.com/watch?v=dQw4w9WgXcQ" /]',
            VIDEO,
            id="Divi's video",
        ),
        pytest.param(
            '[et_pb_gallery gallery_ids="7" /][et_pb_code]a<!-- [et_pb_line_break_holder] -->b'
            "[/et_pb_code]",
            '![Room 4](/room.jpg "Period 3")\n\na\\\nb',
            id="Divi's gallery and code",
        ),
        pytest.param(
            '[vc_button title="Read" href="https://x.org/a"][vc_cta_button call_text="Come along." '
            'title="Join" href="https://x.org/b"]',
            "[Read](https://x.org/a)\n\nCome along.\n\n[Join](https://x.org/b)",
            id="WPBakery's old buttons",
        ),
        pytest.param(
            '<!-- wp:divi/heading {"title":{"innerContent":{"desktop":{"value":"News"}}}} /-->'
            '<!-- wp:divi/text {"content":{"innerContent":{"desktop":{"value":'
            '"\\u003cp\\u003eWe \\u003cb\\u003ewait\\u003c/b\\u003e.\\u003c/p\\u003e"}}}} /-->'
            '<!-- wp:divi/image {"image":{"innerContent":{"desktop":{"value":'
            '{"src":"https://x.org/a.jpg","alt":"A door"}}}}} /-->'
            '<!-- wp:divi/button {"button":{"innerContent":{"desktop":{"value":'
            '{"text":"Go","linkUrl":"https://x.org/"}}}}} /-->',
            "## News\n\nWe **wait**.\n\n![A door](https://x.org/a.jpg)\n\n[Go](https://x.org/)",
            id="Divi 5",
        ),
        pytest.param(
            '<!-- wp:siteorigin-panels/layout-block {"panelsData":{"widgets":[{"title":"Q & A",'
            '"text":"<p>We wait.</p>"},{"panels_data":{"widgets":[{"text":"Within."}]}}]}} /-->',
            "### Q & A\n\nWe wait.\n\nWithin.",
            id="SiteOrigin's block",
        ),
        pytest.param(
            '<!-- wp:uagb/faq-child {"question":"Who pays?","answer":"No one."} /-->',
            "### Who pays?\n\nNo one.",
            id="question in a block",
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


def test_shortcodes_without_content_are_listed_and_words_in_brackets_are_not():
    body = "[sitemap_xl] [google=x] [et_pb_blog /] She said [sic] that [they] agreed [page 3]."

    assert format_body(body).unknown_shortcodes == ("sitemap_xl", "google", "et_pb_blog")
