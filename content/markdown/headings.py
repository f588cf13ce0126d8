"""Headings: levels below the page's title, ids to link to, and the table of contents."""

from dataclasses import dataclass

from django.utils.text import slugify
from lxml.html import HtmlElement

from content.markdown.trees import append_text, build_element

TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    text: str


def arrange_headings(tree: HtmlElement) -> None:
    """Begin at h2, since the page's only h1 is its title, and leave no level out."""
    parents: list[int] = []
    for element in tree.iter(*TAGS):
        level = int(element.tag[1])
        while parents and parents[-1] >= level:
            parents.pop()
        parents.append(level)
        element.tag = f"h{min(len(parents) + 1, 6)}"


def link_headings(tree: HtmlElement) -> tuple[Heading, ...]:
    """Give every heading a link to itself. Ids must have been assigned."""
    headings = []
    for element in tree.iter(*TAGS):
        words = words_of(element)
        if not words:
            continue
        headings.append(Heading(int(element.tag[1]), element.get("id"), words))
        if next(element.iterancestors("a"), None) is not None:
            continue  # A link in a link would break both.
        link = build_element(
            "a",
            "#",
            class_="permalink",
            href=f"#{element.get('id')}",
            aria_label=f"Link to the section “{words}”",
        )
        append_text(element, " ")
        element.append(link)
    return tuple(headings)


def words_of(element: HtmlElement) -> str:
    """A heading's text without the numbers of its footnotes."""
    if next(element.iter("sup"), None) is None:
        texts = element.itertext()
    else:
        texts = element.xpath(".//text()[not(ancestor::sup[@class='footnote-ref'])]")
    return " ".join("".join(texts).split())


def slug_of(element: HtmlElement) -> str:
    return slugify(words_of(element), allow_unicode=True)[:80].strip("-_")
