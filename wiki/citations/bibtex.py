"""BibTeX, as it is read by BibTeX, biber, Zotero and JabRef."""

import re
import unicodedata
from collections.abc import Sequence

from wiki.citations.names import split
from wiki.citations.works import Author, Work

# Braces as commands: BibTeX counts braces even after a backslash, and a single one would end or
# swallow the field.
ESCAPES = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%$#_"}
    | {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)
# Letters that Unicode does not take apart into one of ASCII and a mark.
UNMARKED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ARTICLES = {"a", "an", "the"}


def bibtex(work: Work) -> str:
    """Return one entry. Letters beyond ASCII stay as they are, in UTF-8."""
    entry_type, publisher_field = {
        "report": ("techreport", "institution"),
        "paper": ("techreport", "institution"),
        "book": ("book", "publisher"),
    }.get(work.kind, ("misc", "publisher"))
    values = {
        "author": people(work.authors),
        "editor": people(work.editors),
        # The second pair of braces keeps capital letters, whatever the style does to titles.
        "title": f"{{{escape(work.title)}}}",
        "type": "Paper" if work.kind == "paper" else "",
        "edition": escape(re.sub(r"\s*\b(edition|ed\.?)$", "", work.edition, flags=re.IGNORECASE)),
        publisher_field: escape(work.publisher),
        "year": str(work.known_year or ""),
        "isbn": escape(work.isbn),
        "doi": verbatim(work.bare_doi),
    }
    if entry_type == "misc":
        values["howpublished"] = rf"\url{{{verbatim(work.address)}}}"
        values["note"] = note(work)
    else:
        values["url"] = verbatim(work.address)
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    if work.revised:
        # The abbreviation, without braces: styles say it in their own words.
        lines.append(f"  month = {MONTHS[work.revised.month - 1]},")
    return "\n".join([f"@{entry_type}{{{key(work)},", *lines, "}", ""])


def note(work: Work) -> str:
    facts = [escape(work.container)] if work.container else []
    if work.revised:
        facts.append(f"Revised {work.revised.isoformat()}")
    elif work.accessed:
        facts.append(f"Accessed {work.accessed.isoformat()}")
    return ". ".join(facts)


def escape(text: str) -> str:
    return text.translate(ESCAPES)


def verbatim(address: str) -> str:
    r"""Return what stands in \url and in the fields that nobody unescapes, with braces encoded."""
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", address)


def people(authors: Sequence[Author]) -> str:
    return " and ".join(map(person, authors))


def person(author: Author) -> str:
    """“van der Berg, Jr., Anna”: what is braced is not taken apart."""
    if author.is_organization:
        return f"{{{escape(author.name)}}}"
    name = split(author)
    parts = [name.family, name.suffix, name.given] if name.suffix else [name.family, name.given]
    return ", ".join(protected(part) for part in parts if part)


def protected(part: str) -> str:
    """An “and” or a comma inside a name would begin another."""
    escaped = escape(part)
    return f"{{{escaped}}}" if re.search(r"\band\b|,", part, re.IGNORECASE) else escaped


def key(work: Work) -> str:
    """“patrick2013necessary”: family, year, the first word of the title that is no article."""
    makers = work.authors or work.editors
    family = split(makers[0]).family if makers else ""
    words = [ascii_letters(word) for word in work.title.split()]
    first = next((word for word in words if word and word not in ARTICLES), "")
    return f"{ascii_letters(family)}{work.known_year or ''}{first}" or "work"


def ascii_letters(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.lower().translate(UNMARKED))
    return re.sub(r"[^a-z0-9]", "", parts)
