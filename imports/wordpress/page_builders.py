"""Keep what page builders (Divi, WPBakery, Avada) store in the attributes of their shortcodes.

They write headings, buttons, captions, and pictures there, and the text between the tags. Layout
and decoration are left out.
"""

import base64
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import unquote

from imports.wordpress.shortcode_attributes import read_attributes


class Element(NamedTuple):
    """Which attributes of a shortcode readers saw, each as names separated by spaces."""

    heading: str = ""
    lines: str = ""
    images: str = ""  # addresses, or numbers of attachments
    link: str = ""  # the label and the address


TAB = Element(heading="title")
ELEMENTS = {
    "et_pb_accordion_item": TAB,
    "et_pb_audio": Element(heading="title", lines="artist_name album_name", link="audio audio"),
    "et_pb_blurb": Element(heading="title", images="image", link="url url"),
    "et_pb_button": Element(link="button_text button_url"),
    "et_pb_circle_counter": Element(lines="title number"),
    "et_pb_counter": Element(lines="percent"),
    "et_pb_countdown_timer": Element(heading="title", lines="date_time"),
    "et_pb_cta": Element(heading="title", link="button_text button_url"),
    "et_pb_fullwidth_header": Element(
        heading="title",
        lines="subhead",
        images="logo_image_url header_image_url",
        link="button_one_text button_one_url button_two_text button_two_url",
    ),
    "et_pb_fullwidth_image": Element(images="src"),
    "et_pb_gallery": Element(images="gallery_ids"),
    "et_pb_heading": Element(heading="title"),
    "et_pb_image": Element(images="src", link="url url"),
    "et_pb_map_pin": Element(heading="title", lines="pin_address"),
    "et_pb_number_counter": Element(lines="title number"),
    "et_pb_pricing_table": Element(
        heading="title", lines="subtitle sum", link="button_text button_url"
    ),
    "et_pb_slide": Element(heading="heading", images="image", link="button_text button_link"),
    "et_pb_tab": TAB,
    "et_pb_team_member": Element(heading="name", lines="position", images="image_url"),
    "et_pb_testimonial": Element(
        lines="author job_title company_name", images="portrait_url", link="url url"
    ),
    "et_pb_toggle": TAB,
    "et_pb_video": Element(link="src src"),
    "et_pb_video_slider_item": Element(link="src src"),
    "fusion_audio": Element(link="src src"),
    "fusion_content_box": Element(heading="title", images="image", link="linktext link"),
    "fusion_counter_box": Element(lines="value unit"),
    "fusion_counter_circle": Element(lines="value"),
    "fusion_flip_box": Element(heading="title_front", lines="text_front title_back"),
    "fusion_gallery": Element(images="image_ids"),
    "fusion_gallery_image": Element(images="image"),
    "fusion_image": Element(images="image", link="link link"),
    "fusion_imageframe": Element(link="link link"),
    "fusion_modal": TAB,
    "fusion_person": Element(heading="name", lines="title", images="picture"),
    "fusion_pricing_column": TAB,
    "fusion_pricing_price": Element(lines="currency price time"),
    "fusion_progress": Element(lines="percentage"),
    "fusion_tab": TAB,
    "fusion_tagline_box": Element(heading="title", lines="description", link="button link"),
    "fusion_testimonial": Element(lines="name company", images="image"),
    "fusion_toggle": TAB,
    "fusion_video": Element(link="video video"),
    "vc_btn": Element(link="title link"),
    "vc_button": Element(link="title href"),
    "vc_button2": Element(link="title link"),
    "vc_cta": Element(heading="h2", lines="h4", link="btn_title btn_link"),
    "vc_cta_button": Element(lines="call_text", link="title href"),
    "vc_cta_button2": Element(heading="h2", lines="h4", link="title link"),
    "vc_custom_heading": Element(heading="text"),
    "vc_gallery": Element(heading="title", images="images"),
    "vc_hoverbox": Element(heading="primary_title", images="image", lines="hover_title"),
    "vc_icon": Element(),
    "vc_images_carousel": Element(heading="title", images="images"),
    "vc_masonry_media_grid": Element(images="include"),
    "vc_media_grid": Element(images="include"),
    "vc_message": Element(),
    "vc_pie": Element(lines="title value units"),
    "vc_single_image": Element(
        heading="title", images="image custom_src", lines="caption", link="link link"
    ),
    "vc_tta_section": TAB,
    "vc_tab": TAB,
    "vc_text_separator": Element(heading="title"),
    "vc_toggle": TAB,
    "vc_wp_text": TAB,
    "vc_video": Element(heading="title", link="link link"),
}
LAYOUT = (
    "vc_(?:row|column|section|row_inner|column_inner|column_text|tta_(?:tabs|tour|accordion|pageable)"
    "|tabs|accordion|empty_space|separator)"
    "|et_pb_(?:fullwidth_)?(?:section|row|row_inner|column|column_inner|text|code|slider|tabs"
    "|accordion|divider|counters|bar_counters|pricing_tables|map|social_media_follow|video_slider)"
    "|fusion_(?:builder_)?(?:container|row|row_inner|column|column_inner|text|tabs|accordion"
    "|separator|section_separator|testimonials|alert|content_boxes|counters_box|counters_circle"
    "|flip_boxes|fontawesome|images|menu_anchor|pricing_footer|pricing_row|pricing_table|table)"
    "|(?:one|two|three|four)_(?:half|third|fourth|fifth|sixth)(?:_last|_first)?"
)
TAG = re.compile(
    rf"\[(?P<end>/?)(?:(?:{LAYOUT})|(?P<name>{'|'.join(ELEMENTS)}))"
    r"(?P<attributes>(?:\s[^\[\]]*)?)/?\]"
)
RAW = re.compile(r"\[(vc_raw_html|fusion_code)\b[^\[\]]*\]([^\[\]]*)\[/\1\]")
# Divi’s, in code.
LINE_BREAK = re.compile(r"<!--\s*\[et_pb_line_break_holder\]\s*-->|\[et_pb_line_break_holder\]")
# Avada’s picture, of which only the address is between the tags.
FRAMED = re.compile(
    r"\[fusion_imageframe\b(?P<attributes>[^\[\]]*)\]\s*(?P<address>(?:https?:/)?/[^\s<>\[\]]+)"
    r"\s*\[/fusion_imageframe\]"
)
# Avada’s, which are elements of HTML with other names, or say how words within a text look.
HTML_NAMES = {"fusion_checklist": "ul", "fusion_li_item": "li"}
HTML_TAG = re.compile(rf"\[(/?)({'|'.join(HTML_NAMES)})(?:\s[^\[\]]*)?\]")
WITHIN_TEXT = re.compile(
    r"\[/?fusion_(?:dropcap|highlight|modal_text_link|popover|tooltip)(?:\s[^\[\]]*)?\]"
)
MARK = re.compile(r"\[/?(?:vc|et_pb|fusion|one|two|three|four)_")
# How the builders write what would end an attribute or a shortcode.
WRITTEN = {"``": '"', "`{`": "[", "`}`": "]", "%22": '"', "%91": "[", "%93": "]"}
# WPBakery’s links: url:https%3A%2F%2Fexample.org|title:Read%20more|target:_blank
LINK_PART = re.compile(r"(?:^|\|)(url|title):([^|]*)")

# Takes an attachment’s number, and returns it as HTML.
ShowAttachment = Callable[[str], str]


def pictures_in(text: str) -> list[str]:
    """Return the numbers of the attachments that page builders' shortcodes show."""
    if not MARK.search(text):
        return []
    numbers = []
    for tag in TAG.finditer(text):
        if tag["name"] and not tag["end"]:
            values = read_attributes(tag["attributes"])
            images = ",".join(named(ELEMENTS[tag["name"]].images, values)).split(",")
            numbers += [image.strip() for image in images if image.strip().isdigit()]
    return numbers


def expand_page_builders(text: str, *, show_attachment: ShowAttachment) -> str:
    """Replace page builders’ shortcodes with the HTML of what their attributes say."""

    def replace(tag: re.Match) -> str:
        if tag["end"] or not tag["name"]:
            return "\n\n"
        attributes = read_attributes(tag["attributes"])
        return show(ELEMENTS[tag["name"]], attributes, show_attachment)

    if not MARK.search(text):
        return text
    text = LINE_BREAK.sub("\n", text)
    text = FRAMED.sub(show_framed, RAW.sub(read_raw, text))
    text = HTML_TAG.sub(lambda tag: f"<{tag[1]}{HTML_NAMES[tag[2]]}>", WITHIN_TEXT.sub("", text))
    return TAG.sub(replace, text)


def show_framed(shortcode: re.Match) -> str:
    attributes = read_attributes(shortcode["attributes"])
    alt, link = attributes.get("alt", ""), attributes.get("link", "")
    image = f'<img src="{escape(shortcode["address"])}" alt="{escape(alt)}">'
    return f'\n\n<a href="{escape(link)}">{image}</a>\n\n' if link else f"\n\n{image}\n\n"


def read_raw(shortcode: re.Match) -> str:
    """Return HTML that WPBakery or Avada stores encoded, or the shortcode if it can’t be read."""
    try:
        written = base64.b64decode(shortcode[2].strip(), validate=True).decode()
        return unquote(written) if shortcode[1] == "vc_raw_html" else written
    except ValueError:
        return shortcode[0]


def show(element: Element, attributes: Mapping[str, str], show_attachment: ShowAttachment) -> str:
    values = {name: unwritten(value) for name, value in attributes.items()}
    parts = [f"<h2>{escape(heading)}</h2>" for heading in named(element.heading, values)]
    alt = values.get("alt", "")
    for image in ",".join(named(element.images, values)).split(","):
        if image.strip().isdigit():
            parts.append(show_attachment(image.strip()))
        elif image.strip():
            parts.append(f'<img src="{escape(image.strip())}" alt="{escape(alt)}">')
    if lines := named(element.lines, values):
        parts.append(f"<p>{escape(', '.join(lines))}</p>")
    labels = element.link.split()
    for label, address in zip(labels[::2], labels[1::2], strict=True):
        parts.append(show_link(values.get(label, ""), values.get(address, "")))
    return "".join(f"\n\n{part}\n\n" for part in parts if part) or "\n\n"


def named(names: str, values: Mapping[str, str]) -> list[str]:
    """Return what these attributes have."""
    return [values[name].strip() for name in names.split() if values.get(name, "").strip()]


def show_link(label: str, address: str) -> str:
    parts = dict(LINK_PART.findall(address))
    if parts:
        label = unquote(parts.get("title", "")).strip() or ("" if label == address else label)
        address = unquote(parts.get("url", ""))
    address, label = address.strip(), label.strip() or address.strip()
    if label == address and "://" in address:
        # WordPress makes a player of a video's address.
        return f"\n\n{escape(address, quote=False)}\n\n"
    text = f'<a href="{escape(address)}">{escape(label)}</a>' if address else escape(label)
    return f"\n\n<p>{text}</p>\n\n" if text else ""


def unwritten(value: str) -> str:
    """Return an attribute’s text as its writer typed it."""
    if re.search(r"%[0-9A-Fa-f]{2}", value) and re.match(r"(?:url:)?https?(?::|%3A)", value):
        return value  # an address
    for written, meant in WRITTEN.items():
        value = value.replace(written, meant)
    return value
