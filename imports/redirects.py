"""Redirect the addresses that entries and files had on their old site."""

from collections.abc import Iterable
from urllib.parse import unquote

from django.conf import settings
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
    old_paths: Iterable[tuple[Entry, list[str]]], report: ImportReport, *, kind: str = REDIRECTS
) -> None:
    """Redirect old paths to their entries. Reports those that lead to something else already."""
    wanted = [
        (entry, path)
        for entry, paths in old_paths
        for path in usable_paths(paths)
        if path not in same_page(unquote(entry.get_absolute_url()))
    ]
    existing = existing_redirects([path for _, path in wanted])
    new = []
    for entry, path in wanted:
        if is_page_of_the_site(path):
            target = "a page of this site itself"
            report_taken(path, target=target, entry=entry, report=report)
            report.count(kind, Outcome.SKIPPED)
            continue
        redirect = existing.get(path.rstrip("/"))
        if redirect is None:
            redirect = existing[path.rstrip("/")] = Redirect(old_path=path, entry=entry)
            new.append(redirect)
            report.count(kind, Outcome.NEW)
        elif redirect.entry_id == entry.pk:
            report.count(kind, Outcome.UNCHANGED)
        else:
            target = f"“{redirect.entry.heading}”" if redirect.entry else redirect.new_path
            report_taken(path, target=target, entry=entry, report=report)
            report.count(kind, Outcome.SKIPPED)
    add_new_redirects(new)


def add_new_redirects(new: list[Redirect]) -> None:
    """Add redirects to entries, so that none continues a chain."""
    spellings = [spelling for redirect in new for spelling in same_page(redirect.old_path)]
    if not Redirect.objects.filter(new_path__in=spellings).exists():
        Redirect.objects.bulk_create(new)
        return
    for redirect in new:
        Redirect.objects.save_flat(redirect)


def add_redirects_to_path(
    *, new_path: str, old_paths: list[str], report: ImportReport, kind: str = REDIRECTS
) -> None:
    """Redirect old paths to a page that isn't an entry. What leads anywhere already stays."""
    paths = [path for path in usable_paths(old_paths) if path not in same_page(unquote(new_path))]
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


def redirect_to_files(addresses: dict[str, str], report: ImportReport) -> None:
    """Redirect the paths that files had on the old site to where they are now: {old: new}.

    A path that led to another file, such as an earlier version, leads to this one from now on.
    """
    addresses = {
        old: new
        for old, new in addresses.items()
        if len(old) <= MAX_PATH_LENGTH and old.startswith("/") and "\0" not in old
    }
    existing = {
        redirect.old_path: redirect
        for redirect in Redirect.objects.filter(old_path__in=addresses).select_related("entry")
    }
    for old, new in addresses.items():
        redirect = existing.get(old)
        if redirect is None:
            Redirect.objects.save_flat(Redirect(old_path=old, new_path=new))
            report.count(REDIRECTS, Outcome.NEW)
        elif redirect.new_path == new:
            report.count(REDIRECTS, Outcome.UNCHANGED)
        elif redirect.new_path.startswith(settings.MEDIA_URL):
            redirect.new_path = new
            redirect.save(update_fields=["new_path"])
            report.count(REDIRECTS, Outcome.UPDATED)
        else:
            target = f"“{redirect.entry.heading}”" if redirect.entry else redirect.new_path
            report.remark(
                ALREADY_TAKEN, f"{old} already leads to {target}, so it doesn’t lead to {new}."
            )
            report.count(REDIRECTS, Outcome.SKIPPED)
