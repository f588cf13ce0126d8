"""What readers can follow by email: the whole site, or what a topic, a person, or a series has.

Each app registers its own in `AppConfig.ready()`. Wherever something followable is named in an
address or a row, it is named by its scope and a key that never changes, such as “topic.12”.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from taggit.models import Tag

from content.keys import read_keys
from content.kinds import all_kinds, search_sections
from content.models import Contribution, Entry, EntryTag, Person, Place, Sector, Topic
from content.querysets import EntryQuerySet, in_section
from content.site import site_name

SITE = "site"


@dataclass(frozen=True, kw_only=True)
class Followable:
    """One way to choose entries."""

    scope: str
    # {key: (what pages and emails call it, its path)} of those of these keys that exist.
    describe: Callable[[Collection[str]], dict[str, tuple[str, str]]]
    # Each (key, primary key) of what has one of these entries.
    having: Callable[[EntryQuerySet], Iterable[tuple[str, int]]]


_followables: dict[str, Followable] = {}


def register(*followables: Followable) -> None:
    for followable in followables:
        _followables[followable.scope] = followable


def all_followables() -> dict[str, Followable]:
    return _followables


def describe(scope: str, key: str) -> tuple[str, str] | None:
    """Return what something is called, and its path. None if there is no such thing."""
    followable = _followables.get(scope)
    return followable.describe([key]).get(key) if followable else None


def followed_entries(entries: EntryQuerySet) -> EntryQuerySet:
    """Return those among entries that followers hear of: not pages such as “About.”"""
    names = [kind.name for kind in all_kinds() if kind.search_section]
    return entries.filter(kind__in=names)


def terms(model: type[Any]) -> Callable[[Collection[str]], dict]:
    """Return a `describe` for rows that have a name and a page."""

    def describe_terms(keys: Collection[str]) -> dict[str, tuple[str, str]]:
        found = model._default_manager.filter(pk__in=read_keys(keys))
        return {str(term.pk): (term.name, path_of(term)) for term in found}

    return describe_terms


def path_of(term) -> str:
    if isinstance(term, Tag):
        return reverse("content:tag-detail", args=[term.slug])
    return term.get_absolute_url()


def having_site(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    return [("", pk) for pk in followed_entries(entries).values_list("pk", flat=True)]


def having_sectors(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    for sector, pk in followed_entries(entries).values_list("sector", "pk"):
        sectors = [Sector.K12, Sector.HIGHER_EDUCATION] if sector == Sector.BOTH else [sector]
        yield from ((str(each), pk) for each in sectors)


def describe_sectors(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    sectors = [Sector.K12, Sector.HIGHER_EDUCATION]
    return {each.value: (each.label, reverse(each.value)) for each in sectors if each in keys}


def having_kinds(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    for key, section in search_sections().items():
        ids = entries.filter(in_section(section)).values_list("pk", flat=True)
        yield from ((key, pk) for pk in ids)
    names = [kind.name for kind in all_kinds() if kind.list_url_name]
    yield from entries.filter(kind__in=names).values_list("kind", "pk")


def describe_kinds(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Describe sections of the site, and kinds that have a listing of their own."""
    listed = {key: (section.label, section.url_name) for key, section in search_sections().items()}
    listed |= {
        kind.name: (kind.plural, kind.list_url_name) for kind in all_kinds() if kind.list_url_name
    }
    return {key: (listed[key][0], reverse(listed[key][1])) for key in keys if key in listed}


def having_topics(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    return with_those_above(Topic, Entry.topics.through, "topic", entries)


def having_places(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    return with_those_above(Place, Entry.places.through, "place", entries)


def with_those_above(
    model: type[Model], table: type[Model], column: str, entries: EntryQuerySet
) -> Iterable[tuple[str, int]]:
    """Return what the entries have, and everything broader: its pages list them, too."""
    rows = table._default_manager.filter(entry__in=entries.values("pk"))
    found = list(rows.values_list(f"{column}_id", "entry_id"))
    above = dict(model._default_manager.values_list("pk", "parent_id")) if found else {}
    pairs = set()
    for term, entry in found:
        while term:
            pairs.add((str(term), entry))
            term = above.get(term)
    return pairs


def having_tags(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    rows = EntryTag.objects.filter(content_object__in=entries.values("pk"))
    return [(str(tag), entry) for tag, entry in rows.values_list("tag_id", "content_object_id")]


def having_people(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    rows = Contribution.objects.filter(entry__in=entries.values("pk"))
    return {(str(person), entry) for person, entry in rows.values_list("person_id", "entry_id")}


FOLLOWABLES = [
    Followable(
        scope=SITE,
        describe=lambda keys: {"": (site_name(), reverse("home"))} if "" in keys else {},
        having=having_site,
    ),
    Followable(scope="sector", describe=describe_sectors, having=having_sectors),
    Followable(scope="kind", describe=describe_kinds, having=having_kinds),
    Followable(scope="topic", describe=terms(Topic), having=having_topics),
    Followable(scope="tag", describe=terms(Tag), having=having_tags),
    Followable(scope="person", describe=terms(Person), having=having_people),
    Followable(scope="place", describe=terms(Place), having=having_places),
]
