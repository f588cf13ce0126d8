"""Lists of resources inside an article's text, filled in when the page is requested."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.db.models import Manager, QuerySet
from django.template.loader import render_to_string

from content.models import Entry, Format, Place, Topic
from content.models.taxonomy import EntryTag
from content.trees import ids_below
from wiki.navigation import kinds_from_field

# Matches exactly what the Markdown pipeline writes.
LIST = re.compile(r'<p class="library-list"><a href="([^"]*)">[^<]*</a></p>')
MAX_LISTS = 10
LENGTH, MAX_LENGTH = 10, 30


def fill_in(html: str) -> str:
    """Replace each link to a part of the library with the current list."""
    count = 0

    def show(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        if count > MAX_LISTS:
            return match[0]
        address = unescape(match[1])
        filters = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        length = read_length(filters.pop("limit", ""))
        entries = list(choose(filters).as_cards().newest_first()[: length + 1])
        return render_to_string(
            "wiki/resource_list.html",
            {"entries": entries[:length], "more_url": address if len(entries) > length else ""},
        )

    return LIST.sub(show, html)


def read_length(limit: str) -> int:
    # Older HTML may have any number here, and Python refuses to parse very long ones.
    if not (limit.isascii() and limit.isdecimal()):
        return LENGTH
    return MAX_LENGTH if len(limit) > 4 else min(int(limit), MAX_LENGTH)


def choose(filters: dict[str, str]) -> QuerySet[Entry]:
    """Return the public resources that a list asks for."""
    entries = Entry.objects.published().filter(kind__in=kinds_from_field())
    # HTML that was rendered before the filter was called "format" still says "kind".
    choice = filters.get("format") or filters.get("kind")
    if choice:
        entries = entries.filter(format=choice if choice in Format.values else None)
    if "topic" in filters:
        links = within(Topic, filters["topic"], Entry.topics.through.objects, "topic__in")
        entries = entries.filter(pk__in=links)
    if "place" in filters:
        links = within(Place, filters["place"], Entry.places.through.objects, "place__in")
        entries = entries.filter(pk__in=links)
    if "tag" in filters:
        tagged = EntryTag.objects.filter(tag__slug=filters["tag"]) | EntryTag.objects.filter(
            tag__name__iexact=filters["tag"]
        )
        entries = entries.filter(pk__in=tagged.values("content_object"))
    return entries


def within(
    model: type[Topic] | type[Place], slug: str, links: Manager, lookup: str
) -> QuerySet | list:
    """Return the IDs of the entries of a topic or place and everything inside it."""
    term = model.objects.filter(slug=slug).first()
    return links.filter(**{lookup: ids_below(term)}).values("entry") if term else []
