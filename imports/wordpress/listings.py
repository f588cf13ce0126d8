"""What the old site's lists are here: archives by date, categories, tags, authors, and searches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from content.moments import FIRST_YEAR, LAST_YEAR

DATE = re.compile(r"(?:/(?:archives/)?date)?/(?P<year>\d{4})(?:/(?P<month>\d{1,2})(?:/\d{1,2})?)?")
MONTH = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})?(?:\d{2})*")
# In whatever folder, and below whichever parents: /blog/category/parent/child.
OF_TERM = re.compile(r"(?:/[^/]+)*?/(?P<what>category|tag|author)(?:/[^/]+)*/(?P<slug>[^/]+)")
# What queries call the folders of terms.
FOLDERS = {"category_name": "category", "tag": "tag", "author_name": "author"}
NUMBERED = ("cat", "author")


@dataclass(frozen=True, slots=True)
class Listings:
    """The addresses of this site's own lists."""

    archive: str = "/archive/"
    search: str = "/search/"

    def find_by_date(self, path: str) -> str | None:
        """Return the archive for a path below the old site, such as /2014/05."""
        found = DATE.fullmatch(path)
        return self.archive_of(found["year"], found["month"]) if found else None

    def find_by_query(self, query: dict[str, str]) -> str | None:
        """Return the archive or the search that a query asks for: ?m=201405, ?s=words."""
        if found := MONTH.fullmatch(query.get("m", "")):
            return self.archive_of(found["year"], found["month"])
        if query.get("year", "").isdecimal():
            return self.archive_of(query["year"], query.get("monthnum"))
        if words := query.get("s", "").strip():
            return f"{self.search}?{urlencode({'q': words})}"
        return None

    def archive_of(self, year: str, month: str | None) -> str | None:
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            return None
        if not month:
            return f"{self.archive}{year}/"
        is_month = month.isdecimal() and 1 <= int(month) <= 12
        return f"{self.archive}{year}/{int(month)}/" if is_month else None


def terms_in_path(path: str) -> Iterator[str]:
    """Yield below which shorter path of the old site the same term is listed."""
    if found := OF_TERM.fullmatch(path):
        yield f"/{found['what']}/{found['slug']}"


def terms_in_query(query: dict[str, str]) -> Iterator[str]:
    """Yield under which keys of the old site's pages the term may be that a query names."""
    for name, value in query.items():
        if name in NUMBERED and value.isdecimal():
            yield f"?{name}={value}"
        elif value:
            # Any taxonomy's own name can be one.
            yield f"/{FOLDERS.get(name, name)}/{value.rpartition('/')[2].lower()}"
