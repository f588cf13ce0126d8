"""Import a folder of saved HTML pages, such as a mirror of a wiki or a host's export."""

import hashlib
import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.utils import timezone

from content.models import Status
from imports.exceptions import UnreadableFile
from imports.folders.headings import ARTICLES, ENCODINGS
from imports.folders.importer import FolderImporter
from imports.folders.pages import INDEXES, FolderPage, Links, PageBody
from imports.folders.reading import FolderListing, decode, list_folder, read_bytes
from imports.folders.sources import FolderSource
from imports.html.trees import check_size
from imports.html_pages import web_archives
from imports.html_pages.content import (
    attribute,
    describe_outside,
    find_content,
    has_content,
    remove_hidden,
    remove_surroundings,
)
from imports.html_pages.conversion import convert, fragments_of, ids_of
from imports.html_pages.titles import find_heading, find_site_names, strip_site_name, words_of
from imports.reports import ImportReport, Outcome
from imports.running import OnProgress, ignore_progress, import_run
from imports.values import host_of, shorten

SOURCE = "html"
ENDINGS = {".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", *web_archives.ENDINGS}
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
PARTS_FOLDER = re.compile(r".*(?:_files|\.files|_fichiers|-Dateien)", re.IGNORECASE)
PUBLISHED = ("article:published_time", "date", "dc.date", "dcterms.created", "datepublished")
MODIFIED = ("article:modified_time", "dcterms.modified", "last-modified", "datemodified")
LEFT_OUT = "Left out around the text"
NO_TEXT = "Pages without text, so not imported"
MAX_DESCRIPTION = 500


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What a saved page says outside its text."""

    path: PurePosixPath
    digest: str
    heading: str
    title: str
    address: str  # on the old site, or ""
    description: str
    author: str
    published_at: datetime | None
    modified_at: datetime | None
    ids: frozenset[str]  # in its text
    fragments: frozenset[str]  # of the links in its text


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A saved page without what readers didn't see, which `hidden` describes."""

    soup: BeautifulSoup
    hidden: list[str]
    digest: str
    address: str  # where a browser saved it from, or ""
    encoding: str  # if it isn't UTF-8


def import_folder(
    folder: Path,
    *,
    selector: str = "",
    name: str = "",
    old_folder: str = "",
    is_dry_run: bool = False,
    on_progress: OnProgress = ignore_progress,
) -> ImportReport:
    """Import a folder, and report the outcome. A dry run does the same, and rolls it back.

    `selector` is the CSS selector of the text in the pages. Raises ImportRunning.
    """
    report = ImportReport(is_dry_run=is_dry_run)
    with import_run(is_dry_run=is_dry_run):
        try:
            listing = list_folder(folder, page_endings=ENDINGS, report=report)
        except UnreadableFile as error:
            report.fail(str(folder), str(error))
            return report
        leave_out_parts(listing, report)
        saved = read_all(listing, selector, report)
        hosts = Counter(host_of(page.address) for page in saved if page.address)
        host = hosts.most_common(1)[0][0] if hosts else ""
        source = FolderSource(SOURCE, name or listing.folder.name, old_folder, host)
        pages = build_pages(saved, listing, selector, report)
        report.in_file[ARTICLES] += len(pages)
        FolderImporter(source, listing, report, on_progress).run(pages)
    return report


def leave_out_parts(listing: FolderListing, report: ImportReport) -> None:
    """Leave out the frames and scripts that browsers save in a folder beside a page."""
    parts = {
        path
        for path in listing.pages
        if any(PARTS_FOLDER.fullmatch(part) for part in path.parts[:-1])
    }
    listing.pages = [path for path in listing.pages if path not in parts]
    if parts:
        report.in_file[ARTICLES] += len(parts)
        report.skip(ARTICLES, "parts of saved pages, such as frames", len(parts))


def read_all(listing: FolderListing, selector: str, report: ImportReport) -> list[SavedPage]:
    pages = []
    for path in listing.pages:
        try:
            page = read_page(path, listing, selector, report)
        except UnreadableFile as error:
            report.in_file[ARTICLES] += 1
            report.count(ARTICLES, Outcome.FAILED)
            report.fail(str(path), str(error))
            continue
        if page is None:
            report.in_file[ARTICLES] += 1
            report.skip(ARTICLES, "pages without text")
            report.remark(NO_TEXT, str(path))
        else:
            pages.append(page)
    return pages


def read_page(
    path: PurePosixPath, listing: FolderListing, selector: str, report: ImportReport
) -> SavedPage | None:
    """Return what a page says outside its text, or None if it has no text."""
    page = parse_page(path, listing)
    soup = page.soup
    if page.encoding:
        report.remark(ENCODINGS, f"{path}: {page.encoding}")
    meta = read_meta(soup)
    canonical = soup.find("link", rel="canonical", href=True)
    address = (attribute(canonical, "href") if canonical else "") or meta.get("og:url", "")
    address = address or page.address
    title = words_of(soup.title)
    content = find_content(soup, selector)
    heading = find_heading(content, soup)
    removed = [*page.hidden, *describe_outside(soup, content), *remove_surroundings(content)]
    if not has_content(content):
        return None
    if removed:
        report.remark(LEFT_OUT, f"{path}: {', '.join(removed[:10])}")
    return SavedPage(
        path=path,
        digest=hashlib.sha256(f"{page.digest} {selector}".encode()).hexdigest(),
        heading=words_of(heading),
        title=title,
        address=address.strip(),
        description=meta.get("description", ""),
        author=meta.get("author", ""),
        published_at=first_moment(meta, PUBLISHED),
        modified_at=first_moment(meta, MODIFIED)
        or datetime.fromtimestamp(listing.locate(path).stat().st_mtime, tz=UTC),
        ids=frozenset(ids_of(content)),
        fragments=frozenset(fragments_of(content)),
    )


def parse_page(path: PurePosixPath, listing: FolderListing) -> ParsedPage:
    data = read_bytes(listing.locate(path))
    if path.suffix.lower() in web_archives.ENDINGS:
        text, address, encoding = web_archives.unpack(data)
    else:
        text, encoding = decode(data, is_html=True)
        saved_from = SAVED_FROM.search(data[:5_000].decode("latin-1"))
        address = saved_from[1] if saved_from else ""
    soup = BeautifulSoup(text, "lxml")
    check_size(soup)
    digest = hashlib.sha256(data).hexdigest()
    return ParsedPage(soup, remove_hidden(soup), digest, address, encoding)


def read_meta(soup: BeautifulSoup) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in soup.find_all("meta", content=True):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        meta.setdefault(str(name).lower(), attribute(element, "content"))
    return meta


def first_moment(meta: dict[str, str], names: tuple[str, ...]) -> datetime | None:
    for name in names:
        try:
            moment = datetime.fromisoformat(meta.get(name, ""))
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_default_timezone())
    return None


def build_pages(
    saved: list[SavedPage], listing: FolderListing, selector: str, report: ImportReport
) -> list[FolderPage]:
    site_names = find_site_names(page.title for page in saved)
    descriptions = Counter(page.description for page in saved)
    # Of any page: where a link leads isn't known yet, and a target too many does no harm.
    targets = frozenset(fragment for page in saved for fragment in page.fragments)
    pages = []
    for page in saved:
        title = strip_site_name(page.heading or page.title, site_names) or title_of(page.path)
        old_path = path_of(page.address)
        is_own = descriptions[page.description] == 1 and len(page.description) <= MAX_DESCRIPTION
        moment = page.published_at or min(page.modified_at or timezone.now(), timezone.now())
        pages.append(
            FolderPage(
                path=page.path,
                title=shorten(title, 300),
                write_body=partial(write_body, page, listing, selector=selector, targets=targets),
                digest=f"{page.digest} {sorted(targets & page.ids)}",
                summary=page.description if is_own else "",
                status=Status.PUBLISHED,
                published_at=moment,
                modified_at=page.modified_at,
                people=[page.author] if page.author and len(page.author) <= 200 else [],
                old_paths=[old_path] if old_path.strip("/") else [],
            )
        )
    return pages


def title_of(path: PurePosixPath) -> str:
    stem = path.parent.name if path.stem.lower() in INDEXES and path.parent.name else path.stem
    words = " ".join(re.sub(r"[-_+]+", " ", stem).split()) or path.name
    return words[:1].upper() + words[1:]


def write_body(
    page: SavedPage, listing: FolderListing, links: Links, *, selector: str, targets: Set[str]
) -> PageBody:
    soup = parse_page(page.path, listing).soup
    base = soup.find("base", href=True)
    base_address = urljoin(page.address, attribute(base, "href")) if base else ""
    content = find_content(soup, selector)
    heading = find_heading(content, soup)
    remove_surroundings(content)
    if heading is not None and not heading.decomposed and words_of(heading) == page.heading:
        # The site shows the title above the text.
        heading.decompose()
    return convert(
        content, links, base=base_address if "://" in base_address else "", targets=targets
    )


def path_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return "" if parts.query or not address.startswith(("http", "/")) else parts.path
