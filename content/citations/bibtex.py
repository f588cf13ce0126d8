"""BibTeX, as BibTeX, biber, Zotero, and JabRef read it."""

import re
import unicodedata
from collections.abc import Sequence

from content.citations.names import split
from content.citations.works import CitedAuthor, Work

# Braces become commands: BibTeX counts braces even after a backslash, so a single one would end the
# field too early or too late.
ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)
# Characters that Unicode does not decompose into an ASCII letter and a mark.
WITHOUT_MARKS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ARTICLES = {"a", "an", "the"}


def bibtex(work: Work, *, key_suffix: str = "") -> str:
    """Return one BibTeX entry. Characters outside ASCII stay as they are, in UTF-8."""
    entry_type, publisher_field = {
        "report": ("techreport", "institution"),
        "paper": ("techreport", "institution"),
        "book": ("book", "publisher"),
    }.get(work.kind, ("misc", "publisher"))
    values = {
        "author": people(work.authors),
        "editor": people(work.editors),
        # The second pair of braces keeps capitals as they are in any style.
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
    if work.known_day:
        # An abbreviation without braces: each style writes the month in its own way.
        lines.append(f"  month = {MONTHS[work.known_day.month - 1]},")
    return "\n".join([f"@{entry_type}{{{key(work)}{key_suffix},", *lines, "}", ""])


def note(work: Work) -> str:
    facts = [escape(fact) for fact in (work.container, work.medium) if fact]
    if work.revised:
        facts.append(f"Revised {work.revised.isoformat()}")
    elif work.published:
        facts.append(f"Published {work.published.isoformat()}")
    elif work.accessed:
        facts.append(f"Accessed {work.accessed.isoformat()}")
    return ". ".join(facts)


def escape(text: str) -> str:
    return text.translate(ESCAPES)


def verbatim(address: str) -> str:
    r"""Return an address for \url and for fields that no program unescapes, with braces encoded."""
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", address)


def people(authors: Sequence[CitedAuthor]) -> str:
    return " and ".join(map(person, authors))


def person(author: CitedAuthor) -> str:
    """“van der Berg, Jr., Anna”: BibTeX does not split what is in braces."""
    if author.is_organization:
        return f"{{{escape(author.name)}}}"
    name = split(author)
    parts = [name.family, name.suffix, name.given] if name.suffix else [name.family, name.given]
    return ", ".join(protected(part) for part in parts if part)


def protected(part: str) -> str:
    """Protect an “and” or a comma inside a name, which would start another name."""
    escaped = escape(part)
    return f"{{{escaped}}}" if re.search(r"\band\b|,", part, re.IGNORECASE) else escaped


def key(work: Work) -> str:
    """“patrick2013necessary”: family name, year, and the title's first word except articles."""
    makers = work.authors or work.editors
    family = split(makers[0]).family if makers else ""
    words = [ascii_characters(word) for word in work.title.split()]
    first = next((word for word in words if word and word not in ARTICLES), "")
    return f"{ascii_characters(family)}{work.known_year or ''}{first}" or "work"


def ascii_characters(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.lower().translate(WITHOUT_MARKS))
    return re.sub(r"[^a-z0-9]", "", parts)
