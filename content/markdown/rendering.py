"""Renders Markdown into everything the site needs from a text."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from lxml.html import HtmlElement

from content.markdown.complexity import MarkdownTooComplex
from content.markdown.embeds import replace_iframes
from content.markdown.excerpts import cut_excerpt, find_mark, first_paragraph, remove_marks
from content.markdown.headings import Heading, arrange_headings, link_headings
from content.markdown.ids import assign_ids
from content.markdown.images import FindImages, place_images
from content.markdown.parser import build_parser, parse, write_html
from content.markdown.sanitize import sanitize, sanitize_source
from content.markdown.tables import label_headers
from content.markdown.trees import UNPRINTABLE, build_element, parse_fragment, serialize, wrap

logger = logging.getLogger(__name__)

type FindPages = Callable[[frozenset[str]], Mapping[str, str]]

PARSER = build_parser()
WORD = re.compile(r"\w[\w’'.-]*")
UNEXPECTED = "The text could not be rendered."


@dataclass(frozen=True, slots=True)
class Rendered:
    """All HTML in here is sanitized and safe to output."""

    html: str
    excerpt_html: str  # the part before <!--more-->; "" without the mark
    has_more: bool
    first_paragraph_html: str
    headings: tuple[Heading, ...]
    word_count: int
    image_urls: frozenset[str]
    wiki_titles: frozenset[str]
    link_addresses: frozenset[str]  # as in HTML, without those of wiki links
    # A sentence that says why the text could not be rendered and is shown as typed.
    problem: str = ""


def find_nothing(names: frozenset[str]) -> Mapping:
    return {}


def no_path(*words: str, **filters: str) -> str:
    return ""


def render(
    text: str,
    *,
    find_images: FindImages = find_nothing,
    find_pages: FindPages = find_nothing,
    wanted_path: Callable[[str], str] = no_path,
    library_path: Callable[..., str] = no_path,
) -> Rendered:
    """Render Markdown. Never raises, whatever the text.

    - `find_images` receives the address of every image, as it appears in HTML (percent-encoded),
      and returns the facts of those that belong to the site.
    - `find_pages` receives the titles of wiki links and returns the paths of existing pages.
    - `wanted_path` receives the title of a missing page and returns where someone can start it.
    - `library_path` receives the filters of a library list and returns the path of that list.

    The first two are called at most once. Their exceptions are not caught.

    A text that is too complex is returned as it was typed, in a <pre>, with the reason in
    `problem`.
    """
    environment = {"wanted_path": wanted_path, "library_path": library_path}
    try:
        tokens = parse(PARSER, text, environment)
    except Exception as error:
        return refuse(text, error)
    titles = frozenset(environment.get("wiki_titles", ()))
    environment["wiki_pages"] = find_pages(titles) if titles else {}
    try:
        html = write_html(PARSER, tokens, environment)
    except Exception as error:
        return refuse(text, error)
    tree = parse_fragment(sanitize_source(html))
    targets = frozenset(environment.get("link_targets", ()))
    return finish(tree, find_images=find_images, wiki_titles=targets)


def finish(tree: HtmlElement, *, find_images: FindImages, wiki_titles: frozenset[str]) -> Rendered:
    replace_iframes(tree)
    image_urls = place_images(tree, find_images)
    arrange_headings(tree)
    assign_ids(tree)
    mark_outward_links(tree)
    label_headers(tree)
    make_scrollable(tree)
    link_addresses = frozenset(
        link.get("href")
        for link in tree.iter("a")
        if link.get("href", "#")[0] != "#"
        and link.get("class") not in {"wiki-link", "missing-link"}
    )
    has_more = find_mark(tree) is not None
    excerpt = cut_excerpt(tree)
    opening = first_paragraph(tree)
    remove_marks(tree)
    word_count = len(WORD.findall(" ".join(tree.itertext())))
    headings = link_headings(tree)
    return Rendered(
        html=publish(tree),
        excerpt_html=publish(excerpt),
        has_more=has_more,
        first_paragraph_html=publish(opening),
        headings=headings,
        word_count=word_count,
        image_urls=image_urls,
        wiki_titles=wiki_titles,
        link_addresses=link_addresses,
    )


def publish(tree: HtmlElement | None) -> str:
    return "" if tree is None else sanitize(serialize(tree)).strip()


def mark_outward_links(tree: HtmlElement) -> None:
    """Set rel: no window access for other sites, and no search engines on missing pages."""
    for link in tree.iter("a"):
        if (link.get("href") or "").lower().startswith(("http:", "https:", "//")):
            link.set("rel", "noopener")
        elif link.get("class") == "missing-link":
            link.set("rel", "nofollow")


def make_scrollable(tree: HtmlElement) -> None:
    """Make wide code and tables scrollable by keyboard."""
    for code in tree.iter("pre"):
        code.set("tabindex", "0")
    for table in list(tree.iter("table")):
        wrap(
            table,
            build_element(
                "div", class_="table-scroll", role="group", aria_label="Table", tabindex="0"
            ),
        )


def refuse(text: str, error: Exception) -> Rendered:
    """Return the text as typed. Not even an error in a library may lose a writer's text."""
    if isinstance(error, MarkdownTooComplex):
        problem = str(error)
    else:
        problem = UNEXPECTED
        logger.error("A text of %d characters could not be parsed.", len(text), exc_info=error)
    typed = UNPRINTABLE.sub("", text)
    return Rendered(
        html=f"<p><strong>{escape(problem)}</strong> It is shown as typed.</p>\n"
        f'<pre tabindex="0">{escape(typed)}</pre>',
        excerpt_html="",
        has_more=False,
        first_paragraph_html="",
        headings=(),
        word_count=len(WORD.findall(typed)),
        image_urls=frozenset(),
        wiki_titles=frozenset(),
        link_addresses=frozenset(),
        problem=problem,
    )
