"""Footnotes of the block editor, whose texts aren't in the body, and of plug-ins' shortcodes.

`mark_notes` prepares the references in the tree, and `define_notes` writes the notes. Where
Markdown can't have a reference, such as in a table that stays HTML, `list_notes` makes a list.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent

from bs4 import BeautifulSoup, Tag

from imports.html.cleanup import build_tree, clean_up
from imports.html.trees import find_elements
from imports.html.writer import write_markdown
from imports.wordpress.paragraphs import build_paragraphs

# What importers that removed backslashes left of the JSON.
DAMAGED = re.compile(r'"content":"(?P<first>.*?)","id":"(?P<first_id>[^"]+)"', re.DOTALL)
PARAGRAPH_ALONE = re.compile(r"\A<p>((?:(?!<p>).)*)</p>\s*\Z", re.DOTALL)
PREFIX = "note-of-import-"


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    html: str
    has_reference: bool = True


def read_notes(stored: str) -> dict[str, str]:
    """Return the notes' HTML by their ids, from the post meta “footnotes”."""
    try:
        notes = json.loads(stored) if stored.strip() else []
    except ValueError:
        return {found["first_id"]: found["first"] for found in DAMAGED.finditer(stored)}
    if not isinstance(notes, list):
        return {}
    return {
        str(note["id"]): str(note.get("content", ""))
        for note in notes
        if isinstance(note, dict) and "id" in note
    }


def mark_listed_notes(soup: BeautifulSoup) -> None:
    """Mark references to notes that are a list at the end, as Markdown plug-ins write them."""
    for section in find_elements(soup, {"div", "section"}):
        if "footnotes" not in section.get("class", ()):
            continue
        items = {item["id"]: item for item in section.find_all("li", id=True)}
        references = [
            (link.parent, items[link["href"][1:]])
            for link in soup.find_all("a", href=re.compile("^#."))
            if link["href"][1:] in items and link.parent.name == "sup"
        ]
        if len({id(item) for _, item in references}) < len(items):
            continue
        for back in section.find_all("a", href=re.compile("^#fn-?ref")):
            back.decompose()
        for reference, item in references:
            reference.attrs = {"data-fn": item["id"], "data-fn-text": item.decode_contents()}
        for rule in section.find_previous_siblings("hr", limit=1):
            if rule.find_next_sibling() is section:
                rule.decompose()
        section.decompose()


def mark_notes(soup: BeautifulSoup, texts: Mapping[str, str]) -> tuple[list[Note], int]:
    """Number the references, and return the notes and how many of them have no text anywhere."""
    mark_listed_notes(soup)
    numbers: dict[str, int] = {}
    notes: list[Note] = []
    missing = 0
    for reference in find_elements(soup, {"sup"}):
        if not reference.has_attr("data-fn"):
            continue
        identity, own_text = reference["data-fn"], reference.get("data-fn-text")
        text = texts.get(identity) if own_text is None else own_text
        if text is None or not text.strip():
            missing += 1
            for link in reference.find_all("a"):
                link.unwrap()
            continue
        key = identity if own_text is None else f"{identity}: {own_text}"
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            notes.append(Note(numbers[key], build_paragraphs(text)))
        number = str(numbers[key])
        reference.clear()
        reference.attrs = {"data-note": number}
        link = soup.new_tag("a", href=f"#{PREFIX}{number}")
        link.string = number
        reference.append(link)
    unused = [text for key, text in texts.items() if key not in numbers and text.strip()]
    notes += [
        Note(number, build_paragraphs(text), has_reference=False)
        for number, text in enumerate(unused, len(notes) + 1)
    ]
    return notes, missing


def has_references(markdown: str, notes: list[Note]) -> bool:
    """Whether the Markdown has a reference to each note that had one."""
    found = set(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", markdown))
    return all(str(note.number) in found for note in notes if note.has_reference)


def define_notes(notes: list[Note]) -> str:
    """Return the notes as Markdown, to follow the body."""
    unused = [note for note in notes if not note.has_reference]
    blocks = [to_markdown(list_notes(unused))] if unused else []
    for note in notes:
        if note.has_reference:
            text = indent(to_markdown(note.html), "    ").lstrip()
            blocks.append(f"[^{note.number}]: {text}")
    return "\n\n".join(blocks)


def list_notes(notes: list[Note]) -> str:
    """Return the notes as a list in HTML, as readers saw them at the end of the page."""
    items = "".join(
        f'<li id="{PREFIX}{note.number}">{PARAGRAPH_ALONE.sub(r"\1", note.html)}</li>'
        for note in notes
    )
    return f"<ol>{items}</ol>" if notes else ""


def make_plain(html: str) -> str:
    """Return HTML whose references are ordinary links to the list of notes."""
    return re.sub(r'<sup data-note="\d+">', "<sup>", html)


def to_markdown(html: str) -> str:
    tree: Tag = build_tree(html)
    clean_up(tree)
    return write_markdown(tree).strip()
