"""Reads entries in batches as texts for the recognizers."""

import re
from collections.abc import Iterator
from itertools import batched

from django.db.models import Q, QuerySet
from django.utils import timezone

from blog.models import Post
from content.models import Contribution, Entry, Place, Role, Status
from imports.proposals.companions import TitledEntry
from imports.proposals.link_targets import find_link_targets, old_hosts
from imports.proposals.series_groups import PostFacts
from imports.proposals.texts import EntryText, read_sentences

KINDS = ("post", "event", "publication", "resource")
BATCH = 200
# Rendered texts quote every address.
HREF = re.compile(r'href="([^"]{1,2000})"')


def entries_to_read() -> QuerySet[Entry]:
    """Return what is published or was imported."""
    is_read = Q(status=Status.PUBLISHED) | Q(source_records__isnull=False)
    return Entry.objects.filter(is_read, kind__in=KINDS).distinct()


def read_texts(keys: list[int]) -> Iterator[EntryText]:
    hosts = old_hosts()
    for batch in batched(sorted(keys), BATCH):
        rows = Entry.objects.filter(pk__in=batch, kind__in=KINDS).order_by("pk")
        entries = list(rows.only("kind", "title", "body_html", "summary", "published_at"))
        authors = read_authors(batch)
        addresses = {
            address.replace("&amp;", "&")
            for entry in entries
            for address in HREF.findall(entry.body_html)
        }
        targets = find_link_targets(addresses, hosts)
        for entry in entries:
            yield build_text(entry, tuple(authors.get(entry.pk, ())), targets)


def build_text(entry: Entry, authors: tuple[str, ...], targets: dict[str, int]) -> EntryText:
    html = entry.body_html
    if entry.kind != "post" and entry.summary:
        html = f"<p>{entry.summary.replace('<', '&lt;')}</p>{html}"
    sentences = read_sentences(html, targets=targets)
    return EntryText(
        key=entry.pk,
        title=entry.title,
        sentences=sentences,
        kind=entry.kind,
        published=timezone.localdate(entry.published_at) if entry.published_at else None,
        authors=authors,
        blocks=sentences[-1].block + 1 if sentences else 0,
    )


def read_authors(keys: tuple[int, ...]) -> dict[int, list[str]]:
    rows = Contribution.objects.filter(entry__in=keys, role=Role.AUTHOR).order_by("position", "pk")
    found: dict[int, list[str]] = {}
    for key, name in rows.values_list("entry", "person__name"):
        found.setdefault(key, []).append(name)
    return found


def read_titles() -> list[TitledEntry]:
    """Return everything that another entry may present: the library and the events."""
    rows = Entry.objects.filter(kind__in=[kind for kind in KINDS if kind != "post"])
    return [TitledEntry(*row) for row in rows.exclude(title="").values_list("pk", "title", "kind")]


def read_posts() -> dict[int, PostFacts]:
    """Return the posts that aren't part of a series yet."""
    rows = Post.objects.filter(series=None).values_list("pk", "title", "published_at")
    return {
        key: PostFacts(title, timezone.localdate(moment) if moment else None)
        for key, title, moment in rows
    }


def read_district_states() -> dict[str, str]:
    """Return {district in lower case: its state}."""
    rows = Place.objects.filter(level=Place.Level.DISTRICT).values_list("name", "parent__name")
    return {name.casefold(): state for name, state in rows}
