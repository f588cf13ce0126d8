"""Convert links to articles, categories, images, other wikis, and addresses."""

import re
from html import escape, unescape
from urllib.parse import unquote

from mwparserfromhell.nodes import ExternalLink, Text, Wikilink

from imports.mediawiki import titles
from imports.mediawiki.html import HtmlBlock, attribute, flatten, take_references, unlink
from imports.mediawiki.placeholders import PLACEHOLDERS
from imports.mediawiki.stripping import MARKER_START, NOTHING, PARAGRAPH
from imports.mediawiki.titles import MAIN, Title, normalize_title, read_title
from imports.mediawiki.writer import HtmlWriter

MAX_TITLE_LENGTH = 200
# An image's parameters other than its caption.
IMAGE_OPTION = re.compile(
    r"thumb(?:nail)?(?:=.*)?|frame(?:d|less)?|border|left|right|cent(?:er|re)|none|baseline|sub"
    r"|super|top|text-top|middle|bottom|text-bottom|upright(?:[ =].*)?|\d*x?\d*\s*px"
    r"|(?:link|alt|page|lang|class|start|end|thumbtime|manualthumb)=.*",
    re.IGNORECASE | re.DOTALL,
)
SHOWN_ALONE = re.compile(r"thumb|frame(?!less)|left|right|cent(?:er|re)|none", re.IGNORECASE)
PIPE_TRICK = re.compile(r"\s*(?:\([^()]*\)|,.*)$")
# The parser includes these in an address before them. MediaWiki doesn't.
NOT_IN_ADDRESS = re.compile(
    f"[{''.join(PLACEHOLDERS.values())}{MARKER_START}{NOTHING}{PARAGRAPH}]|''"
)
NO_TITLE = re.compile(r"[\[\]{}|<>\n\t]")
NO_TITLES = "Links to invalid titles became plain text"
IMAGES = "Images aren’t in the dump. Upload them, and insert them in place of their names"
OTHER_PAGES = "Links to pages that aren’t articles became plain text"
LANGUAGES = "Links to the page in other languages were removed"
SECTIONS = "Links to a section lead to the start of the article"


def write_link(node: Wikilink, writer: HtmlWriter, *, tail: str = "") -> str:
    """Write [[…]]. `tail` has the characters directly after it, which join its text."""
    target = writer.plain(str(node.title))
    title = read_title(target, writer.site)
    if title.name.startswith("/") and title.namespace == MAIN and writer.page_title:
        name = f"{writer.page_title}{title.name.rstrip('/')}"
        title = Title(name, section=title.section, is_shown=title.is_shown)
        target = target.strip().strip("/")
    if not title.is_shown:
        match title.namespace:
            case titles.FILE:
                return write_image(title.name, split_at_pipes(node), writer, tail=tail)
            case titles.CATEGORY:
                writer.tags.append(normalize_title(title.name))
                return escape(tail, quote=False)
        if title.is_language:
            writer.problem(LANGUAGES, title.full_name)
            return escape(tail, quote=False)
    words = write_words(node, title, target, writer)
    words, references = take_references(unlink(flatten(words)))
    return write_target(title, words + escape(tail, quote=False), writer) + references


def write_words(node: Wikilink, title: Title, target: str, writer: HtmlWriter) -> str:
    if node.text is not None:
        words = writer.inline(node.text.nodes).strip()
        if words:
            return words
        # [[Help:Title (kind)|]] is short for [[Help:Title (kind)|Title]].
        short = PIPE_TRICK.sub("", title.name)
        return escape(short or title.name, quote=False)
    return escape(" ".join(target.replace("_", " ").split()).lstrip(":"), quote=False)


def write_target(title: Title, words: str, writer: HtmlWriter) -> str:
    if title.address:
        return f'<a href="{attribute(title.address)}">{words}</a>'
    if title.namespace == MAIN and not title.name and title.section:
        return f'<a href="#{attribute(anchor_of(title.section))}">{words}</a>'
    if title.namespace != MAIN:
        writer.problem(OTHER_PAGES, title.full_name[:100])
        return words
    if title.section:
        writer.problem(SECTIONS, f"{title.name}#{title.section}")
    return link_to_title(title.name, words, writer)


def link_to_title(name: str, words: str, writer: HtmlWriter) -> str:
    if len(name) > MAX_TITLE_LENGTH or not name or NO_TITLE.search(name):
        writer.problem(NO_TITLES, name[:100])
        return words
    return f'<wiki-link title="{attribute(name)}">{words}</wiki-link>'


def anchor_of(section: str) -> str:
    """Return the id that the site gives to a heading with this text."""
    words = re.sub(r"[^\w\s-]", "", section.lower())
    return re.sub(r"[-\s]+", "-", words).strip("-_")[:80]


def split_at_pipes(node: Wikilink) -> list[list]:
    """Return the parameters of an image, each as nodes."""
    parameters: list[list] = [[]]
    for child in node.text.nodes if node.text is not None else ():
        if not isinstance(child, Text):
            parameters[-1].append(child)
            continue
        first, *others = str(child).split("|")
        parameters[-1].append(Text(first))
        parameters += [[Text(other)] for other in others]
    return parameters


def write_image(name: str, parameters: list[list], writer: HtmlWriter, *, tail: str) -> str:
    """Write a line that names the image that was here, with its caption."""
    caption = alternative = ""
    is_alone = False
    for nodes in parameters:
        source = "".join(map(str, nodes)).strip()
        if IMAGE_OPTION.fullmatch(source):
            is_alone = is_alone or bool(SHOWN_ALONE.match(source))
            if source.lower().startswith("alt="):
                alternative = escape(writer.plain(source[4:]).strip(), quote=False)
        elif source:
            caption = flatten(writer.inline(nodes)).strip()
    writer.problem(IMAGES, name)
    label = escape(f"Image: {name}", quote=False)
    words = ". ".join(filter(None, [caption, alternative if alternative != caption else ""]))
    if is_alone and not tail:
        return HtmlBlock(f"<p><em>{label}</em>{f'<br>{words}' if words else ''}</p>")
    return f"({label}{f'. {words}' if words else ''}){escape(tail, quote=False)}"


def write_external_link(node: ExternalLink, writer: HtmlWriter) -> str:
    source = str(node.url)
    end = NOT_IN_ADDRESS.search(source)
    rest = source[end.start() :] if end else ""
    address = unescape(writer.plain(source.removesuffix(rest))).strip()
    if address.startswith("//"):
        address = f"https:{address}"
    shown = escape(address)
    after = "".join(writer.pieces(rest))
    if not node.brackets:
        return link_to(address, shown, writer) + after
    words = writer.inline(node.title.nodes).strip() if node.title is not None else ""
    words, references = take_references(unlink(flatten(f"{after} {words}")))
    return link_to(address, words.strip() or shown, writer) + references


def link_to(address: str, words: str, writer: HtmlWriter) -> str:
    """Write a link to an address. If it is an article on the old wiki, link to its title."""
    start = writer.site.article_address
    if start and address.startswith(start):
        name, _, section = address.removeprefix(start).partition("#")
        title = read_title(unquote(name), writer.site)
        if title.namespace == MAIN and title.name and not title.address and "?" not in name:
            section = section.replace("_", " ")
            return write_target(Title(title.name, section=section), words, writer)
    return f'<a href="{attribute(address)}">{words}</a>'
