"""Where an item stood on the old site, and where it stands here."""

from urllib.parse import unquote

from django.urls import resolve
from django.utils import timezone

from content.models import Entry, Redirect
from imports.reports import ImportReport, Outcome
from imports.values import read_path, read_slug
from imports.wordpress.wxr import ExportItem

COLLISIONS = "Addresses that two things wanted"


def choose_slug(entry: Entry, item: ExportItem, report: ImportReport) -> str:
    """Return the item's own slug, or one from its words or date; never one that is taken."""
    words = " ".join((entry.title or heading_from_text(entry)).split()[:10])
    wanted = read_slug(item.slug, otherwise=words)
    if not wanted:
        moment = entry.published_at
        wanted = f"{timezone.localtime(moment):%Y-%m-%d}" if moment else f"post-{item.post_id}"
    slug, number = wanted, 2
    while is_slug_taken(entry, slug):
        slug, number = f"{wanted[:190]}-{number}", number + 1
    if slug != wanted:
        report.remark(
            COLLISIONS,
            f"“{entry.heading}” is now at {path_for_slug(entry, slug)}, because "
            f"{path_for_slug(entry, wanted)} is taken.",
        )
    return slug


def heading_from_text(entry: Entry) -> str:
    entry.render()
    return "" if entry.heading == "Untitled" else entry.heading


def is_slug_taken(entry: Entry, slug: str) -> bool:
    others = Entry.objects.filter(
        address_space=entry.registered_kind.address_space, slug=slug
    ).exclude(pk=entry.pk)
    return others.exists() or not is_address_of_kind(entry, slug)


def is_address_of_kind(entry: Entry, slug: str) -> bool:
    """Whether the address belongs to entries of this kind, and not to a page of the site itself."""
    found, other = (
        resolve(unquote(path_for_slug(entry, name))) for name in (slug, "any-other-slug")
    )
    return (found.view_name, found.kwargs) == (other.view_name, {"slug": slug})


def path_for_slug(entry: Entry, slug: str) -> str:
    return type(entry)(slug=slug).get_absolute_url()


def old_paths(item: ExportItem) -> list[str]:
    """Every path that the item ever answered at, as far as the export knows."""
    path = read_path(item.link)
    paths = [path, read_path(item.guid)]
    if item.post_id.isdigit():
        paths.append(f"/?p={item.post_id}")
    if "?" not in path and path.strip("/"):
        folder = path.rstrip("/").rpartition("/")[0]
        paths += [f"{folder}/{slug}/" for slug in item.meta_values("_wp_old_slug")]
    return [path for path in dict.fromkeys(paths) if path and len(path) <= 700]


def keep_redirects(entry: Entry, item: ExportItem, report: ImportReport) -> None:
    """Lead the item's old addresses to the entry, unless another entry has one of them."""
    own_path = path_for_slug(entry, entry.slug).rstrip("/")
    paths = [path for path in old_paths(item) if path.rstrip("/") != own_path]
    spellings = [spelling for path in paths for spelling in spellings_of(path)]
    existing = {
        redirect.old_path.rstrip("/"): redirect
        for redirect in Redirect.objects.filter(old_path__in=spellings).select_related("entry")
    }
    for path in paths:
        redirect = existing.get(path.rstrip("/"))
        if redirect is None:
            existing[path.rstrip("/")] = Redirect.objects.create(old_path=path, entry=entry)
            report.count("Redirects", Outcome.NEW)
        elif redirect.entry_id == entry.pk:
            report.count("Redirects", Outcome.UNCHANGED)
        else:
            target = f"“{redirect.entry.heading}”" if redirect.entry else redirect.new_path
            report.remark(
                COLLISIONS,
                f"{path} leads to {target} already, so it does not lead to “{entry.heading}”.",
            )
            report.count("Redirects", Outcome.SKIPPED)


def spellings_of(path: str) -> list[str]:
    """A path with and without its final slash: requests come in both ways."""
    bare = path.rstrip("/")
    return [bare, f"{bare}/"]
