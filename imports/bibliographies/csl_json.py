"""CSL-JSON, the format of citation processors, as Zotero and Mendeley write it."""

import json
from typing import Any

from content.citations.makers import join_makers, natural_name
from imports.bibliographies.references import Reference
from imports.exceptions import UnreadableFile

NOT_CSL = (
    "This is JSON, but not a list of references (CSL JSON). In Zotero, choose Export Library and "
    "the format CSL JSON."
)
TYPES = {
    "report": "report",
    **dict.fromkeys(["book", "chapter", "classic", "pamphlet"], "book"),
    **dict.fromkeys(["paper-conference", "thesis", "manuscript"], "paper"),
    **dict.fromkeys(
        ["article-journal", "article-magazine", "article-newspaper", "article", "post-weblog",
         "entry", "entry-encyclopedia", "entry-dictionary", "review", "periodical"],
        "article",
    ),
    **dict.fromkeys(
        ["webpage", "post", "dataset", "speech", "document", "event", "personal_communication"],
        "website",
    ),
    **dict.fromkeys(["motion_picture", "broadcast"], "video"),
    **dict.fromkeys(["song", "interview"], "recording"),
    "software": "tool",
    **dict.fromkeys(
        ["bill", "legislation", "regulation", "legal_case", "treaty", "hearing"], "policy"
    ),
}  # fmt: skip
USED = {
    "id", "type", "title", "URL", "DOI", "author", "editor", "publisher", "issued", "abstract",
    "keyword", "genre",
}  # fmt: skip


def read_csl_json(text: str) -> list[Reference]:
    """Return the references in their order. Raises UnreadableFile."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(NOT_CSL) from error
    items = content.get("items", [content]) if isinstance(content, dict) else content
    if not isinstance(items, list) or not any(is_reference(item) for item in items):
        raise UnreadableFile(NOT_CSL)
    return [
        read_item(item)
        if is_reference(item)
        else Reference(problem="This isn’t a reference: it has neither a type nor a title.")
        for item in items
    ]


def is_reference(item: Any) -> bool:
    return isinstance(item, dict) and ("title" in item or "type" in item)


def read_item(item: dict[str, Any]) -> Reference:
    def text(name: str) -> str:
        value = item.get(name)
        return str(value) if isinstance(value, str | int | float) else ""

    kind = text("type")
    format_name = TYPES.get(kind, kind)
    if format_name == "report" and "paper" in text("genre").casefold():
        format_name = "paper"
    people = read_names(item.get("author")) or read_names(item.get("editor"))
    return Reference(
        {
            "title": text("title"),
            "url": text("URL"),
            "format": format_name,
            "made_by": join_makers(people, [text("publisher")]),
            "year": read_date(item.get("issued")),
            "summary": text("abstract"),
            "tags": text("keyword"),
            "doi": text("DOI"),
        },
        [name for name in item if name not in USED],
    )


def read_names(people: Any) -> list[str]:
    names = []
    for person in people if isinstance(people, list) else []:
        if not isinstance(person, dict):
            continue
        parts = {name: part for name, part in person.items() if isinstance(part, str)}
        family = " ".join(filter(None, (parts.get("non-dropping-particle"), parts.get("family"))))
        given = " ".join(filter(None, (parts.get("given"), parts.get("dropping-particle"))))
        name = parts.get("literal") or natural_name(family, given, parts.get("suffix", ""))
        if name:
            names.append(name)
    return names


def read_date(issued: Any) -> str:
    """Return the date as text: {"date-parts": [[2018, 3]]} is 2018-03."""
    if not isinstance(issued, dict):
        return issued if isinstance(issued, str) else ""
    match issued.get("date-parts"):
        case [[year, *rest], *_] if str(year).isdecimal():
            parts = [part for part in rest[:2] if str(part).isdecimal()]
            return "-".join([str(year), *(f"{int(part):02}" for part in parts)])
    for name in ("raw", "literal"):
        if isinstance(issued.get(name), str):
            return issued[name]
    return ""
