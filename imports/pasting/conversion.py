"""Turn what a program put on the clipboard, which is HTML of its own kind, into Markdown."""

from dataclasses import dataclass
from textwrap import indent

from bs4 import BeautifulSoup, Tag

from imports.html.cleanup import clean_up
from imports.html.trees import check_size, parse_html
from imports.html.writer import write_markdown
from imports.pasting.addresses import base_of, clean_links
from imports.pasting.lists import build_lists
from imports.pasting.notes import take_out_notes
from imports.pasting.pictures import take_out_pictures
from imports.pasting.programs import (
    arrange_headings,
    clean_spaces,
    find_paragraph_styles,
    remove_what_is_not_text,
)
from imports.pasting.styles import apply_style_sheets, find_headings_by_size, mark_up
from imports.pasting.tables import simplify_tables

BLOCKS = ["h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote", "hr", "dl"]


@dataclass(frozen=True, slots=True)
class Pasted:
    markdown: str
    # Pictures that the clipboard only refers to, and that therefore didn’t come along.
    pictures_left_out: int
    # Whether it needs lines of its own, unlike some words.
    is_block: bool


def convert_pasted(html: str, *, first_note: int = 1) -> Pasted:
    """Return the Markdown for HTML from the clipboard. Footnotes are numbered from `first_note`.

    The editor names the pictures that are on the clipboard themselves “pasted-picture-1” and so
    on. Raises UnreadableFile if there is too much of it.
    """
    soup = parse_html(html)
    check_size(soup)
    base = base_of(soup)
    apply_style_sheets(soup)
    find_headings_by_size(soup)
    remove_what_is_not_text(soup)
    find_paragraph_styles(soup)
    notes = take_out_notes(soup, first=first_note)
    for _, note in notes:
        soup.append(note)
    build_lists(soup)
    mark_up(soup)
    simplify_tables(soup)
    pictures_left_out = take_out_pictures(soup)
    clean_links(soup, base=base)
    arrange_headings(soup)
    clean_spaces(soup)
    for _, note in notes:
        note.extract()
    is_block = soup.find(BLOCKS) is not None
    blocks = [to_markdown(soup)]
    for number, note in notes:
        blocks.append(f"[^{number}]: {indent(to_markdown(wrap(note)), '    ').lstrip()}")
    markdown = "\n\n".join(filter(None, blocks))
    return Pasted(markdown, pictures_left_out, is_block or "\n\n" in markdown)


def wrap(note: Tag) -> BeautifulSoup:
    soup = BeautifulSoup("", "html.parser")
    note.name = "div"
    soup.append(note)
    return soup


def to_markdown(soup: BeautifulSoup) -> str:
    clean_up(soup)
    return write_markdown(soup).strip()
