"""What the old site's own addresses lead to here, in every way that its texts spell them."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from imports.wordpress.export import ExportItem
from imports.wordpress.file_addresses import split
from imports.wordpress.listings import Listings, terms_in_path, terms_in_query
from imports.wordpress.old_paths import blogger_addresses

# ?p=12, and what WordPress calls it for other types.
NUMBERS = ("p", "page_id", "attachment_id", "post")
# What follows a post's address for one of its other pages, which this site doesn't have.
BELOW_POST = re.compile(
    r"/(?:feed(?:/\w+)?|amp|embed|trackback|comment-page-\d+|page/\d+|\d{1,3})$"
)
FROM_WHERE = re.compile(r"utm_|fbclid$|gclid$|mc_[ce]id$|ref$|source$")
# Marks within WordPress's own pages, not within a text.
OTHER_FRAGMENTS = re.compile(r"(?:more-\d+|respond|comments?(?:-\d+)?)$")


@dataclass(slots=True)
class OwnPages:
    """The pages of the old sites by address: `add` each page, then `find` what a link leads to."""

    # The host and path of each site.
    sites: set[str] = field(default_factory=set)
    new_addresses: dict[str, str] = field(default_factory=dict)
    listings: Listings = field(default_factory=Listings)

    def add_site(self, url: str) -> None:
        self.sites.add(read_address(url)[0])
        self.new_addresses.setdefault(read_address(url)[0], "/")
        self.new_addresses.setdefault(f"{read_address(url)[0]}/feed", "/feed/")

    def add(self, site_url: str, item: ExportItem, new_address: str) -> None:
        """Add a page under its own address, its number, and its former slugs."""
        site = read_address(site_url)[0]
        page, _ = read_address(item.link)
        self.new_addresses.setdefault(f"{site}?{item.post_id}", new_address)
        self._add_page(item.link, new_address)
        self._add_page(item.guid, new_address)
        folder = page.rpartition("/")[0]
        for slug in item.meta_values("_wp_old_slug"):
            self.new_addresses.setdefault(f"{folder}/{unquote(slug).lower()}", new_address)
        for address in blogger_addresses(item):
            page, _ = read_address(address)
            self.new_addresses.setdefault(page, new_address)
            # The blog may have kept its domain.
            self.new_addresses.setdefault(f"{site}/{page.partition('/')[2]}", new_address)

    def add_listing(self, site_url: str, path: str, new_address: str) -> None:
        """Add the page of a category, a tag, or an author: its path, or its query with a number."""
        if path.startswith("?"):
            self.new_addresses.setdefault(f"{read_address(site_url)[0]}{path}", new_address)
        else:
            self._add_page(f"{site_url}/{path}", new_address)

    def is_own(self, address: str) -> bool:
        """Whether an absolute address belongs to one of the old sites."""
        page, _ = read_address(address)
        return any(page == site or page.startswith(f"{site}/") for site in self.sites)

    def find(self, address: str, *, base: str) -> str | None:
        """Return the new address for a link on the page `base`, or None if there is none."""
        try:
            whole = urljoin(base, address.strip())
            fragment = urlsplit(whole).fragment
        except ValueError:
            return None
        page, number = read_address(whole)
        if not page:
            return None
        if number and page in self.sites:
            new = self.new_addresses.get(f"{page}?{number}")
        elif page in self.sites and asks_for_something(whole):
            # Not the front page: a category, a search, a download of a plug-in.
            new = self._find_by_query(page, dict(parse_qsl(urlsplit(whole).query)))
        else:
            new = self._find_page(page)
        if new is None:
            shorter = BELOW_POST.sub("", page)
            new = self._find_page(shorter) if shorter != page else None
        if new is None or not fragment or OTHER_FRAGMENTS.match(fragment):
            return new
        return f"{new}#{fragment}"

    def _find_page(self, page: str) -> str | None:
        if page in self.new_addresses:
            return self.new_addresses[page]
        site = self._site_of(page)
        if site not in self.sites:
            return None
        path = page.removeprefix(site)
        known = (self.new_addresses.get(site + key) for key in terms_in_path(path))
        return next(filter(None, known), None) or self.listings.find_by_date(path)

    def _find_by_query(self, site: str, query: dict[str, str]) -> str | None:
        known = (self.new_addresses.get(site + key) for key in terms_in_query(query))
        return next(filter(None, known), None) or self.listings.find_by_query(query)

    def _add_page(self, address: str, new_address: str) -> None:
        page, number = read_address(address)
        if page and not number and page not in self.sites:
            self.new_addresses.setdefault(page, new_address)
        elif number:
            self.new_addresses.setdefault(f"{self._site_of(page)}?{number}", new_address)

    def _site_of(self, page: str) -> str:
        """Return the innermost site that a page belongs to."""
        return max((site for site in self.sites if page.startswith(site)), key=len, default=page)


@lru_cache(maxsize=10_000)
def read_address(address: str) -> tuple[str, str]:
    """Return (host and path in one spelling, the number that the query asks for)."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return "", ""
    if parts.scheme not in {"http", "https"}:
        return "", ""
    host, path = split(address)
    path = path.lower().replace("/index.php", "").rstrip("/")
    query = dict(parse_qsl(parts.query)) if parts.query else {}
    number = next((query[name] for name in NUMBERS if query.get(name, "").isdecimal()), "")
    return host + path, number


def asks_for_something(address: str) -> bool:
    """Whether a query says which page is wanted, rather than where a reader came from."""
    names = [name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)]
    return any(not FROM_WHERE.match(name) for name in names)
