"""The facets of the library: what readers can narrow it by, and how many entries that would find.

Choices are the query parameters of the page and its feeds, `/library/?format=report&from=field`, as
{facet: value} in the order of FACETS, so that each combination has one canonical address.
docs/decisions/library-facets.md has the measurements.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet

from content.models import Entry, EntryTag, Format, Place, Sector, Topic
from content.paths import library_path
from content.querysets import EntryQuerySet
from content.searches import find_matches
from content.trees import nest
from wiki.facet_values import FacetValue, list_terms, list_years, read_tag
from wiki.navigation import kinds_from_field
from wiki.search import LIBRARY

# The words to search for are one more choice.
FACETS = ["format", "topic", "sector", "place", "year", "from", "tag", "q"]
UNLISTED = {"tag", "q"}  # Tags are too many to list.
COLUMNS = {"format": "format", "sector": "sector", "year": "year", "from": "kind"}
RELATIONS = {"topic": "topics", "place": "places"}
TERMS = {
    "topic": ("topic__in", Entry.topics.through.objects.values_list("entry")),
    "place": ("place__in", Entry.places.through.objects.values_list("entry")),
    "tag": ("tag__in", EntryTag.objects.values_list("content_object")),
}
SECTORS = (Sector.K12, Sector.HIGHER_EDUCATION)
# Search engines would find the same few entries again and again in narrower combinations.
MAX_INDEXED = 2
# A facet shows this many values and folds the rest, unless that would hide only a few.
SHOWN, WORTH_FOLDING = 4, 3

type Choices = dict[str, str]


def read_choices(parameters: Mapping[str, str]) -> Choices:
    chosen = {facet: clean(parameters.get(facet, "")) for facet in FACETS}
    return {facet: value for facet, value in chosen.items() if value}


def clean(value: str) -> str:
    return " ".join(value.replace("\0", " ").split())


class Facets:
    """What a reader has chosen, what that finds, and what else there is to choose."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        words = choices.get("q", "")
        self.matches = find_matches(words, section=LIBRARY.key) if words else None
        ids = frozenset(self.matches.ids) if self.matches else frozenset()
        self.values = {
            "format": [FacetValue(*choice) for choice in Format.choices],
            "topic": list(list_terms(nest(Topic.objects.only("parent", "slug", "name")))),
            "sector": [FacetValue(sector, sector.label) for sector in SECTORS],
            "place": list(list_terms(nest(Place.objects.only("parent", "slug", "name")))),
            "year": list_years({choices.get("year", "")}),
            "from": [FacetValue("ours", "Ours"), FacetValue("field", "From the field")],
            "tag": read_tag(choices.get("tag", "")),
            "q": [FacetValue(words, words, ids=ids)],
        }
        self.conditions, self.labels = {}, {}
        for facet, chosen in choices.items():
            found = next((value for value in self.values[facet] if value.value == chosen), None)
            self.conditions[facet] = condition(facet, found) if found else Q(pk__in=[])
            self.labels[facet] = found.label if found else chosen

    def entries_without(self, facet: str = "") -> EntryQuerySet:
        """Return the entries that match every choice but the one in this facet."""
        return library().filter(*(q for other, q in self.conditions.items() if other != facet))

    @cached_property
    def total(self) -> int:
        is_counted = "year" not in self.choices
        return self.counts["year"].total() if is_counted else self.entries_without().count()

    @property
    def is_thin(self) -> bool:
        """Whether search engines should leave this combination out."""
        return len(self.choices) > MAX_INDEXED or "q" in self.choices or not self.total

    @cached_property
    def counts(self) -> dict[str, Counter]:
        """Return {facet: {value: entries with that value and all choices in other facets}}."""
        free = [facet for facet in COLUMNS if facet not in self.choices]
        groups = [free, *([facet] for facet in COLUMNS if facet in self.choices)]
        counts: dict[str, Counter] = defaultdict(Counter)
        for facets in filter(None, groups):
            found = self.entries_without(facets[0]).values_list(*map(COLUMNS.get, facets))
            for *values, count in found.annotate(Count("pk")):
                for facet, value in zip(facets, values, strict=True):
                    counts[facet]["unknown" if value is None else str(value)] += count
        for sector in SECTORS:
            counts["sector"][sector] += counts["sector"][Sector.BOTH]
        counts["from"]["field"] = sum(counts["from"].pop(kind, 0) for kind in kinds_from_field())
        counts["from"]["ours"] = counts["from"].total() - counts["from"]["field"]
        return counts | {facet: self.count_terms(facet) for facet in RELATIONS}

    def count_terms(self, facet: str) -> Counter:
        """Count each topic or place with everything inside it, each entry once."""
        filed = self.entries_without(facet).filter(**{f"{RELATIONS[facet]}__isnull": False})
        ids = dict(filed.values_list(RELATIONS[facet]).annotate(ids=ArrayAgg("pk")))
        found = {value: [ids[pk] for pk in value.ids & ids.keys()] for value in self.values[facet]}
        return Counter({value.value: len(set().union(*each)) for value, each in found.items()})

    @cached_property
    def lists(self) -> list[dict]:
        """The facets that have values to choose from."""
        listed = [facet for facet in FACETS if facet not in UNLISTED]
        links = {heading(facet): self.link_values(facet) for facet in listed}
        return [{"label": label, **fold(values)} for label, values in links.items() if values]

    def link_values(self, facet: str) -> list[dict]:
        """Return the values that find anything. The chosen one links to its removal."""
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
        """What is chosen, with the address without it."""
        return [
            {"facet": heading(facet), "label": label, "url": self.path_with(facet, "")}
            for facet, label in self.labels.items()
        ]

    @cached_property
    def without_one(self) -> list[dict]:
        """What leaving out one of the choices would find, if anything."""
        counts = [self.entries_without(facet).count() for facet in self.labels]
        return [
            chip | {"count": count} for chip, count in zip(self.chips, counts, strict=True) if count
        ]

    @cached_property
    def only_one(self) -> list[dict]:
        """What each of the choices would find alone, if anything."""
        return [
            {"label": label, "url": library_path(**{facet: self.choices[facet]}), "count": count}
            for facet, label in self.labels.items()
            if (count := library().filter(self.conditions[facet]).count())
        ]


def heading(facet: str) -> str:
    return {"from": "Source", "q": "Words"}.get(facet, facet.capitalize())


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
            is_from_field = Q(kind__in=kinds_from_field())
            return is_from_field if source == "field" else ~is_from_field
        case "year", "unknown":
            return Q(year=None)
        case "q", _:
            return Q(pk__in=value.ids)
    return Q(**{COLUMNS[facet]: value.value})


def fold(links: list[dict]) -> dict:
    """Return what a facet shows, and what it folds; a branch of a tree is not split."""
    roots = [index for index, link in enumerate(links) if not link["depth"] and index >= SHOWN]
    is_long = roots and len(links) >= SHOWN + WORTH_FOLDING
    shown, folded = (links[: roots[0]], links[roots[0] :]) if is_long else (links, [])
    is_open = any(link["is_chosen"] for link in folded)
    return {"shown": shown, "folded": folded, "total": len(links), "is_open": is_open}
