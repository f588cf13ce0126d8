"""CSL-JSON, as Zotero, Mendeley, and citation processors read it (citeproc’s csl-data.json)."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from content.citations.bibtex import key
from content.citations.names import split
from content.citations.works import CitedAuthor, Work

TYPES = {
    "report": "report",
    "paper": "report",
    "book": "book",
    "article": "entry-encyclopedia",
    "website": "webpage",
    "post": "post-weblog",
    "video": "motion_picture",
}


def csl_json(work: Work) -> str:
    """Return a list with one item."""
    return write_items([csl_item(work)])


def write_items(items: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n"


def csl_item(work: Work, *, key_suffix: str = "") -> dict[str, Any]:
    item = {
        "id": key(work) + key_suffix,
        "type": TYPES[work.kind],
        "title": work.title,
        "author": [person(author) for author in work.authors],
        "editor": [person(editor) for editor in work.editors],
        "genre": "Paper" if work.kind == "paper" else work.medium,
        "container-title": work.container,
        "edition": work.edition,
        "publisher": work.publisher,
        "issued": day(work.known_day) or ({"date-parts": [[work.year]]} if work.year else None),
        "accessed": day(work.accessed),
        "ISBN": work.isbn,
        "DOI": work.bare_doi,
        "URL": work.address,
    }
    return {name: value for name, value in item.items() if value}


def day(moment: date | None) -> dict | None:
    return {"date-parts": [[moment.year, moment.month, moment.day]]} if moment else None


def person(author: CitedAuthor) -> dict[str, str]:
    name = split(author)
    if author.is_organization or not name.given:
        return {"literal": author.name}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}
