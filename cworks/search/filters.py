"""What readers can narrow a search by: where, topic, sector, person, place, and year."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from content.kinds import SearchSection, search_sections
from content.models import Contribution, Entry, Person, Place, Sector, Topic
from content.moments import FIRST_YEAR, LAST_YEAR
from content.querysets import in_section
from content.trees import ids_below
from cworks.search.search_sql import FACETS

EVERYTHING = SearchSection(key="", label="All")
FILTERS = ("topic", "sector", "person", "place", "year")
SORTS = {"": "Best match", "newest": "Newest"}
SHOWN_VALUES = 8


def sections() -> dict[str, SearchSection]:
    """Return {key: section} of what can be searched separately; "" is everything."""
    return {EVERYTHING.key: EVERYTHING, **search_sections()}


@dataclass(frozen=True)
class Filters:
    """What a reader has chosen, as in the address."""

    section: SearchSection = EVERYTHING
    sort: str = ""
    # {filter: value, label, and condition on an entry, to which a prefix leads}
    chosen: dict[str, tuple[str, str, Callable[[str], Q]]] = field(default_factory=dict)

    def on(self, prefix: str = "") -> Q:
        conditions = [condition(prefix) for _, _, condition in self.chosen.values()]
        if self.section != EVERYTHING:
            conditions.append(in_section(self.section, prefix))
        return Q(*conditions)

    @property
    def values(self) -> dict[str, str]:
        chosen = {name: value for name, (value, _, _) in self.chosen.items()}
        return {"kind": self.section.key} | chosen | {"sort": self.sort}

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(label, name of the filter) of each."""
        return [(label, name) for name, (_, label, _) in self.chosen.items()]


def search_path(words: str, values: Mapping[str, str], **more: str) -> str:
    query = {"q": words, **values, **more}
    return (
        f"{reverse('search')}?{urlencode({name: value for name, value in query.items() if value})}"
    )


def read_filters(parameters: Mapping[str, str]) -> Filters | None:
    """Return what an address asks for, or None if there is no such thing."""
    section = sections().get(parameters.get("kind", ""))
    sort = parameters.get("sort", "")
    if section is None or sort not in SORTS:
        return None
    chosen = {}
    for name in FILTERS:
        value = parameters.get(name, "")
        if not value or "\0" in value:
            continue
        found = READERS[name](value)
        if found is None:
            return None
        chosen[name] = (value, *found)
    return Filters(section, sort, chosen)


def read_topic(slug: str):
    topic = Topic.objects.filter(slug=slug).first()
    links = Entry.topics.through.objects
    return topic and (topic.name, in_links(links.filter(topic__in=ids_below(topic))))


def read_place(slug: str):
    place = Place.objects.filter(slug=slug).first()
    links = Entry.places.through.objects
    return place and (place.name, in_links(links.filter(place__in=ids_below(place))))


def read_person(slug: str):
    person = Person.objects.filter(slug=slug).first()
    return person and (person.name, in_links(Contribution.objects.filter(person=person)))


def in_links(links) -> Callable[[str], Q]:
    return lambda prefix: Q(**{f"{prefix}pk__in": links.values("entry")})


def read_sector(value: str):
    labels = {Sector.K12.value: Sector.K12.label}
    labels |= {Sector.HIGHER_EDUCATION.value: Sector.HIGHER_EDUCATION.label}
    if value not in labels:
        return None
    return labels[value], lambda prefix: Q(**{f"{prefix}sector__in": [value, Sector.BOTH]})


def read_year(value: str):
    if not value.isdecimal() or not FIRST_YEAR <= int(value[:5]) <= LAST_YEAR:
        return None
    zone = timezone.get_current_timezone()
    begin, end = (datetime(int(value) + more, 1, 1, tzinfo=zone) for more in (0, 1))
    return value, lambda prefix: Q(
        **{f"{prefix}published_at__gte": begin, f"{prefix}published_at__lt": end}
    )


READERS = {
    "topic": read_topic,
    "sector": read_sector,
    "person": read_person,
    "place": read_place,
    "year": read_year,
}


@dataclass(frozen=True)
class CountedValue:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    """How many of the entries found are in each section, and have each value of each filter.

    If only one section was searched, the others aren't counted.
    """

    sections: dict[str, int] = field(default_factory=dict)
    facets: dict[str, list[CountedValue]] = field(default_factory=dict)


def count(ids: list[int], filters: Filters) -> Counts:
    """Count what readers can narrow their search by, the most frequent first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FACETS, {"ids": ids, "zone": timezone.get_current_timezone_name()})
        rows = cursor.fetchall()
    counted: dict[str, list[CountedValue]] = defaultdict(list)
    for name, value, label, number in rows:
        counted[name].append(CountedValue(value, label or value, number))
    counted["sector"] = add_both_sectors(counted["sector"])
    free = [name for name in FILTERS if name not in filters.chosen]
    facets = {name: sorted(counted[name], key=order_of(name))[:SHOWN_VALUES] for name in free}
    is_everywhere = filters.section == EVERYTHING
    return Counts(
        sections=count_sections(counted["kind"], counted["library"]) if is_everywhere else {},
        # What all have narrows nothing.
        facets={
            name: values
            for name, values in facets.items()
            if values and (len(values) > 1 or values[0].count < len(ids))
        },
    )


def count_sections(kinds: list[CountedValue], library: list[CountedValue]) -> dict[str, int]:
    numbers = {
        section.key: sum(kind.count for kind in kinds if kind.value in section.kind_names)
        for section in sections().values()
    }
    for section in sections().values():
        if section.is_library:
            numbers[section.key] = sum(found.count for found in library)
    return numbers | {EVERYTHING.key: sum(kind.count for kind in kinds)}


def order_of(name: str) -> Callable[[CountedValue], tuple]:
    if name == "year":
        return lambda value: (-int(value.value),)
    return lambda value: (-value.count, value.label)


def add_both_sectors(counted: list[CountedValue]) -> list[CountedValue]:
    """Count what is for both sectors in each."""
    by_value = {found.value: found.count for found in counted}
    both = by_value.get(Sector.BOTH, 0)
    return [
        CountedValue(sector.value, str(sector.label), number)
        for sector in (Sector.K12, Sector.HIGHER_EDUCATION)
        if (number := by_value.get(sector, 0) + both)
    ]
