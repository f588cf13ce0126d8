"""Which entries here the links in old texts lead to, whatever spelling their addresses have."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings

from content.models import Entry, Redirect
from content.models.entries import find_targets
from content.models.redirects import same_page
from imports.values import host_of


def old_hosts() -> frozenset[str]:
    """Return this site's domain and those of the sites that entries were imported from."""
    guids = Entry.objects.filter(guid__startswith="http").values_list("guid", flat=True)
    hosts = {host_of(guid) for guid in guids.iterator()}
    return frozenset(hosts | {host_of(settings.SITE_URL)}) - {""}


def path_of(address: str, hosts: frozenset[str]) -> str | None:
    """Return an address's path and query on this site or an old one, or None if it isn't there."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or "\0" in address:
        return None
    if parts.netloc and host_of(f"https://{parts.netloc}") not in hosts:
        return None
    path = unquote(parts.path) or "/"
    is_numbered = path == "/" and parts.query.startswith(("p=", "page_id="))
    return f"/?{parts.query}" if is_numbered else path


def find_link_targets(addresses: Iterable[str], hosts: frozenset[str]) -> dict[str, int]:
    """Return {address: primary key of the entry} for the links that lead to entries here."""
    paths = {address: path_of(address, hosts) for address in addresses}
    wanted = sorted({path for path in paths.values() if path and path != "/"})
    found = {path: key for path, key in find_targets(wanted).items() if key}
    spellings = [spelling for path in wanted for spelling in same_page(path)]
    redirects = Redirect.objects.filter(old_path__in=spellings, entry__isnull=False)
    moved = {path.rstrip("/"): key for path, key in redirects.values_list("old_path", "entry")}
    found |= {
        path: moved[path.rstrip("/")]
        for path in wanted
        if path not in found and path.rstrip("/") in moved
    }
    return {address: found[path] for address, path in paths.items() if path in found}
