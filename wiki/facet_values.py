"""The values that readers can choose in a facet of the library."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from taggit.models import Tag

YEAR = re.compile("[1-9][0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    depth: int = 0  # how many broader topics or places it is inside
    ids: frozenset[int] = frozenset()  # of the topic, place, or tag, and everything inside it


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
