"""The facets of the library: what readers can narrow it by, and how many entries that would find.

Choices are the query parameters of the page and its feeds, `/library/?kind=report&from=field`, as
{facet: value} in the order of FACETS, so that each combination has one canonical address. Counts
are ordinary grouped queries; docs/decisions/library-facets.md has the measurements.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact
from taggit.models import Tag

from content.models import Entry, EntryTag, Format, Place, Sector, Topic
from content.paths import library_path

FACETS = {
    "kind": "Kind",
    "topic": "Topic",
    "sector": "Sector",
    "place": "Place",
    "year": "Year",
    "from": "Source",
    "tag": "Tag",
}
COLUMNS = {
    "all": Value("all"),
    "kind": F("format"),
    "sector": F("sector"),
    "year": Coalesce(Cast("year", models.CharField()), Value("unknown")),
    "from": models.Case(models.When(kind="resource", then=Value("field")), default=Value("ours")),
}
RELATIONS = {"topic": "topics", "place": "places"}
TERMS = {
    "topic": ("topic__in", Entry.topics.through.objects.values_list("entry")),
    "place": ("place__in", Entry.places.through.objects.values_list("entry")),
    "tag": ("tag__in", EntryTag.objects.values_list("content_object")),
}
SECTORS = (Sector.K12, Sector.HIGHER_EDUCATION)
# Search engines would find the same few entries again and again in narrower combinations.
INDEXED_AT_MOST = 2
# A facet shows this many values and folds the rest, unless that would hide only a few.
SHOWN, WORTH_FOLDING = 12, 3

type Choices = dict[str, str]


def read_choices(parameters: Mapping[str, str]) -> Choices:
    return {facet: value for facet in FACETS if (value := parameters.get(facet, "").strip())}


def choose(choices: Choices, facet: str, value: str) -> Choices:
    """Return the choices with this value in the facet, or with none if it is empty."""
    return read_choices(choices | {facet: value})


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    depth: int = 0  # how many broader topics or places it is inside
    ids: frozenset[int] = frozenset()  # of the topic, place, or tag, and everything inside it


class Facets:
    """What a reader has chosen, what that finds, and what else there is to choose."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.values = {
            "kind": [FacetValue(*choice) for choice in Format.choices],
            "topic": read_tree(Topic),
            "sector": [FacetValue(sector, sector.label) for sector in SECTORS],
            "place": read_tree(Place),
            "year": read_years(),
            "from": [FacetValue("ours", "Ours"), FacetValue("field", "From the field")],
            "tag": read_tag(choices.get("tag", "")),
        }
        self.conditions, self.labels = {}, {}
        for facet, chosen in choices.items():
            found = [value for value in self.values[facet] if value.value == chosen]
            self.conditions[facet] = condition(facet, found[0]) if found else Q(pk__in=[])
            self.labels[facet] = found[0].label if found else chosen

    def find(self, choices: Iterable[str]) -> QuerySet[Entry]:
        """Return the entries that match what is chosen in these facets."""
        return library().filter(*(self.conditions[facet] for facet in choices))

    def find_without(self, facet: str) -> QuerySet[Entry]:
        return self.find(choose(self.choices, facet, ""))

    @property
    def total(self) -> int:
        return self.counts["all"]["all"]

    @property
    def is_thin(self) -> bool:
        """Whether search engines should leave this combination out."""
        return len(self.choices) > INDEXED_AT_MOST or not self.total

    @property
    def lists(self) -> Iterable[dict]:
        """The facets that have values to choose from."""
        lists = [self.describe(facet) for facet in FACETS if facet in self.counts]
        return [facet for facet in lists if facet["shown"]]

    @cached_property
    def counts(self) -> dict[str, Counter]:
        """Return {facet: {value: entries with that value and all choices in other facets}}."""
        counts = defaultdict(Counter)
        for *values, count in self.count_columns():
            for facet, value in zip(COLUMNS, values, strict=True):
                counts[facet][value] += count
        for sector in SECTORS:
            counts["sector"][sector] += counts["sector"][Sector.BOTH]
        ids = {(facet, term): ids for facet, term, ids in self.group_ids()}
        for facet in RELATIONS:
            for value in self.values[facet]:
                found = [ids[facet, term] for term in value.ids if (facet, term) in ids]
                # An entry filed under a topic and under another inside it counts once.
                is_single = len(found) == 1
                counts[facet][value.value] = len(found[0] if is_single else set().union(*found))
        return counts

    def count_columns(self) -> QuerySet:
        """Return (the value in each of COLUMNS, count): together for all facets without a choice,
        and for each of the others alone, with "" in the other columns."""
        together = [facet for facet in COLUMNS if facet not in self.choices]
        alone = [[facet] for facet in COLUMNS if facet in self.choices]
        first, *others = [
            self.find_without(facets[0])
            .values_list(*(COLUMNS[name] if name in facets else Value("") for name in COLUMNS))
            .annotate(count=Count("pk"))
            for facets in (together, *alone)
        ]
        return first.union(*others, all=True)

    def group_ids(self) -> QuerySet:
        """Return (facet, topic or place, its entries) for everything that is not in a column."""
        first, *others = [
            self.find_without(facet)
            .filter(**{f"{relation}__isnull": False})
            .values_list(Value(facet), relation)
            .annotate(ids=ArrayAgg("pk"))
            for facet, relation in RELATIONS.items()
        ]
        return first.union(*others, all=True)

    def describe(self, facet: str) -> dict:
        """Return a facet as the page shows it: with the values that are chosen or find anything."""
        counts, chosen = self.counts[facet], self.choices.get(facet)
        links = [
            {
                "label": value.label,
                "depth": value.depth,
                "count": f"{counts[value.value]:,}",
                "is_chosen": value.value == chosen,
                # The address of what is chosen is the one without it.
                "url": self.path_with(facet, "" if value.value == chosen else value.value),
            }
            for value in self.values[facet]
            if counts[value.value] or value.value == chosen
        ]
        # A branch of a tree is not split.
        roots = [index for index, link in enumerate(links) if not link["depth"]]
        fold = next((index for index in roots if index >= SHOWN), len(links))
        if len(links) < SHOWN + WORTH_FOLDING:
            fold = len(links)
        is_open = any(link["is_chosen"] for link in links[fold:])
        shown, folded = links[:fold], links[fold:]
        return {"label": FACETS[facet], "shown": shown, "folded": folded, "is_open": is_open}

    def path_with(self, facet: str, value: str) -> str:
        return library_path(**choose(self.choices, facet, value))

    @cached_property
    def chips(self) -> list[dict]:
        """What is chosen, with the address without it."""
        return [
            {"facet": FACETS[facet], "label": label, "url": self.path_with(facet, "")}
            for facet, label in self.labels.items()
        ]

    @cached_property
    def without_one(self) -> list[dict]:
        """What leaving out one of the choices would find, if anything."""
        return self.alternatives({facet: choose(self.choices, facet, "") for facet in self.choices})

    @cached_property
    def only_one(self) -> list[dict]:
        """What each of the choices would find alone, if anything."""
        return self.alternatives({facet: {facet: value} for facet, value in self.choices.items()})

    def alternatives(self, choices_by_facet: dict[str, Choices]) -> list[dict]:
        first, *others = [
            self.find(choices).values_list(Value(facet)).annotate(count=Count("pk"))
            for facet, choices in choices_by_facet.items()
        ]
        counts = dict(first.union(*others, all=True))
        return [
            {"label": self.labels[facet], "url": library_path(**choices), "count": counts[facet]}
            for facet, choices in choices_by_facet.items()
            if counts.get(facet)
        ]


def library() -> QuerySet[Entry]:
    return Entry.objects.published().in_library()


def condition(facet: str, value: FacetValue) -> Q:
    if facet in TERMS:
        lookup, links = TERMS[facet]
        return Q(pk__in=links.filter(**{lookup: value.ids}))
    if facet == "sector":
        return Q(sector__in=[value.value, Sector.BOTH])
    return Q(Exact(COLUMNS[facet], value.value))


def read_years() -> list[FacetValue]:
    years = library().exclude(year=None).values_list("year", flat=True).distinct()
    newest_first = [FacetValue(str(year), str(year)) for year in sorted(years, reverse=True)]
    return [*newest_first, FacetValue("unknown", "Year not known")]


def read_tree(model: type[Topic] | type[Place]) -> list[FacetValue]:
    """Return all topics or places, each followed by those inside it."""
    children: dict[int | None, list[tuple]] = {}
    for parent, *term in model.objects.values_list("parent_id", "pk", "slug", "name"):
        children.setdefault(parent, []).append(term)

    def below(parent: int | None, depth: int) -> list[FacetValue]:
        values = []
        for pk, slug, name in children.get(parent, []):
            inside = below(pk, depth + 1)
            ids = frozenset({pk}).union(*(value.ids for value in inside))
            values += [FacetValue(slug, name, depth, ids), *inside]
        return values

    return below(None, 0)


def read_tag(chosen: str) -> list[FacetValue]:
    """Return the tag with this slug or name, if there is one."""
    tags = Tag.objects.filter(Q(slug=chosen) | Q(name__iexact=chosen)).order_by("pk")
    found = dict(tags.values_list("pk", "name")) if chosen and "\0" not in chosen else {}
    return [FacetValue(chosen, name, ids=frozenset(found)) for name in list(found.values())[:1]]
