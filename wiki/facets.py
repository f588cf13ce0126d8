"""The facets of the library: what readers can narrow it by, and how many entries that would find.

Choices are the query parameters of the page and its feeds, `/library/?kind=report&from=field`, as
{facet: value} in the order of FACETS, so that each combination has one canonical address. Counts
are ordinary grouped queries; docs/decisions/library-facets.md has the measurements.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, Q, QuerySet, Value, When
from taggit.models import Tag

from content.models import Entry, EntryTag, Format, Place, Sector, Topic
from content.paths import library_path
from content.trees import nest

FACETS = ["kind", "topic", "sector", "place", "year", "from", "tag"]
COLUMNS = {"kind": "format", "sector": "sector", "year": "year", "from": "kind"}
RELATIONS = {"topic": "topics", "place": "places"}
TERMS = {
    "topic": ("topic__in", Entry.topics.through.objects.values_list("entry")),
    "place": ("place__in", Entry.places.through.objects.values_list("entry")),
    "tag": ("tag__in", EntryTag.objects.values_list("content_object")),
}
# One of these is less than the sum of any two.
MISSED = {facet: number for number, facet in enumerate(FACETS, start=len(FACETS))}
SECTORS = (Sector.K12, Sector.HIGHER_EDUCATION)
YEAR = re.compile("[1-9][0-9]{0,4}")
# Search engines would find the same few entries again and again in narrower combinations.
INDEXED_AT_MOST = 2
# A facet shows this many values and folds the rest, unless that would hide only a few.
SHOWN, WORTH_FOLDING = 12, 3

type Choices = dict[str, str]


def read_choices(parameters: Mapping[str, str]) -> Choices:
    return {facet: value for facet in FACETS if (value := parameters.get(facet, "").strip())}


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
            "topic": list(list_terms(nest(Topic.objects.only("parent", "slug", "name")))),
            "sector": [FacetValue(sector, sector.label) for sector in SECTORS],
            "place": list(list_terms(nest(Place.objects.only("parent", "slug", "name")))),
            "year": list_years({choices.get("year", "")}),
            "from": [FacetValue("ours", "Ours"), FacetValue("field", "From the field")],
            "tag": read_tag(choices.get("tag", "")),
        }
        self.conditions, self.labels = {}, {}
        for facet, chosen in choices.items():
            found = [value for value in self.values[facet] if value.value == chosen]
            self.conditions[facet] = condition(facet, found[0]) if found else Q(pk__in=[])
            self.labels[facet] = found[0].label if found else chosen

    @property
    def entries(self) -> QuerySet[Entry]:
        """The entries that match every choice."""
        return library().filter(*self.conditions.values())

    @property
    def total(self) -> int:
        return self.counts["missed"][0]

    @property
    def is_thin(self) -> bool:
        """Whether search engines should leave this combination out."""
        return len(self.choices) > INDEXED_AT_MOST or not self.total

    @cached_property
    def counts(self) -> dict[str, Counter]:
        """Return {facet: {value: entries with that value and all choices in other facets}}."""
        counts: dict[str, Counter] = defaultdict(Counter)
        for missed, *values, count in self.count_columns():
            counts["missed"][missed] += count
            for facet, value in zip(COLUMNS, values, strict=True):
                if missed in (0, MISSED[facet]):
                    counts[facet]["unknown" if value is None else str(value)] += count
        for sector in SECTORS:
            counts["sector"][sector] += counts["sector"][Sector.BOTH]
        counts["from"]["field"] = counts["from"].pop("resource", 0)
        counts["from"]["ours"] = counts["from"].total() - counts["from"]["field"]
        for facet, relation in RELATIONS.items():
            others = [self.conditions[other] for other in self.choices if other != facet]
            filed = library().filter(*others, **{f"{relation}__isnull": False})
            ids = dict(filed.values_list(relation).annotate(ids=ArrayAgg("pk")))
            for value in self.values[facet]:
                found = [ids[pk] for pk in value.ids & ids.keys()]
                # An entry filed under a topic and under another inside it counts once.
                is_single = len(found) == 1
                counts[facet][value.value] = len(found[0] if is_single else set().union(*found))
        return counts

    def count_columns(self) -> QuerySet:
        """Return (missed, the value in each of COLUMNS, count).

        `missed` is 0 for entries that match all choices, and names the facet in MISSED for those
        that match all but one. No facet counts the others.
        """
        misses = [
            Case(When(matches, then=0), default=MISSED[facet])
            for facet, matches in self.conditions.items()
        ]
        # A bound and not a list, which PostgreSQL expects to leave few rows: it would sort them.
        near = library().annotate(missed=sum(misses, Value(0))).filter(missed__lt=2 * len(FACETS))
        return near.values_list("missed", *COLUMNS.values()).annotate(count=Count("pk"))

    @cached_property
    def lists(self) -> list[dict]:
        """The facets that have values to choose from."""
        # Tags are too many to list.
        links = {heading(facet): self.link_values(facet) for facet in FACETS if facet != "tag"}
        return [{"label": label, **fold(values)} for label, values in links.items() if values]

    def link_values(self, facet: str) -> list[dict]:
        """Return the values that find anything, and what is chosen, which links to its removal."""
        counts, chosen = self.counts[facet], self.choices.get(facet, "")
        values = list_years({*counts, chosen}) if facet == "year" else self.values[facet]
        return [
            {
                "label": value.label,
                "depth": value.depth,
                "count": f"{counts[value.value]:,}",
                "is_chosen": value.value == chosen,
                "url": self.path_with(facet, "" if value.value == chosen else value.value),
            }
            for value in values
            if counts[value.value] or value.value == chosen
        ]

    def path_with(self, facet: str, value: str) -> str:
        return library_path(**read_choices(self.choices | {facet: value}))

    @property
    def chips(self) -> list[dict]:
        """What is chosen, with the address without it, and what that would find."""
        return [
            {
                "facet": heading(facet),
                "label": label,
                "url": self.path_with(facet, ""),
                "count": self.total + self.counts["missed"][MISSED[facet]],
            }
            for facet, label in self.labels.items()
        ]

    @cached_property
    def without_one(self) -> list[dict]:
        """What leaving out one of the choices would find, if anything."""
        return [chip for chip in self.chips if chip["count"]]

    @cached_property
    def only_one(self) -> list[dict]:
        """What each of the choices would find alone, if anything."""
        counts = library().aggregate(
            # Not under the facet's name, which may be a field's.
            **{f"{facet}_count": Count("pk", filter=q) for facet, q in self.conditions.items()}
        )
        return [
            {"label": label, "url": library_path(**{facet: self.choices[facet]}), "count": count}
            for facet, label in self.labels.items()
            if (count := counts[f"{facet}_count"])
        ]


def heading(facet: str) -> str:
    return "Source" if facet == "from" else facet.capitalize()


def library() -> QuerySet[Entry]:
    return Entry.objects.published().in_library()


def condition(facet: str, value: FacetValue) -> Q:
    match facet, value.value:
        case (("topic" | "place" | "tag"), _):
            lookup, links = TERMS[facet]
            return Q(pk__in=links.filter(**{lookup: value.ids}))
        case "sector", sector:
            return Q(sector__in=[sector, Sector.BOTH])
        case "from", source:
            return Q(kind="resource") if source == "field" else ~Q(kind="resource")
        case "year", "unknown":
            return Q(year=None)
    return Q(**{COLUMNS[facet]: value.value})


def list_years(values: Iterable[str]) -> list[FacetValue]:
    years = sorted(filter(YEAR.fullmatch, values), key=int, reverse=True)
    return [*(FacetValue(year, year) for year in years), FacetValue("unknown", "Year not known")]


def list_terms(nodes: list, depth: int = 0) -> Iterator[FacetValue]:
    """Yield nested topics or places, each followed by those inside it."""
    for node in nodes:
        inside = list(list_terms(node.branches, depth + 1))
        ids = frozenset({node.pk}).union(*(value.ids for value in inside))
        yield FacetValue(node.slug, node.name, depth, ids)
        yield from inside


def read_tag(chosen: str) -> list[FacetValue]:
    """Return the tag with this slug or name, if there is one."""
    tags = Tag.objects.filter(Q(slug=chosen) | Q(name__iexact=chosen)).order_by("pk")
    found = tags.values_list("pk", "name")[:1] if chosen and "\0" not in chosen else []
    return [FacetValue(chosen, name, ids=frozenset({pk})) for pk, name in found]


def fold(links: list[dict]) -> dict:
    """Return what a facet shows, and what it folds; a branch of a tree is not split."""
    roots = [index for index, link in enumerate(links) if not link["depth"] and index >= SHOWN]
    is_long = roots and len(links) >= SHOWN + WORTH_FOLDING
    shown, folded = (links[: roots[0]], links[roots[0] :]) if is_long else (links, [])
    return {"shown": shown, "folded": folded, "is_open": any(link["is_chosen"] for link in folded)}
