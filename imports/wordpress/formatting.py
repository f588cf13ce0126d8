"""Convert a stored WordPress body to Markdown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bs4 import BeautifulSoup, NavigableString, Tag

from content.markdown import render
from content.markdown.embeds import find_video
from imports.files.links import MapAddress, replace_addresses
from imports.files.viewers import open_viewers
from imports.html.cleanup import build_tree, clean_up, name_empty_links, raw_html, targets_of
from imports.html.hidden import mark_hidden_paragraphs, take_out_hidden
from imports.html.losses import Losses, compare, find_losses, read_page, read_tree
from imports.html.trees import find_elements, find_outer
from imports.html.unwritable import replace_unwritable
from imports.html.writer import write_markdown
from imports.wordpress.blocks import resolve_blocks
from imports.wordpress.closings import closed_comments
from imports.wordpress.code import keep_code
from imports.wordpress.footnotes import (
    Note,
    define_notes,
    has_references,
    list_notes,
    make_plain,
    mark_notes,
    read_notes,
)
from imports.wordpress.markdown_bodies import is_markdown, markdown_to_html
from imports.wordpress.old_markup import tidy_old_markup
from imports.wordpress.paragraphs import build_paragraphs
from imports.wordpress.shortcodes import FindImages, expand_shortcodes
from imports.wordpress.surroundings import Surroundings

# Takes Markdown, and returns the HTML that readers see.
Render = Callable[[str], str]

LONE_ADDRESS = re.compile(r"https?://[^\s<>]+")
ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")
NO_LOSSES = Losses()
NOTHING_ELSE = Surroundings()
READ_MORE = re.compile(r"<!--\s*more\b")
REMOVED = re.compile(r"<(script|style|form|input|select|textarea)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormattedBody:
    """The Markdown, and what an editor should know about the conversion."""

    markdown: str
    kept_html: int = 0  # number of blocks that stayed HTML, because Markdown would lose something
    unknown_shortcodes: tuple[str, ...] = ()
    losses: Losses = NO_LOSSES
    removed: tuple[str, ...] = ()
    images: tuple[tuple[str, str], ...] = ()  # (address, alt text)
    dynamic_blocks: tuple[str, ...] = ()  # names of blocks that WordPress writes for each visitor
    read_more: tuple[str, ...] = ()  # what the post’s links to its whole text said
    hidden: tuple[str, ...] = ()  # what readers didn’t see, which is left out
    missing: tuple[str, ...] = ()  # what readers saw, but the export doesn't have


def render_entry(markdown: str) -> str:
    return render(markdown).html


def format_body(
    body: str,
    *,
    surroundings: Surroundings = NOTHING_ELSE,
    find_images: FindImages = lambda _: [],
    map_address: MapAddress = lambda address, alt: address,
    link_addresses: bool = False,
    render_html: Render = render_entry,
) -> FormattedBody:
    """Convert a body, and render the result to make sure that no word or link is lost.

    A block that Markdown can't express without loss stays HTML. Then `losses` is empty, unless the
    sanitizer removes something even from the HTML.

    `render_html` renders Markdown as readers will see it. `link_addresses` is for comments, in
    which WordPress turns addresses into links.

    A pure function, which any process may call, if the functions passed to it are pure.
    """
    written_in_markdown = not link_addresses and is_markdown(
        body, is_expected=surroundings.is_markdown
    )
    blocks = resolve_blocks(
        markdown_to_html(body) if written_in_markdown else body, surroundings.patterns
    )
    text = keep_code(blocks.text)
    expanded = expand_shortcodes(text, find_images=find_images, tables=surroundings.tables)
    html = build_paragraphs(
        mark_hidden_paragraphs(expanded.text),
        keep_line_breaks=False if written_in_markdown else None,
    )
    build = partial(
        build_shown,
        html,
        note_texts=read_notes(surroundings.footnotes),
        map_address=map_address,
        link_addresses=link_addresses,
    )
    shown = build()
    original = read_tree(shown.tree)
    if shown.notes:
        original = original.followed_by(read_page(list_notes(shown.notes)))
    markdown = write(shown.tree, shown.notes)
    kept = 0
    losses = compare(original, read_page(render_html(markdown)))
    if losses or not has_references(markdown, shown.notes):
        shown = build()
        shown_html = make_plain(str(shown.tree)) + list_notes(shown.notes)
        markdown, kept = write_block_by_block(shown_html, render_html)
        losses = find_losses(shown_html, render_html(markdown))
    return FormattedBody(
        markdown=markdown,
        kept_html=kept,
        unknown_shortcodes=tuple(dict.fromkeys(expanded.unknown)),
        losses=losses,
        removed=tuple(dict.fromkeys(found.lower() for found in REMOVED.findall(text))),
        images=shown.images,
        dynamic_blocks=tuple(dict.fromkeys(blocks.dynamic)),
        read_more=tuple(
            filter(
                None,
                (
                    text[found.end() : end].strip()
                    for found, end in closed_comments(text, READ_MORE)
                ),
            )
        ),
        hidden=shown.hidden,
        missing=(
            *(f"synced pattern {number}" for number in dict.fromkeys(blocks.missing_patterns)),
            *dict.fromkeys(expanded.missing),
            *(["the text of a footnote"] * shown.missing_notes),
        ),
    )


@dataclass(frozen=True, slots=True)
class ShownBody:
    """What readers saw, and what belongs to it."""

    tree: BeautifulSoup
    notes: list[Note]
    missing_notes: int
    images: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]


def build_shown(
    html: str, *, note_texts: Mapping[str, str], map_address: MapAddress, link_addresses: bool
) -> ShownBody:
    tree = build_tree(html)
    # WordPress lets readers' comments hide nothing.
    hidden = [] if link_addresses else take_out_hidden(tree)
    tidy_old_markup(tree, html)
    link_addresses_in_own_paragraph(tree)
    open_viewers(tree)
    replace_unwritable(tree)
    images = replace_addresses(tree, map_address)
    if link_addresses:
        link_all_addresses(tree)
    name_empty_links(tree)
    notes, missing_notes = mark_notes(tree, note_texts)
    return ShownBody(tree, notes, missing_notes, images, tuple(dict.fromkeys(hidden)))


def write(tree: BeautifulSoup, notes: list[Note]) -> str:
    clean_up(tree)
    markdown = write_markdown(tree)
    return f"{markdown}\n\n{define_notes(notes)}" if notes else markdown


def write_block_by_block(html: str, render_html: Render) -> tuple[str, int]:
    """Write Markdown, but HTML for blocks that would lose something. Also return their number."""
    blocks = []
    kept = 0
    targets = targets_of(build_tree(html))
    for block in build_tree(html).children:
        if isinstance(block, NavigableString):
            blocks.append(block.strip())
            continue
        cleaned = build_tree(str(block))
        clean_up(cleaned, targets=targets)
        markdown = write_markdown(cleaned)
        if find_losses(str(block), render_html(markdown)):
            markdown = keep_html(block)
            kept += 1
        blocks.append(markdown)
    return "\n\n".join(block for block in blocks if block), kept


def keep_html(block: Tag) -> str:
    # A block that starts with an inline element would be parsed as Markdown.
    html = raw_html(block)
    return html if block.name not in {"a", "more"} else f"<div>{html}</div>"


def link_addresses_in_own_paragraph(soup: Tag) -> None:
    """Turn an address alone in its paragraph into a player or link, as WordPress does."""
    for paragraph in find_elements(soup, {"p"}):
        address = (paragraph.string or "").strip()
        if not LONE_ADDRESS.fullmatch(address) or isinstance(paragraph.contents[0], Tag):
            continue
        paragraph.clear()
        if find_video(address):
            paragraph.append(soup.new_tag("iframe", src=address))
        else:
            link = soup.new_tag("a", href=address)
            link.string = address
            paragraph.append(link)


def link_all_addresses(soup: Tag) -> None:
    for text in soup.find_all(string=ADDRESS):
        if find_outer(text, {"a", "code", "pre"}):
            continue
        pieces = []
        position = 0
        for found in ADDRESS.finditer(text):
            link = soup.new_tag("a", href=found[0])
            link.string = found[0]
            pieces += [NavigableString(text[position : found.start()]), link]
            position = found.end()
        text.replace_with(*pieces, NavigableString(text[position:]))
