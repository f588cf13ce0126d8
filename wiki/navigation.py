"""Entries of the library by address, what links to an entry, and an article's place in its tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Value
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content import kinds
from content.models import Entry, Link, entry_model
from content.querysets import EntryQuerySet
from content.trees import ids_above
from wiki.models import Article

MAX_SHOWN = 50
MAX_CRUMBS = 30
MAX_SIBLINGS = 12  # on either side


def kinds_from_field() -> list[str]:
    """Return the kinds of what others made."""
    return [kind.name for kind in kinds.all_kinds() if not kind.is_ours]


def find_library_entry(slug: str) -> Entry:
    """Return the public entry of the library that has this address. Raises Http404."""
    entries = Entry.objects.published().filter(address_space="library")
    kind = kinds.get(get_object_or_404(entries.only("kind"), slug=slug).kind)
    return entry_model(kind).objects.published().as_page().get(slug=slug)


@dataclass(frozen=True)
class IncomingLinks:
    """The first entries that link to another, by title, and how many there are.

    The page at `url` lists all of them, and those that the entry's page shows elsewhere.
    """

    entries: list[Entry]
    total: int
    url: str

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


def find_incoming_links(entry: Entry, *, shown: Iterable[Entry]) -> IncomingLinks:
    """Return what links to an entry: articles first, then other kinds, by title.

    Leave out the entries that its page shows already, and the articles above it.
    """
    sources = entries_linking_to(entry).exclude(pk__in=[each.pk for each in shown])
    if isinstance(entry, Article):
        sources = sources.exclude(pk__in=ids_above(entry))
    found = list(sources.as_links().order_by("kind", "title", "pk")[: MAX_SHOWN + 1])
    total = len(found) if len(found) <= MAX_SHOWN else sources.count()
    name = "wiki:article-links" if entry.kind == "article" else "wiki:library-links"
    return IncomingLinks(found[:MAX_SHOWN], total, reverse(name, args=[entry.slug]))


def entries_linking_to(entry: Entry) -> EntryQuerySet:
    """Return the public entries whose text links to this one."""
    links = Link.objects.filter(target=entry, entry=OuterRef("pk")).exclude(entry=entry)
    return Entry.objects.published().filter(Exists(links))


def breadcrumbs_to(article: Article) -> list[tuple[str, str]]:
    """Return breadcrumbs as (name, path): the public articles above this one, broadest first."""
    if article.parent_id is None:
        return []
    above = Article.objects.filter(pk__in=ids_above(article)).exclude(pk=article.pk)
    by_pk = {wider.pk: wider for wider in above.as_links("parent")}
    path, parent = [], by_pk.get(article.parent_id)
    while parent is not None:
        path.append(parent)
        parent = by_pk.get(parent.parent_id)
    public = [wider for wider in reversed(path[:MAX_CRUMBS]) if wider.is_public]
    return [(wider.heading, wider.get_absolute_url()) for wider in public]


@dataclass(frozen=True)
class ArticlesAround:
    """Public articles by title: the nearest ones with the same parent, and all directly below."""

    before: list[Article]
    after: list[Article]
    below: list[Article]


def articles_around(article: Article) -> ArticlesAround:
    """Return the articles around this one. One query.

    At the top, where there may be thousands, there are none beside it.
    """
    public = Article.objects.published().as_links()
    parts = {"below": public.filter(parent=article).order_by("title", "pk")}
    if article.parent_id is not None:
        beside = public.filter(parent=article.parent_id).exclude(pk=article.pk)
        before = beside.filter(title__lt=article.title).order_by("-title", "-pk")
        after = beside.filter(title__gte=article.title).order_by("title", "pk")
        parts |= {"before": before[:MAX_SIBLINGS], "after": after[:MAX_SIBLINGS]}
    first, *others = [rows.annotate(part=Value(part)) for part, rows in parts.items()]
    found: dict[str, list[Article]] = {"before": [], "after": [], "below": []}
    for each in sorted(first.union(*others, all=True), key=lambda each: each.title.casefold()):
        found[each.part].append(each)
    return ArticlesAround(**found)
