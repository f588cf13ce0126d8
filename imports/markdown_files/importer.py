"""Import a folder of Markdown files with front matter, such as Obsidian’s or a GitHub wiki’s."""

import hashlib
import re
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from django.utils import timezone

from content.markdown import render
from content.models import Status
from imports.exceptions import UnreadableFile
from imports.folders.headings import ARTICLES, ENCODINGS, UNKNOWN_KEYS
from imports.folders.importer import FolderImporter
from imports.folders.links import DATE_PREFIX
from imports.folders.pages import INDEXES, FolderPage, Links, PageBody
from imports.folders.reading import FolderListing, decode, list_folder, read_bytes
from imports.folders.sources import FolderSource
from imports.front_matter import read_front_matter
from imports.markdown_files.attributes import strip_attributes
from imports.markdown_files.fields import read_fields, read_moment
from imports.markdown_files.rewriting import LinkRewriter
from imports.reports import ImportReport, Outcome
from imports.running import OnProgress, ignore_progress, import_run
from imports.values import shorten

SOURCE = "markdown"
ENDINGS = {".md", ".markdown", ".mdown", ".mkd"}
NAVIGATION = {"_sidebar", "_footer", "_header", "_navbar"}
FIRST_HEADING = re.compile(
    r"\A\s*(?:#[ \t]+([^\n]+?)[ \t#]*|([^\n#>\-*|`\[<]+)\n=+[ \t]*)(?:\n|\Z)"
)
MARKUP = re.compile(r"[*_`]|!?\[([^\[\]]*)\]\([^()]*\)")


def import_folder(
    folder: Path,
    *,
    name: str = "",
    old_folder: str = "",
    is_dry_run: bool = False,
    on_progress: OnProgress = ignore_progress,
) -> ImportReport:
    """Import a folder, and report the outcome. A dry run does the same, and rolls it back.

    `name` tells this folder from others; by default, it is the folder's own. Raises ImportRunning.
    """
    report = ImportReport(is_dry_run=is_dry_run)
    with import_run(is_dry_run=is_dry_run):
        try:
            listing = list_folder(folder, page_endings=ENDINGS, report=report)
        except UnreadableFile as error:
            report.fail(str(folder), str(error))
            return report
        source = FolderSource(SOURCE, name or listing.folder.name, old_folder)
        pages = read_pages(listing, report)
        pages += make_sections(pages)
        report.in_file[ARTICLES] += len(pages)
        FolderImporter(source, listing, report, on_progress).run(pages)
    return report


def read_pages(listing: FolderListing, report: ImportReport) -> list[FolderPage]:
    unknown: Counter[str] = Counter()
    pages = []
    for path in listing.pages:
        if path.stem.lower() in NAVIGATION:
            report.in_file[ARTICLES] += 1
            report.skip(ARTICLES, "navigation of the old wiki")
            continue
        try:
            if not listing.locate(path).stat().st_size:
                report.in_file[ARTICLES] += 1
                report.skip(ARTICLES, "empty files")
                continue
            page, keys = read_page(path, listing, report)
        except UnreadableFile as error:
            report.in_file[ARTICLES] += 1
            report.count(ARTICLES, Outcome.FAILED)
            report.fail(str(path), str(error))
            continue
        unknown.update(keys)
        pages.append(page)
    for key, count in unknown.most_common():
        report.remark(UNKNOWN_KEYS, f"{key}: {count}")
    return pages


def read_page(
    path: PurePosixPath, listing: FolderListing, report: ImportReport
) -> tuple[FolderPage, list[str]]:
    data = read_bytes(listing.locate(path))
    text, encoding = decode(data)
    if encoding:
        report.remark(ENCODINGS, f"{path}: {encoding}")
    front_matter, body = read_front_matter(text.replace("\r\n", "\n"))
    fields = read_fields(front_matter)
    heading, _ = take_heading(body)
    title = fields.text("title") or heading or title_of(path)
    former_titles, old_paths = fields.former()
    status = Status.DRAFT if path.parts[0] == "_drafts" else fields.status()
    if not body.strip():
        status = Status.DRAFT
        fields.problems.append("It has no text.")
    in_name = DATE_PREFIX.match(path.name)
    published_at = fields.moment("date") or (read_moment(in_name[0][:-1]) if in_name else None)
    written_at = datetime.fromtimestamp(listing.locate(path).stat().st_mtime, tz=UTC)
    has_heading = heading and (not fields.text("title") or heading == title)
    return FolderPage(
        path=path,
        title=shorten(" ".join(title.split()), 300),
        write_body=partial(write_body, path, listing, is_without_heading=bool(has_heading)),
        digest=hashlib.sha256(data).hexdigest(),
        kind=fields.kind(),
        slug=fields.text("slug").strip("/").rpartition("/")[2]
        or (DATE_PREFIX.sub("", path.stem) if in_name else ""),
        summary=fields.text("summary"),
        status=status,
        published_at=published_at,
        modified_at=fields.moment("modified") or (published_at or min(written_at, timezone.now())),
        people=fields.names("authors"),
        topics=fields.names("topics"),
        tags=fields.names("tags"),
        former_titles=former_titles,
        old_paths=old_paths,
        parent_name=fields.text("parent").strip("[]").partition("|")[0],
        problems=fields.problems,
    ), fields.unknown


def take_heading(body: str) -> tuple[str, str]:
    """Return the heading with which a text begins, without markup, and the text below it."""
    found = FIRST_HEADING.match(body[:2_000])
    if found is None:
        return "", body
    words = MARKUP.sub(lambda mark: mark[1] or "", strip_attributes(found[1] or found[2]))
    return " ".join(words.split()), body[found.end() :].lstrip("\n")


def title_of(path: PurePosixPath) -> str:
    """Return the title that a file's name or, for an index, its folder's name says."""
    stem = path.parent.name if path.stem.lower() in INDEXES and path.parent.name else path.stem
    words = DATE_PREFIX.sub("", stem)
    if " " not in words:
        words = re.sub(r"[-_]+", " ", words)
    words = " ".join(words.split()) or path.name
    return words[:1].upper() + words[1:]


def write_body(
    path: PurePosixPath, listing: FolderListing, links: Links, *, is_without_heading: bool
) -> PageBody:
    text, _ = decode(read_bytes(listing.locate(path)))
    _, body = read_front_matter(text.replace("\r\n", "\n"))
    if is_without_heading:
        _, body = take_heading(body)
    rewriter = LinkRewriter(links)
    markdown = rewriter.rewrite(body).strip()
    problems = rewriter.sentences()
    if problem := render(markdown).problem:
        problems.append(problem)
    return PageBody(markdown, problems)


def make_sections(pages: list[FolderPage]) -> list[FolderPage]:
    """Return an article for each folder of articles that has no index, to be their parent."""
    articles = [page for page in pages if page.kind == "article"]
    taken = {str(page.path.with_suffix("")).casefold() for page in articles}
    taken |= {str(page.path.parent).casefold() for page in articles if page.is_index}
    folders = {
        folder
        for page in articles
        for folder in page.path.parents
        if folder.parts and not any(part.startswith("_") for part in folder.parts)
    }
    sections = [
        FolderPage(
            path=folder,
            title=title_of(folder / "index"),
            write_body=partial(write_section, folder, articles),
            digest="section",
        )
        for folder in sorted(folders)
        if str(folder).casefold() not in taken
    ]
    articles += sections
    return sections


def write_section(folder: PurePosixPath, pages: list[FolderPage], links: Links) -> PageBody:
    """List the articles of a folder, as the folder did."""
    inside = [page for page in pages if page.parent is not None and page.parent.path == folder]
    rewriter = LinkRewriter(links)
    lines = [
        f"- {rewriter.write_page_link(page, '', page.title)}"
        for page in sorted(inside, key=lambda page: page.title.casefold())
        if links.resolve(f"/{page.path}")
    ]
    return PageBody("\n".join(lines))
