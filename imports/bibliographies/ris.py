"""RIS, as Zotero, EndNote, and Mendeley write it."""

import re

from rispy import RisParser

from content.citations.makers import join_makers, natural_name
from imports.bibliographies.references import Reference

TYPES = {
    **dict.fromkeys(["RPRT", "GOVDOC", "STAND"], "report"),
    **dict.fromkeys(["BOOK", "CHAP", "EBOOK", "ECHAP", "EDBOOK", "PAMP"], "book"),
    **dict.fromkeys(
        ["JOUR", "EJOUR", "JFULL", "MGZN", "NEWS", "BLOG", "ENCYC", "ABST", "INPR"], "article"
    ),
    **dict.fromkeys(["CONF", "CPAPER", "THES", "UNPB", "UNPD"], "paper"),
    **dict.fromkeys(["ELEC", "WEB", "DATA", "SLIDE", "ICOMM", "GEN"], "website"),
    **dict.fromkeys(["VIDEO", "MPCT", "ADVS"], "video"),
    **dict.fromkeys(["SOUND", "MUSIC", "PODCST"], "recording"),
    "COMP": "tool",
    **dict.fromkeys(["BILL", "LEGAL", "STAT", "CASE", "HEAR"], "policy"),
}
# What rispy calls the tags that are used here.
USED = {
    "type_of_reference", "title", "primary_title", "authors", "first_authors", "editors",
    "secondary_authors", "publisher", "year", "publication_year", "date", "urls", "url", "doi",
    "abstract", "notes_abstract", "keywords", "type_of_work",
}  # fmt: skip
TAG = re.compile(r"^([A-Z][A-Z0-9])  ?- ?", re.MULTILINE)


class LenientParser(RisParser):
    """Reads a reference whose end is missing, as long as the next one begins."""

    START_TAG = "TY"


def read_ris(text: str) -> list[Reference]:
    """Return the references in their order."""
    return [read_reference(record) for record in LenientParser().parse(repair(text))]


def repair(text: str) -> str:
    """Return the text with two spaces after each tag, and an end after each reference."""
    lines, is_open = [], False
    for line in text.splitlines():
        match = TAG.match(line)
        tag = match[1] if match else ""
        if tag == "TY" and is_open:
            lines.append("ER  - ")
        is_open = tag != "ER" and (is_open or tag == "TY")
        lines.append(f"{tag}  - {line[match.end() :]}" if match else line)
    if is_open:
        lines.append("ER  - ")
    return "\n".join(lines) + "\n"


def read_reference(record: dict) -> Reference:
    def first(*names: str) -> str:
        for name in names:
            value = record.get(name)
            if value:
                return value if isinstance(value, str) else str(value[0])
        return ""

    kind = first("type_of_reference")
    format_name = TYPES.get(kind.upper(), kind)
    if format_name == "report" and "paper" in first("type_of_work").casefold():
        format_name = "paper"
    people = [
        *record.get("authors", []),
        *record.get("first_authors", []),
    ] or [*record.get("editors", []), *record.get("secondary_authors", [])]
    urls = record.get("urls") or [first("url")]
    unknown = record.get("unknown_tag", {})
    return Reference(
        {
            "title": first("title", "primary_title"),
            "url": "\n".join(filter(None, urls)),
            "format": format_name,
            "made_by": join_makers([read_name(name) for name in people], [first("publisher")]),
            "year": read_date(first("year", "publication_year", "date")),
            "summary": first("abstract", "notes_abstract"),
            "tags": "; ".join(record.get("keywords", [])),
            "doi": first("doi"),
        },
        [*(name for name in record if name not in {*USED, "unknown_tag"}), *unknown],
    )


def read_name(name: str) -> str:
    """“Sturgis, Chris, Jr.” is Chris Sturgis Jr.; “Aurora Institute,” is an organization."""
    family, _, rest = name.partition(",")
    given, _, suffix = rest.partition(",")
    return natural_name(family, given, suffix)


def read_date(text: str) -> str:
    """“2018/03//” is 2018/03: unknown parts of a date are empty."""
    return "/".join(filter(None, text.split("/")[:3])) if "/" in text else text
