"""What single programs write: Word’s paragraph styles and marks, and what isn’t text at all."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from imports.html.elements import HEADINGS
from imports.html.hidden import is_hidden
from imports.html.trees import find_elements, find_outer
from imports.pasting.styles import style_of

NEVER_TEXT = {
    "audio", "base", "canvas", "dialog", "embed", "iframe", "input", "link", "meta", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xml",
}  # fmt: skip
UNWRAPPED = {"button", "form", "html", "head", "body", "ins", "label"}
# Word’s comments and deleted words, the end of a paragraph on its web pages, and the small links
# that web pages have at headings and notes.
REMOVED = (
    "[style*='mso-element:comment'], .MsoCommentReference, .msoDel, del[cite], .EOP,"
    " .Apple-interchange-newline, .permalink, .headerlink, .anchorjs-link, .mw-editsection"
)
WORD_HEADING = re.compile(r"MsoTitle|MsoHeading(\d)|Heading(\d)")
WORD_QUOTES = {"MsoQuote", "MsoIntenseQuote", "MsoBlockText"}
DEEPEST = 6
# Word breaks the lines of its source anywhere, and all write spaces that don’t break.
SPACES = re.compile(r"[ \t\r\n\xa0]+")
INVISIBLE = re.compile("[\u200b\ufeff]")


def remove_what_is_not_text(soup: BeautifulSoup) -> None:
    for node in list(soup.descendants):
        if isinstance(node, PreformattedString):
            node.extract()
    for element in [*find_elements(soup, NEVER_TEXT), *soup.select(REMOVED)]:
        if not element.decomposed:
            element.decompose()
    for element in [node for node in soup.descendants if isinstance(node, Tag)]:
        if element.decomposed:
            continue
        if is_hidden(element) or style_of(element).get("mso-hide") == "all":
            element.decompose()
        elif ":" in element.name:
            # Word’s own elements, such as <o:p> and <st1:place>.
            element.decompose() if element.name.startswith("v:") else element.unwrap()
        elif element.name in UNWRAPPED:
            element.unwrap()


def find_paragraph_styles(soup: BeautifulSoup) -> None:
    """Make headings and quotations of what Word only gave the style of one."""
    for paragraph in find_elements(soup, {"p", "div"}):
        classes = paragraph.get("class") or []
        named = next(filter(None, map(WORD_HEADING.fullmatch, classes)), None)
        level = str(paragraph.get("aria-level") or "")
        if named:
            paragraph.name = f"h{named[1] or named[2] or 1}"
        elif paragraph.get("role") == "heading" and level.isdecimal():
            paragraph.name = f"h{min(max(int(level), 1), DEEPEST)}"
        elif WORD_QUOTES & set(classes) or has_web_style(paragraph, "Quote"):
            quote_paragraph(soup, paragraph)
        elif has_web_style(paragraph, "Title"):
            paragraph.name = "h1"


def has_web_style(paragraph: Tag, name: str) -> bool:
    """Whether Word on the web names this style in the paragraph’s runs of text."""
    if paragraph.name != "p":
        return False
    return paragraph.find(None, {"data-ccp-parastyle": re.compile(name)}) is not None


def quote_paragraph(soup: BeautifulSoup, paragraph: Tag) -> None:
    previous = paragraph.find_previous_sibling()
    if isinstance(previous, Tag) and previous.get("data-quote"):
        previous.append(paragraph.extract())
    else:
        paragraph.wrap(soup.new_tag("blockquote", attrs={"data-quote": "1"}))


def arrange_headings(soup: BeautifulSoup) -> None:
    """Begin at the second level: the title of the page is the first. Empty ones go."""
    headings = [each for each in find_elements(soup, HEADINGS) if each.parent is not None]
    has_first = any(each.name == "h1" for each in headings)
    for heading in headings:
        if not heading.get_text().strip():
            heading.name = "p"
        elif has_first:
            heading.name = f"h{min(int(heading.name[1]) + 1, DEEPEST)}"


def clean_spaces(soup: BeautifulSoup) -> None:
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and not find_outer(text, {"pre"}):
            cleaned = SPACES.sub(" ", INVISIBLE.sub("", text))
            if cleaned != text:
                text.replace_with(NavigableString(cleaned))
