"""The addresses and titles that a page had before."""

from typing import cast

from content.models import Entry, FormerTitle
from content.models.links import title_key
from imports.folders.headings import FORMER_TITLES, SAME_TITLE
from imports.folders.pages import FolderPage
from imports.redirects import report_taken
from imports.reports import ImportReport, Outcome


def old_paths_of(page: FolderPage, old_folder: str) -> list[str]:
    """Return the addresses that a page had on a site that showed the folder."""
    whole = str(page.path)
    bare = whole.removesuffix(page.path.suffix)
    paths = [f"{old_folder}{whole}", f"{old_folder}{bare}"]
    if page.is_index and page.path.parent.parts:
        paths.append(f"{old_folder}{page.path.parent}/")
    return paths


def note_same_title(page: FolderPage, report: ImportReport) -> None:
    other = cast(Entry | None, Entry.objects.by_title([page.title]).get(page.title))
    if other is not None and other.title.casefold() == page.title.casefold():
        report.remark(SAME_TITLE, f"“{page.title}”: {other.get_absolute_url()} and {page.address}")


def add_former_title(title: str, entry: Entry, report: ImportReport) -> None:
    """Make [[title]] lead to an entry, unless it leads to another one already."""
    key = title_key(title)
    if not key or key == title_key(entry.title):
        return
    if FormerTitle.objects.filter(key=key, entry=entry).exists():
        report.count(FORMER_TITLES, Outcome.UNCHANGED)
        return
    other = cast(Entry | None, Entry.objects.by_title([title]).get(title))
    if other is not None and other.pk != entry.pk:
        report_taken(f"[[{title}]]", target=f"“{other.title}”", entry=entry, report=report)
        report.count(FORMER_TITLES, Outcome.SKIPPED)
        return
    FormerTitle.objects.keep(entry=entry, title=title)
    report.count(FORMER_TITLES, Outcome.NEW)
