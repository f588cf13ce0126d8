"""Footnotes: a link to a note, and the note, which links back."""

from bs4 import BeautifulSoup, Tag

from imports.html.elements import BLOCK
from imports.html.trees import find_elements, find_outer

# Where a note's text is, if the link back is somewhere within.
CONTAINERS = {"li", "div", "p", "aside", "dd"}
LONGEST_LINK_TEXT = 8


def take_out_notes(soup: BeautifulSoup, *, first: int) -> list[tuple[int, Tag]]:
    """Number the references, beginning with `first`, and take out the notes: [(number, note)]."""
    named: dict[str, Tag] = {}
    for element in soup.find_all(True):
        for name in (element.get("id"), element.get("name")):
            if name:
                named.setdefault(str(name), element)
    notes: list[tuple[int, Tag]] = []
    numbers: dict[int, int] = {}
    for link in find_elements(soup, {"a"}):
        if link.decomposed:
            continue
        target = named.get(fragment_of(link))
        if target is None or len(link.get_text().strip()) > LONGEST_LINK_TEXT:
            continue
        note = find_note(target)
        if note is None or link in note.descendants:
            continue
        back = [each for each in find_elements(note, {"a"}) if leads_to(each, link)]
        if back:
            numbers[id(note)] = first + len(notes)
            notes.append((numbers[id(note)], note))
            for each in back:
                remove_link(each)
        elif id(note) not in numbers:
            continue
        mark_reference(soup, link, numbers[id(note)])
    for _, note in notes:
        take_out(note)
    return notes


def fragment_of(link: Tag) -> str:
    return str(link.get("href") or "").partition("#")[2]


def names_of(element: Tag) -> set[str]:
    return {str(name) for name in (element.get("id"), element.get("name")) if name}


def find_note(target: Tag) -> Tag | None:
    if target.name in CONTAINERS and target.name != "p":
        return target
    paragraph = target if target.name == "p" else find_outer(target, CONTAINERS)
    outer = paragraph.parent if paragraph is not None else None
    # Word and LibreOffice have a division around the paragraphs of each note.
    is_whole = outer is not None and "note" in f"{outer.get('id')} {outer.get('style')}".lower()
    if outer is not None and outer.name == "div" and (is_whole or "ftn" in str(outer.get("id"))):
        return outer if "list" not in str(outer.get("style")).lower() else paragraph
    return paragraph


def leads_to(back: Tag, reference: Tag) -> bool:
    fragment = fragment_of(back)
    names = names_of(reference)
    outer = reference.parent
    while isinstance(outer, Tag) and outer.name not in BLOCK and outer.name != "[document]":
        names |= names_of(outer)
        outer = outer.parent
    for inner in reference.find_all(True):
        names |= names_of(inner)
    return bool(fragment) and fragment in names


def remove_link(link: Tag) -> None:
    outer = link.parent
    link.decompose()
    if isinstance(outer, Tag) and outer.name in {"sup", "span"} and not outer.get_text().strip():
        outer.decompose()


def mark_reference(soup: BeautifulSoup, link: Tag, number: int) -> None:
    outer = link
    while isinstance(outer.parent, Tag) and outer.parent.name in {"sup", "span"}:
        if outer.parent.get_text().strip() != link.get_text().strip():
            break
        outer = outer.parent
    reference = soup.new_tag("sup")
    reference["data-note"] = str(number)
    reference.string = str(number)
    outer.replace_with(reference)


def take_out(note: Tag) -> None:
    """Take out a note, and the rule above, the list around, or the heading of the last one."""
    outer = note.parent
    note.extract()
    while isinstance(outer, Tag) and outer.name in {"div", "ol", "ul", "section"}:
        if outer.get_text().strip():
            break
        parent = outer.parent
        rule = outer.find_previous_sibling()
        if isinstance(rule, Tag) and rule.name == "hr":
            rule.extract()
        outer.extract()
        outer = parent
