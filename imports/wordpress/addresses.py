"""Choose a post's slug, and redirect its old addresses."""

from collections.abc import Sequence

from django.utils import timezone

from content.editing.slugs import slug_base
from content.models import Entry
from content.rendering import fill_in_rendered, render_without_database
from imports.redirects import add_redirects
from imports.reports import ImportReport
from imports.values import read_name, read_path, read_slug
from imports.wordpress.export import ExportItem
from imports.wordpress.formatting import format_body
from imports.wordpress.publication import read_publication


def wanted_slug(item: ExportItem) -> str:
    """Return the item's own slug, or one from its title, text, or date. It may be taken."""
    words = " ".join((read_name(item.title) or heading_from_text(item.content)).split()[:10])
    slug = read_slug(item.slug, otherwise=words)
    if slug:
        return slug_base(slug)
    _, moment = read_publication(item)
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else f"post-{item.post_id}"


def heading_from_text(content: str) -> str:
    entry = Entry(body=format_body(content).markdown)
    fill_in_rendered(entry, render_without_database(entry.body, {}))
    return "" if entry.heading == "Untitled" else entry.heading


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


def add_old_addresses(items: Sequence[tuple[Entry, ExportItem]], report: ImportReport) -> None:
    add_redirects([(entry, old_paths(item)) for entry, item in items], report)
