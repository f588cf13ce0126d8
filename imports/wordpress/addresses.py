"""Choose an entry's slug, and redirect its old addresses."""

import re
from collections.abc import Iterable, Mapping
from itertools import batched

from django.utils import timezone

from content.editing.slugs import slug_base
from content.models import Entry
from content.paths import is_file_path
from content.rendering import fill_in_rendered, render_without_database
from imports.redirects import REDIRECTS, add_redirects, add_redirects_to_path
from imports.reports import ImportReport, Outcome
from imports.values import read_name, read_slug
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.formatting import format_body
from imports.wordpress.old_paths import (
    by_number,
    earlier_paths,
    has_old_address,
    path_of_link,
    read_old_path,
    site_path,
)
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.publication import read_publication
from imports.wordpress.related import RelatedItems

ATTACHMENT_PAGES = "Pages of attachments"
NO_PARENT = "pages of attachments that belong to no imported entry"
BATCH = 500
LAST_NUMBER = re.compile(r"/\d+$")
# Where each kind is listed here.
LISTS = {
    "post": "/blog/",
    "page": "/",
    "event": "/events/",
    "publication": "/library/",
    "resource": "/library/",
    "article": "/wiki/",
    "series": "/series/",
}


def wanted_slug(item: ExportItem) -> str:
    """Return the item's own slug, or one from its title, text, or date. It may be taken."""
    words = " ".join((read_name(item.title) or heading_from_text(item.content)).split()[:10])
    # Squarespace writes a whole path.
    slug = read_slug(item.slug.rpartition("/")[2], otherwise=words)
    if slug:
        return slug_base(slug)
    _, moment = read_publication(item)
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else f"post-{item.post_id}"


def heading_from_text(content: str) -> str:
    entry = Entry(body=format_body(content).markdown)
    fill_in_rendered(entry, render_without_database(entry.body, {}))
    return "" if entry.heading == "Untitled" else entry.heading


def old_paths(item: ExportItem, *, site: str, related: RelatedItems) -> list[str]:
    """Return every path that the item ever had, as far as the export tells.

    A draft never had one. A path that is another item's link is that item's, even if it is in
    this one's GUID: the site was moved, and numbers were given again.
    """
    if not has_old_address(item):
        return []
    guid = read_old_path(item.guid, folder=site_path(site))
    guessed = [guid, by_number(item, site), *earlier_paths(item, site)]
    return [
        path_of_link(item, site),
        *(path for path in guessed if path and not related.belongs_to_other(path, site, item)),
    ]


def add_old_addresses(
    items: Iterable[tuple[Entry, ExportItem, str]], report: ImportReport, *, related: RelatedItems
) -> None:
    """Redirect the old addresses of (entry, item, address of its site)."""
    add_redirects(
        [(entry, old_paths(item, site=site, related=related)) for entry, item, site in items],
        report,
    )


def add_attachment_pages(
    site: str,
    related: RelatedItems,
    guids: Mapping[tuple[str, str], str],
    report: ImportReport,
) -> None:
    """Redirect attachments' own pages to the entries that they were uploaded for.

    `guids` are those of the imported items, by site and number.
    """
    for parents in batched(
        [parent for of_site, parent in related.files_by_parent if of_site == site], BATCH
    ):
        wanted = {guids[site, parent]: parent for parent in parents if (site, parent) in guids}
        entries = {
            wanted[entry.guid]: entry for entry in Entry.objects.filter(guid__in=wanted.keys())
        }
        for parent in parents:
            for attachment in related.files_by_parent[site, parent]:
                paths = attachment_paths(attachment, site)
                report.in_file[ATTACHMENT_PAGES] += 1
                if parent not in entries or not paths:
                    report.skip(ATTACHMENT_PAGES, NO_PARENT)
                    continue
                added = ImportReport()
                add_redirects([(entries[parent], paths)], added)
                is_new = added.counts[REDIRECTS][Outcome.NEW]
                report.add(added)
                report.count(ATTACHMENT_PAGES, Outcome.NEW if is_new else Outcome.UNCHANGED)


def attachment_paths(attachment: ExportItem, site: str) -> list[str]:
    """Return the paths of an attachment's page: its link, and its number."""
    number = by_number(attachment, site)
    numbered = [number, number.replace("?p=", "?attachment_id=")] if number else []
    link = path_of_link(attachment, site)
    return [link, *numbered] if link and not is_file_path(link) else numbered


def add_type_addresses(
    exports: Iterable[Export], choices: ImportChoices, report: ImportReport
) -> None:
    """Redirect the lists of plug-ins' types, such as /publication/, to those here."""
    folders: dict[str, str] = {}
    for export in exports:
        for item in export.items:
            path = path_of_link(item, export.site.url)
            folder, _, slug = path.rstrip("/").rpartition("/")
            kind = choices.kinds.get(item.post_type)
            if kind and folder and slug and "?" not in path and has_old_address(item):
                folders.setdefault(folder, LISTS[kind])
    for folder, path in folders.items():
        # Only its own folder: not one that is part of a date or of another page's address.
        if LAST_NUMBER.search(folder) is None:
            add_redirects_to_path(new_path=path, old_paths=[f"{folder}/"], report=report)


def add_site_addresses(site: str, report: ImportReport) -> None:
    """Redirect the front page and the feeds of a site that was in a folder to those here."""
    folder = site_path(site)
    if not folder:
        return
    add_redirects_to_path(new_path="/", old_paths=[f"{folder}/"], report=report)
    feeds = [f"{folder}/feed/", f"{folder}/comments/feed/"]
    add_redirects_to_path(new_path="/feed/", old_paths=feeds, report=report)
