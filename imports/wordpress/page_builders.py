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
    "et_pb_cta": Element(heading="title", link="button_text button_url"),
    "et_pb_fullwidth_header": Element(
        heading="title",
        lines="subhead",
        images="logo_image_url header_image_url",
        link="button_one_text button_one_url button_two_text button_two_url",
    ),
    "et_pb_fullwidth_image": Element(images="src"),
    "et_pb_heading": Element(heading="title"),
    "et_pb_image": Element(images="src", link="url url"),
    "et_pb_number_counter": Element(lines="title number"),
    "et_pb_pricing_table": Element(
        heading="title", lines="subtitle sum", link="button_text button_url"
    ),
    "et_pb_slide": Element(heading="heading", images="image", link="button_text button_link"),
    "et_pb_tab": TAB,
    "et_pb_team_member": Element(heading="name", lines="position", images="image_url"),
    "et_pb_testimonial": Element(lines="author job_title company_name", images="portrait_url"),
    "et_pb_toggle": TAB,
    "et_pb_video": Element(link="src src"),
    "fusion_imageframe": Element(link="link link"),
    "fusion_tab": TAB,
    "fusion_testimonial": Element(lines="name company", images="image"),
    "fusion_toggle": TAB,
    "vc_btn": Element(link="title link"),
    "vc_cta": Element(heading="h2", lines="h4", link="btn_title btn_link"),
    "vc_custom_heading": Element(heading="text"),
    "vc_gallery": Element(heading="title", images="images"),
    "vc_images_carousel": Element(heading="title", images="images"),
    "vc_message": Element(),
    "vc_single_image": Element(heading="title", images="image", link="link link"),
    "vc_tta_section": TAB,
    "vc_tab": TAB,
    "vc_text_separator": Element(heading="title"),
    "vc_toggle": TAB,
    "vc_video": Element(heading="title", link="link link"),
}
LAYOUT = (
    "vc_(?:row|column|section|row_inner|column_inner|column_text|tta_(?:tabs|tour|accordion|pageable)"
    "|tabs|accordion|empty_space|separator)"
    "|et_pb_(?:fullwidth_)?(?:section|row|row_inner|column|column_inner|text|code|slider|tabs"
    "|accordion|divider|counters|pricing_tables)"
    "|fusion_(?:builder_)?(?:container|row|row_inner|column|column_inner|text|tabs|accordion"
    "|separator|testimonials)"
    "|(?:one|two|three|four)_(?:half|third|fourth|fifth|sixth)(?:_last|_first)?"
)
TAG = re.compile(
    rf"\[(?P<end>/?)(?:(?:{LAYOUT})|(?P<name>{'|'.join(ELEMENTS)}))"
    r"(?P<attributes>(?:\s[^\[\]]*)?)/?\]"
)
RAW = re.compile(r"\[vc_raw_html[^\[\]]*\]([^\[\]]*)\[/vc_raw_html\]")
# How the builders write what would end an attribute or a shortcode.
WRITTEN = {"``": '"', "`{`": "[", "`}`": "]", "%22": '"', "%91": "[", "%93": "]"}
# WPBakery’s links: url:https%3A%2F%2Fexample.org|title:Read%20more|target:_blank
LINK_PART = re.compile(r"(?:^|\|)(url|title):([^|]*)")

# Takes an attachment’s number, and returns it as HTML.
ShowAttachment = Callable[[str], str]


def expand_page_builders(text: str, *, show_attachment: ShowAttachment) -> str:
    """Replace page builders’ shortcodes with the HTML of what their attributes say."""

    def replace(tag: re.Match) -> str:
        if tag["end"] or not tag["name"]:
            return "\n\n"
        attributes = read_attributes(tag["attributes"])
        return show(ELEMENTS[tag["name"]], attributes, show_attachment)

    return TAG.sub(replace, RAW.sub(read_raw, text))


def read_raw(shortcode: re.Match) -> str:
    """Return HTML that WPBakery stores encoded, or the shortcode if it can’t be read."""
    try:
        return unquote(base64.b64decode(shortcode[1].strip(), validate=True).decode())
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
    text = f'<a href="{escape(address)}">{escape(label)}</a>' if address else escape(label)
    return f"\n\n<p>{text}</p>\n\n" if text else ""


def unwritten(value: str) -> str:
    """Return an attribute’s text as its writer typed it."""
    if re.search(r"%[0-9A-Fa-f]{2}", value) and re.match(r"(?:url:)?https?(?::|%3A)", value):
        return value  # an address
    for written, meant in WRITTEN.items():
        value = value.replace(written, meant)
    return value
