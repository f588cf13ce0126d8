"""Redirect the addresses that entries and files had on their old site."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import Resolver404, resolve

from content.models import Entry, Redirect
from content.models.redirects import same_page
from imports.reports import ImportReport, Outcome

ALREADY_TAKEN = "Addresses and titles that were already taken"
REDIRECTS = "Redirects"
MAX_PATH_LENGTH = 700


def add_redirects(old_paths: Iterable[tuple[Entry, list[str]]], report: ImportReport) -> None:
    """Redirect old paths to their entries. Reports those that lead to something else already."""
    wanted = [
        (entry, path)
        for entry, paths in old_paths
        for path in dict.fromkeys(paths)
        if path and len(path) <= MAX_PATH_LENGTH and path not in same_page(entry.get_absolute_url())
    ]
    spellings = {spelling for _, path in wanted for spelling in same_page(path)}
    existing = {
        redirect.old_path.rstrip("/"): redirect
        for redirect in Redirect.objects.filter(old_path__in=spellings).select_related("entry")
    }
    leads_here = Redirect.objects.filter(new_path__in=spellings).exists()
    new = []
    for entry, path in wanted:
        if is_page_of_the_site(path):
            target = "a page of this site itself"
            report_taken(path, target=target, entry=entry, report=report)
            report.count(REDIRECTS, Outcome.SKIPPED)
            continue
        redirect = existing.get(path.rstrip("/"))
        if redirect is None:
            redirect = existing[path.rstrip("/")] = Redirect(old_path=path, entry=entry)
            new.append(redirect)
            report.count(REDIRECTS, Outcome.NEW)
        elif redirect.entry_id == entry.pk:
            report.count(REDIRECTS, Outcome.UNCHANGED)
        else:
            target = f"“{redirect.entry.heading}”" if redirect.entry else redirect.new_path
            report_taken(path, target=target, entry=entry, report=report)
            report.count(REDIRECTS, Outcome.SKIPPED)
    if not leads_here:
        Redirect.objects.bulk_create(new)
        return
    for redirect in new:
        Redirect.objects.save_flat(redirect)


def is_page_of_the_site(path: str) -> bool:
    """Whether a page that is always there, such as /search/, answers instead of any redirect."""
    try:
        match = resolve(f"{path.rstrip('/')}/")
    except Resolver404:
        return False
    return match.url_name is not None and not match.kwargs


def report_taken(old: str, *, target: str, entry: Entry, report: ImportReport) -> None:
    report.remark(
        ALREADY_TAKEN, f"{old} already leads to {target}, so it doesn’t lead to “{entry.heading}”."
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
