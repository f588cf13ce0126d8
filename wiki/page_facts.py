"""What a web page says of itself: its title, authors, publisher, year, description, and picture.

It says so in citation_* and Dublin Core tags, as scholarly sites have them, in JSON-LD
(https://schema.org), and in Open Graph tags (https://ogp.me).
"""

import codecs
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from content.citations.makers import natural_name
from content.texts import clean_line

LONGEST_PAGE = 2 * 1024 * 1024  # bytes; what we look for is near the beginning
MOST_AUTHORS = 30
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)")
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
SEPARATOR = r"\s+[|·•»–—-]\s+"
BY = re.compile(r"^by\s+", re.IGNORECASE)
ADDRESS = re.compile(r"^(?:https?:)?//|^@", re.IGNORECASE)
# What describes the site, a path to the page, or a part of it.
NOT_THE_WORK = {
    "BreadcrumbList", "ImageObject", "ItemList", "ListItem", "Organization", "Person",
    "SearchAction", "WebSite", "SiteNavigationElement", "WPHeader", "WPFooter", "Comment",
    "NewsMediaOrganization", "EducationalOrganization", "CollegeOrUniversity", "Corporation", "NGO",
}  # fmt: skip


@dataclass
class PageFacts:
    title: str = ""
    authors: list[str] = field(default_factory=list)
    site: str = ""
    year: int | None = None
    description: str = ""
    picture: str = ""  # its whole address
    picture_alt: str = ""


def read_page(content: bytes, *, url: str, content_type: str = "") -> PageFacts:
    """Return what a page says of itself; what it doesn't say is empty."""
    content = content[:LONGEST_PAGE]
    try:
        parser = build_parser(find_encoding(content, content_type))
        page = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, ValueError):
        return PageFacts()
    tags, work = read_tags(page), find_work(page)
    picture = first(tags, "og:image:secure_url", "og:image:url", "og:image", "twitter:image")
    site = (
        first(tags, "citation_publisher")
        or name_of(work.get("publisher"))
        or first(tags, "og:site_name", "application-name", "dc.publisher")
    )
    title = (
        first(tags, "citation_title")
        or text_of(work.get("headline") or work.get("name"))
        or first(tags, "og:title", "twitter:title", "dc.title")
        or line("".join(page.xpath("(//title)[1]//text()")))
    )
    return PageFacts(
        title=without_site(title, site, first(tags, "og:site_name")),
        authors=read_authors(tags, work),
        site="" if ADDRESS.match(site) else site,
        year=read_year(tags, work),
        description=first(tags, "og:description", "description")
        or text_of(work.get("description"))
        or first(tags, "twitter:description", "dc.description", "citation_abstract"),
        picture=absolute(url, picture or address_of(work.get("image"))),
        picture_alt=first(tags, "og:image:alt", "twitter:image:alt") if picture else "",
    )


def find_encoding(content: bytes, content_type: str) -> str | None:
    """Return the encoding, or None if only the page itself can tell."""
    with suppress(UnicodeDecodeError):
        # What is valid UTF-8 is hardly ever anything else. The end may be cut off.
        codecs.getincrementaldecoder("utf-8")().decode(content)
        return "utf-8"
    named = CHARSET.search(content_type)
    with suppress(LookupError):
        return codecs.lookup(named[1]).name if named else None
    return None


def build_parser(encoding: str | None) -> html.HTMLParser:
    try:
        return html.HTMLParser(encoding=encoding)
    except LookupError:
        # Python calls more an encoding than there are on the web, such as base64.
        return html.HTMLParser()


def read_tags(page: html.HtmlElement) -> dict[str, list[str]]:
    """Return {name in lower case: contents} of the page's meta tags."""
    tags: dict[str, list[str]] = defaultdict(list)
    for tag in page.iter("meta"):
        content = line(tag.get("content", ""))
        for name in {tag.get("name", ""), tag.get("property", "")}:
            if name and content:
                tags[name.strip().lower().replace("dcterms.", "dc.")].append(content)
    return tags


def first(tags: dict[str, list[str]], *names: str) -> str:
    return next((tags[name][0] for name in names if tags.get(name)), "")


# JSON-LD


def find_work(page: html.HtmlElement) -> dict[str, Any]:
    """Return what JSON-LD says of the work on this page, with references filled in."""
    items: list[dict] = []
    for script in page.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            with suppress(ValueError, RecursionError):
                items += flatten(json.loads(script.text or "", strict=False))
    by_id = {item["@id"]: item for item in items if isinstance(item.get("@id"), str)}
    works = [item for item in items if types_of(item) and not types_of(item) & NOT_THE_WORK]
    # A page is often described besides the article on it.
    works.sort(key=lambda item: "WebPage" in types_of(item))
    found: dict[str, Any] = {}
    for item in works:
        for name, value in item.items():
            if name not in found:
                found[name] = resolve(value, by_id)
    return found


def flatten(value: Any) -> Iterator[dict]:
    if isinstance(value, list):
        for each in value:
            yield from flatten(each)
    elif isinstance(value, dict):
        yield value
        yield from flatten(value.get("@graph", []))


def types_of(item: dict) -> set[str]:
    named = item.get("@type", [])
    named = named if isinstance(named, list) else [named]
    return {str(each).rpartition("/")[2] for each in named}


def resolve(value: Any, by_id: dict[str, dict]) -> Any:
    """Return what a value like {"@id": "#ada"} refers to."""
    if isinstance(value, list):
        return [resolve(each, by_id) for each in value[:MOST_AUTHORS]]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**by_id.get(value["@id"], {}), **value}
    return value


def name_of(value: Any) -> str:
    """Return the name of a person or organization, which may be only a text."""
    return next(iter(names_of(value)), "")


def names_of(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        name = text_of(each.get("name") if isinstance(each, dict) else each)
        if name:
            yield name


def address_of(value: Any) -> str:
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or ""
    return line(value) if isinstance(value, str) else ""


def text_of(value: Any) -> str:
    if isinstance(value, list):
        value = next(iter(value), "")
    return line(value) if isinstance(value, str) else ""


# What the values mean


def read_authors(tags: dict[str, list[str]], work: dict) -> list[str]:
    named = (
        tags.get("citation_author")
        or list(names_of(work.get("author") or work.get("creator")))
        or [
            name for key in ("author", "article:author", "dc.creator") for name in tags.get(key, [])
        ]
    )
    names = [spoken(BY.sub("", name)) for name in named if not ADDRESS.match(name)]
    return list(dict.fromkeys(name for name in names if name))[:MOST_AUTHORS]


def spoken(name: str) -> str:
    """“Sturgis, Chris” is Chris Sturgis; a name with more commas stays as it is."""
    family, comma, given = name.partition(",")
    return natural_name(family, given) if comma and "," not in given else name.strip(" ,")


def read_year(tags: dict[str, list[str]], work: dict) -> int | None:
    dates = [
        first(tags, "citation_publication_date", "citation_date", "citation_year"),
        *(text_of(work.get(name)) for name in ("datePublished", "dateCreated", "uploadDate")),
        first(tags, "article:published_time", "dc.date", "dc.issued", "dc.date.issued", "date"),
    ]
    found = next((match for date in dates if (match := YEAR.search(date))), None)
    return int(found[1]) if found else None


def without_site(title: str, *sites: str) -> str:
    """“A study | The Institute” is “A study.”"""
    for site in filter(None, sites):
        shorter = re.sub(rf"{SEPARATOR}{re.escape(site)}$", "", title, flags=re.IGNORECASE)
        title = shorter or title
    return title


def absolute(url: str, address: str) -> str:
    with suppress(ValueError):
        joined = urljoin(url, address) if address else ""
        return joined if joined.startswith(("http://", "https://")) else ""
    return ""


def line(text: str) -> str:
    # Many programs escape what they put into attributes twice.
    return " ".join(clean_line(unescape(text)).split())
