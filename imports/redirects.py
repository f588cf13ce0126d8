"""Redirect the addresses that an entry had on its old site."""

from django.urls import Resolver404, resolve, reverse

from content.links.own_pages import view_responds
from content.models import Entry, Redirect
from content.models.redirects import same_page
from content.texts import clean_line
from imports.reports import ImportReport, Outcome

ALREADY_TAKEN = "Addresses and titles that were already taken"
REDIRECTS = "Redirects"
MAX_PATH_LENGTH = 700


def add_redirects(
    *, entry: Entry, old_paths: list[str], report: ImportReport, kind: str = REDIRECTS
) -> None:
    """Redirect old paths to an entry. Reports those that lead to something else already."""
    own_paths = same_page(entry.get_absolute_url())
    paths = [path for path in usable_paths(old_paths) if path not in own_paths]
    existing = existing_redirects(paths)
    for path in paths:
        if is_page_of_the_site(path):
            target = "a page of this site itself"
            report_taken(path, target=target, entry=entry, report=report)
            report.count(kind, Outcome.SKIPPED)
            continue
        redirect = existing.get(path.rstrip("/"))
        if redirect is None:
            redirect = Redirect(old_path=path, entry=entry)
            Redirect.objects.save_flat(redirect)
            existing[path.rstrip("/")] = redirect
            report.count(kind, Outcome.NEW)
        elif redirect.entry_id == entry.pk:
            report.count(kind, Outcome.UNCHANGED)
        else:
            target = f"“{redirect.entry.heading}”" if redirect.entry else redirect.new_path
            report_taken(path, target=target, entry=entry, report=report)
            report.count(kind, Outcome.SKIPPED)


def add_redirects_to_path(
    *, new_path: str, old_paths: list[str], report: ImportReport, kind: str = REDIRECTS
) -> None:
    """Redirect old paths to a page that isn't an entry. What leads anywhere already stays."""
    paths = [path for path in usable_paths(old_paths) if path not in same_page(new_path)]
    existing = existing_redirects(paths)
    for path in paths:
        if path.rstrip("/") in existing:
            report.count(kind, Outcome.UNCHANGED)
        elif is_page_of_the_site(path):
            report.count(kind, Outcome.SKIPPED)
        else:
            Redirect.objects.save_flat(Redirect(old_path=path, new_path=new_path))
            report.count(kind, Outcome.NEW)


def usable_paths(paths: list[str]) -> list[str]:
    # As the database has them, or a second import would not find those of the first.
    cleaned = dict.fromkeys(clean_line(path) for path in paths)
    return [path for path in cleaned if path and len(path) <= MAX_PATH_LENGTH]


def existing_redirects(paths: list[str]) -> dict[str, Redirect]:
    spellings = [spelling for path in paths for spelling in same_page(path)]
    found = Redirect.objects.filter(old_path__in=spellings).select_related("entry")
    return {redirect.old_path.rstrip("/"): redirect for redirect in found}


def is_page_of_the_site(path: str) -> bool:
    """Whether a page of this site answers instead of any redirect: /search/, or an entry's."""
    if "?" in path:
        return False
    slashed = f"{path.rstrip('/')}/"
    try:
        match = resolve(slashed)
    except Resolver404:
        return False
    if slashed.startswith(reverse("admin:index")):
        return True
    # Routes that only redirect, such as the old site's, have no name.
    return match.url_name is not None and (not match.kwargs or view_responds(slashed))


def report_taken(old: str, *, target: str, entry: Entry, report: ImportReport) -> None:
    report.remark(
        ALREADY_TAKEN,
        f"{old} already leads to {target}, so it doesn’t lead to “{entry.heading}”.",
        entry=entry.pk,
    )
