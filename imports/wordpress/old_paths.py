"""Which paths an item of an export had on its old site."""

from html import unescape
from urllib.parse import unquote, urlsplit

from imports.wordpress.export import ExportItem

# No reader has ever seen these, and what they would be called is only a guess.
NEVER_PUBLIC = frozenset({"draft", "pending", "auto-draft", "trash"})


def has_old_address(item: ExportItem) -> bool:
    return item.status not in NEVER_PUBLIC


def site_path(url: str) -> str:
    """Return the folder of a site, without its final slash: /~lab, or "" for a whole domain."""
    try:
        return unquote(urlsplit(url.strip()).path).rstrip("/")
    except ValueError:
        return ""


def read_old_path(address: str, *, folder: str = "") -> str:
    """Return the path of an old address as requests have it, or "".

    With the query if that says which page it is, as in /~lab/?page_id=2. The root of the server
    isn't the address of any item, but that of a site's folder can be: its front page's.
    """
    try:
        parts = urlsplit(unescape(address.strip()))
    except ValueError:
        return ""
    path = unquote(parts.path) or "/"
    if not path.startswith("/"):
        return ""
    path = path.removesuffix("index.php") if path.endswith("/index.php") else path
    if parts.query and (path.endswith("/") or path == folder):
        return f"{path.rstrip('/')}/?{unquote(parts.query)}"
    return "" if path == "/" else path


def path_of_link(item: ExportItem, site: str) -> str:
    return read_old_path(item.link, folder=site_path(site))


def by_number(item: ExportItem, site: str) -> str:
    """Return the short address that works for everything on a WordPress site."""
    return f"{site_path(site)}/?p={item.post_id}" if item.post_id.isdigit() else ""


def earlier_paths(item: ExportItem, site: str) -> list[str]:
    """Return the paths on Blogger, and with earlier slugs in the place of the present one."""
    on_blogger = [read_old_path(address) for address in blogger_addresses(item)]
    path = path_of_link(item, site)
    if "?" in path or not path.strip("/"):
        return on_blogger
    folder = path.rstrip("/").rpartition("/")[0]
    slugs = item.meta_values("_wp_old_slug")
    return [*(f"{folder}/{unquote(slug)}/" for slug in slugs), *on_blogger]


def blogger_addresses(item: ExportItem) -> list[str]:
    """Return the addresses of a post that WordPress once imported from Blogger."""
    host = next(iter(item.meta_values("blogger_blog")), "")
    paths = item.meta_values("blogger_permalink")
    return [f"http://{host}{path}" if path.startswith("/") else path for path in paths]
