"""Recognize the wiki that a dump is from, so that each article is imported only once.

A page is known by its wiki and its number. A dump without `siteinfo` doesn't name the wiki, and the
name of a wiki can change, such as from http to https. Then its pages tell: it is the wiki most of
whose numbers had the same titles at an earlier import.
"""

import hashlib
from collections import Counter

from imports.mediawiki.dump import DumpPage
from imports.mediawiki.titles import WikiSite, normalize_title
from imports.models import SourceRecord

SOURCE = "mediawiki"
PREFIX = "mediawiki:"
UNNAMED = "unnamed-"


def number_of(page: DumpPage) -> str:
    return page.id or page.title


def guid_of(page: DumpPage, wiki: str) -> str:
    return f"{PREFIX}{wiki}:{number_of(page)}"[:500]


def recognize_wiki(site: WikiSite, titles: dict[str, str]) -> str:
    """Return the name by which articles from this wiki are known. `titles` are by page number."""
    named = site.base or site.name
    seen: Counter[str] = Counter()
    agreeing: Counter[str] = Counter()
    for key, number, title in read_records():
        wiki = key.removeprefix(PREFIX).removesuffix(f":{number}")
        if wiki == named != "":
            return named
        if number in titles and may_be_same(named, wiki):
            seen[wiki] += 1
            agreeing[wiki] += normalize_title(titles[number]) == normalize_title(title)
    for wiki, count in agreeing.most_common():
        if count * 2 > seen[wiki]:
            return wiki
    return named or f"{UNNAMED}{digest_of(titles)}"


def read_records():
    """Yield the key, the page's number, and its title, for each page imported before."""
    rows = SourceRecord.objects.filter(source=SOURCE, key__startswith=PREFIX)
    values = rows.values_list("key", "data__number", "data__title", "entry__title")
    for key, number, title, current in values.iterator():
        # Before these were kept, the number was only in the key.
        yield key, number or key.rpartition(":")[2], title or current or ""


def may_be_same(named: str, other: str) -> bool:
    """Whether two names can be those of one wiki: one is unknown, or they differ in spelling."""
    if not named or not other or other.startswith(UNNAMED):
        return True
    return spelling_of(named) == spelling_of(other)


def spelling_of(address: str) -> str:
    """Return the folder of a wiki's articles, without what servers change."""
    address = address.lower().partition("://")[2] or address.lower()
    return address.removeprefix("www.").rpartition("/")[0] or address


def digest_of(titles: dict[str, str]) -> str:
    first = sorted(titles.items())[:20]
    return hashlib.sha256(repr(first).encode()).hexdigest()[:16]
