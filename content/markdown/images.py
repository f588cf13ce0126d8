"""Images: the site's own in every size and format, and links to images on other sites.

A reader's browser makes no request to another host.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from content.domains import readable_domain
from content.markdown.trees import append_text, build_element, contains_only, replace

# The text column is 45rem wide; below that an image is as wide as the window.
SIZES = "(min-width: 48rem) 45rem, 100vw"

SENTENCE_ENDS = (".", "!", "?", "…", "”", ":")


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What the pipeline needs to know about an image of the site."""

    url: str
    width: int
    height: int
    alt: str
    decorative: bool
    credit: str
    license: str
    # (MIME type, srcset), the best format first.
    sources: tuple[tuple[str, str], ...]


def write_image(address: str, *, alt: str, caption: str = "") -> str:
    """Return the Markdown that shows an image, with its special characters escaped."""
    alt = re.sub(r"([\\\[\]])", r"\\\1", " ".join(alt.split()))
    caption = re.sub(r'(["\\])', r"\\\1", " ".join(caption.split()))
    return f'![{alt}]({address} "{caption}")' if caption else f"![{alt}]({address})"


type FindImages = Callable[[frozenset[str]], Mapping[str, ImageFacts]]


def place_images(tree: HtmlElement, find_images: FindImages) -> frozenset[str]:
    """Replace every image with a <picture> or a link. Return the images' addresses."""
    images = list(tree.iter("img"))
    for image in images:
        lift_into_figure(image)
    addresses = frozenset(filter(None, (address_of(image) for image in images)))
    facts = find_images(addresses) if addresses else {}
    for image in images:
        found = facts.get(address_of(image))
        if found:
            add_credit(image, found)
            replace(image, build_picture(image, found))
        else:
            replace_with_link(image)
    return addresses


def address_of(image: HtmlElement) -> str:
    return (image.get("src") or "").strip()


def lift_into_figure(image: HtmlElement) -> None:
    """Turn a paragraph that contains only this image into a figure."""
    inner, outer = image, image.getparent()
    if outer.tag == "a" and contains_only(outer, inner):
        inner, outer = outer, outer.getparent()
    if outer.tag not in {"p", "figure"} or not contains_only(outer, inner):
        return
    if outer.getparent().tag == "figure":
        # The writer has already put a figure around it.
        replace(outer, inner)
        return
    outer.tag = "figure"
    if caption := image.attrib.pop("title", ""):
        outer.append(build_element("figcaption", caption))


def add_credit(image: HtmlElement, facts: ImageFacts) -> None:
    credit = " · ".join(filter(None, (facts.credit, facts.license)))
    figure = next(image.iterancestors("figure"), None)
    if not credit or figure is None:
        return
    caption = figure.find("figcaption")
    if caption is None:
        caption = build_element("figcaption")
        figure.append(caption)
    text = caption.text_content().rstrip()
    if text:
        append_text(caption, " " if text.endswith(SENTENCE_ENDS) else " · ")
    caption.append(build_element("span", credit, class_="credit"))


def build_picture(image: HtmlElement, facts: ImageFacts) -> HtmlElement:
    picture = build_element("picture")
    for kind, srcset in facts.sources:
        picture.append(build_element("source", type=kind, srcset=srcset, sizes=SIZES))
    # The alt text in the Markdown takes priority over the image's own.
    alt = image.get("alt") or ("" if facts.decorative else facts.alt)
    shown = build_element(
        "img",
        src=facts.url,
        alt=alt,
        width=str(facts.width),
        height=str(facts.height),
        loading="lazy",
        decoding="async",
    )
    if title := image.get("title"):
        shown.set("title", title)
    picture.append(shown)
    return picture


def replace_with_link(image: HtmlElement) -> None:
    address = address_of(image)
    description = image.get("alt") or image.get("title") or ""
    link = next(image.iterancestors("a"), None)
    if not address or link is not None:
        label = f"Image: {description}" if description else "Image"
        replace(image, build_element("span", label, class_="missing-image"))
        if link is not None and address and link.get("href") != address:
            original = build_element("a", "Original image", class_="external-image", href=address)
            original.tail, link.tail = link.tail, " "
            link.addnext(original)
        return
    host = host_of(address)
    label = f"Image on {host}" if host else "Image"
    link = build_element("a", f"{label}: {description}" if description else label)
    link.set("class", "external-image")
    link.set("href", address)
    replace(image, link)


def host_of(address: str) -> str:
    try:
        return readable_domain(urlsplit(address).hostname or "")
    except ValueError:
        return ""
