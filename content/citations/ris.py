"""RIS, as EndNote, Zotero, Mendeley, and RefWorks read it."""

from collections.abc import Iterator
from datetime import date

from content.citations.names import split
from content.citations.works import CitedAuthor, Work

TYPES = {
    "report": "RPRT",
    "paper": "RPRT",
    "book": "BOOK",
    "article": "ENCYC",
    "website": "ELEC",
    "post": "BLOG",
    "video": "VIDEO",
}


def ris(work: Work) -> str:
    """Return one record, with lines that end in CR and LF, as the specification requires.

    A Work has no line breaks, so no user's text can start a line.
    """
    lines = [f"{tag}  - {value}\r\n" for tag, value in fields(work) if value]
    return "".join([*lines, "ER  - \r\n"])


def fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[work.kind]
    for author in work.authors:
        yield "AU", person(author)
    for editor in work.editors:
        yield "ED", person(editor)
    yield "TI", work.title
    yield "T2", work.container
    yield "M3", "Paper" if work.kind == "paper" else work.medium
    yield "ET", work.edition
    yield "PB", work.publisher
    yield "PY", str(work.known_year or "")
    yield "DA", day(work.known_day)
    yield "SN", work.isbn
    yield "DO", work.bare_doi
    yield "UR", work.address
    yield "Y2", day(work.accessed)


def day(moment: date | None) -> str:
    return f"{moment:%Y/%m/%d}" if moment else ""


def person(author: CitedAuthor) -> str:
    """Return “Family, Given, Jr.,” without asterisks, which RIS doesn't allow in names.

    The comma after an organization keeps EndNote from inverting its name. Commas inside the name
    would be misread, so they are removed.
    """
    if author.is_organization:
        return f"{author.name.replace(',', '').replace('*', '')},"
    name = split(author)
    parts = [name.family, name.given, name.suffix]
    return ", ".join(part.replace(",", "") for part in parts if part).replace("*", "")
