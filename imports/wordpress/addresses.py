"""Choose a post's slug, and redirect its old addresses."""

from django.utils import timezone

from content.editing.slugs import propose_slug
from content.models import Entry
from content.rendering import render_entry
from imports.redirects import ALREADY_TAKEN, add_redirects
from imports.reports import ImportReport
from imports.values import read_path, read_slug
from imports.wordpress.export import ExportItem


def choose_slug(entry: Entry, item: ExportItem, report: ImportReport) -> str:
    """Return the item's own slug, or one from its title, text, or date. Avoids taken slugs."""
    words = " ".join((entry.title or heading_from_text(entry)).split()[:10])
    wanted = read_slug(item.slug, otherwise=words)
    if not wanted:
        moment = entry.published_at
        wanted = f"{timezone.localtime(moment):%Y-%m-%d}" if moment else f"post-{item.post_id}"
    slug = propose_slug(wanted, model=type(entry))
    if slug != wanted:
        report.remark(
            ALREADY_TAKEN,
            f"“{entry.heading}” is now at {path_for_slug(entry, slug)}, because "
            f"{path_for_slug(entry, wanted)} is taken.",
        )
    return slug


def heading_from_text(entry: Entry) -> str:
    render_entry(entry)
    return "" if entry.heading == "Untitled" else entry.heading


def path_for_slug(entry: Entry, slug: str) -> str:
    return type(entry)(slug=slug).get_absolute_url()


def old_paths(item: ExportItem) -> list[str]:
    """Return every path that the item ever had, as far as the export tells."""
    path = read_path(item.link)
    paths = [path, read_path(item.guid)]
    if item.post_id.isdigit():
        paths.append(f"/?p={item.post_id}")
    if "?" not in path and path.strip("/"):
        folder = path.rstrip("/").rpartition("/")[0]
        paths += [f"{folder}/{slug}/" for slug in item.meta_values("_wp_old_slug")]
    return paths


def add_old_addresses(entry: Entry, item: ExportItem, report: ImportReport) -> None:
    add_redirects(entry=entry, old_paths=old_paths(item), report=report)
