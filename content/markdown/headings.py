"""Headings: their levels below the page's title, their links, and the table of contents."""

from dataclasses import dataclass

from django.utils.text import slugify
from lxml.html import HtmlElement

from content.markdown.trees import append_text, build_element

# Of every id, so that none shadows a property of the window or the document.
PREFIX = "section-"
TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    text: str


def arrange_headings(tree: HtmlElement) -> None:
    """Start at h2, since the page's title is its only h1, and skip no level."""
    parents: list[int] = []
    for element in tree.iter(*TAGS):
        level = int(element.tag[1])
        while parents and parents[-1] >= level:
            parents.pop()
        parents.append(level)
        element.tag = f"h{min(len(parents) + 1, 6)}"


def link_headings(tree: HtmlElement) -> tuple[Heading, ...]:
    """Add a link to itself to every heading, after ids have been assigned."""
    headings = []
    for element in tree.iter(*TAGS):
        text = heading_text(element)
        if not text:
            continue
        headings.append(Heading(int(element.tag[1]), element.get("id"), text))
        if next(element.iterancestors("a"), None) is not None:
            continue  # A link within a link would break both.
        link = build_element(
            "a",
            "#",
            class_="permalink",
            href=f"#{element.get('id')}",
            aria_label=f"Link to the section “{text}”",
        )
        append_text(element, " ")
        element.append(link)
    return tuple(headings)


def heading_text(element: HtmlElement) -> str:
    """Return a heading's text without footnote numbers."""
    if next(element.iter("sup"), None) is None:
        texts = element.itertext()
    else:
        texts = element.xpath(".//text()[not(ancestor::sup[@class='footnote-ref'])]")
    return " ".join("".join(texts).split())


def slug_of(element: HtmlElement) -> str:
    return slug_of_heading(heading_text(element))


def slug_of_heading(text: str) -> str:
    return slugify(text, allow_unicode=True)[:80].strip("-_")


def section_id(text: str) -> str:
    """Return the id of the first heading with this text, in whatever case and spacing."""
    return PREFIX + (slug_of_heading(text) or "untitled")
