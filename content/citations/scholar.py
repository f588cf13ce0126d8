"""Metadata for Google Scholar, for Zotero, and for other search engines."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from content.citations.names import split
from content.citations.works import CitedAuthor, Work

SCHEMA_TYPES = {
    "report": "Report",
    "book": "Book",
    "paper": "ScholarlyArticle",
    "article": "Article",
    "website": "WebPage",
    "post": "BlogPosting",
    "video": "VideoObject",
}
# Zotero’s “Embedded Metadata” takes an item for a journal article, unless this tag names its type.
ZOTERO_TYPE = "z:itemType"
ZOTERO_TYPES = {
    "report": "report",
    "book": "book",
    "paper": "report",
    "article": "encyclopediaArticle",
    "website": "webpage",
    "post": "blogPost",
    "video": "videoRecording",
}


class File(NamedTuple):
    address: str  # absolute
    media_type: str  # such as application/pdf
    size: int  # in bytes
    name: str = ""


def citation_tags(
    work: Work,
    *,
    pdf_url: str = "",
    online_date: date | None = None,
    language: str = "en",
) -> list[tuple[str, str]]:
    """Return (name, content) of Google Scholar's meta tags, with one tag per author.

    `online_date` is when the page was published here. Google Scholar requires a title, an author,
    and a date, and expects the PDF in the page's folder or below.
    """
    published_by = "citation_publisher"
    if work.kind in {"report", "paper"}:
        published_by = "citation_technical_report_institution"
    tags = [
        ("citation_title", work.title),
        *(("citation_author", sorted_name(author)) for author in work.authors),
        *(("citation_editor", sorted_name(editor)) for editor in work.editors),
        ("citation_publication_date", publication_date(work)),
        ("citation_online_date", f"{online_date:%Y/%m/%d}" if online_date else ""),
        (published_by, work.publisher),
        ("citation_isbn", work.isbn),
        ("citation_doi", work.bare_doi),
        ("citation_language", language),
        ("citation_abstract_html_url", work.address),
        ("citation_pdf_url", pdf_url),
        (ZOTERO_TYPE, ZOTERO_TYPES[work.kind]),
    ]
    return [(name, content) for name, content in tags if content]


def publication_date(work: Work) -> str:
    return f"{work.known_day:%Y/%m/%d}" if work.known_day else str(work.year or "")


def sorted_name(author: CitedAuthor) -> str:
    name = split(author)
    return ", ".join(filter(None, [name.family, name.given, name.suffix]))


def structured_data(
    work: Work,
    *,
    credit: str = "",
    description: str = "",
    image: str = "",
    language: str = "en",
    published: date | None = None,
    files: Sequence[File] = (),
) -> dict:
    """Return schema.org JSON-LD without unknown values.

    `published` is the exact day, if it is known. `credit` names the makers where they are only
    known in words, which may mean people, organizations, or both.
    """
    known = published.isoformat() if published else str(work.year or "")
    data = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES[work.kind],
        "name": work.title,
        "headline": work.title[:110],
        "url": work.address,
        "author": [] if credit else [maker(author) for author in work.authors],
        "creditText": credit,
        "editor": [maker(editor) for editor in work.editors],
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
        "datePublished": known,
        "dateModified": work.revised.isoformat() if work.revised else "",
        "bookEdition": work.edition if work.kind == "book" else "",
        "isbn": work.isbn if work.kind == "book" else "",
        "sameAs": work.location if work.bare_doi else "",
        "inLanguage": language,
        "description": description,
        "image": image,
        "encoding": [encoding(file) for file in files],
    }
    return {name: value for name, value in data.items() if value}


def maker(author: CitedAuthor) -> dict:
    if author.is_organization:
        return {"@type": "Organization", "name": author.name}
    name = split(author)
    data = {
        "@type": "Person",
        "name": author.name,
        "givenName": name.given,
        "familyName": name.family,
        "honorificSuffix": name.suffix,
    }
    return {key: value for key, value in data.items() if value}


def encoding(file: File) -> dict:
    data = {
        "@type": "MediaObject",
        "name": file.name,
        "contentUrl": file.address,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
    }
    return {key: value for key, value in data.items() if value}
