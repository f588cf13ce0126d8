"""Lists of resources inside an article's text, made when the article is read."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.db.models import QuerySet
from django.template.loader import render_to_string

from content.models import Entry, LibraryKind
from content.models.taxonomy import EntryTag

# Exact for what the Markdown pipeline writes.
LIST = re.compile(r'<p class="library-list"><a href="([^"]*)">[^<]*</a></p>')
LISTS_AT_MOST = 10
LENGTH, LENGTH_AT_MOST = 10, 30


def fill_in(html: str) -> str:
    """Put the current list in the place of each link to a part of the library."""
    count = 0

    def show(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        if count > LISTS_AT_MOST:
            return match[0]
        address = unescape(match[1])
        filters = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        length = read_length(filters.pop("limit", ""))
        entries = list(choose(filters).for_listing().newest_first()[: length + 1])
        return render_to_string(
            "wiki/resource_list.html",
            {"entries": entries[:length], "more_url": address if len(entries) > length else ""},
        )

    return LIST.sub(show, html)


def read_length(limit: str) -> int:
    # Some HTML was written before the pipeline knew any bound, and Python refuses long numbers.
    if not (limit.isascii() and limit.isdecimal()):
        return LENGTH
    return LENGTH_AT_MOST if len(limit) > 4 else min(int(limit), LENGTH_AT_MOST)


def choose(filters: dict[str, str]) -> QuerySet[Entry]:
    """Return the public resources that a list asks for."""
    entries = Entry.objects.published().filter(kind="resource")
    kind = filters.get("kind")
    if kind:
        entries = entries.filter(library_kind=kind if kind in LibraryKind.values else None)
    if "topic" in filters:
        entries = entries.filter(topics__slug=filters["topic"])
    if "place" in filters:
        entries = entries.filter(places__slug=filters["place"])
    if "tag" in filters:
        tagged = EntryTag.objects.filter(tag__slug=filters["tag"]) | EntryTag.objects.filter(
            tag__name__iexact=filters["tag"]
        )
        entries = entries.filter(pk__in=tagged.values("content_object"))
    return entries
