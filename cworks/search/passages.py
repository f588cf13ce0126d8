"""Matches inside the entries found: the pages of PDFs and the minutes of recordings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchRank
from django.db.models import FETCH_RAISE, F, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from content.kinds import PassageSource, all_kinds
from content.models import Entry
from content.search_words import marked
from cworks.search.highlights import show_found
from cworks.search.queries import Query

PASSAGES_PER_HIT = 3


@dataclass(frozen=True)
class FoundPassage:
    name: str
    of: str
    path: str
    snippet: SafeString


def passage_sources() -> list[PassageSource]:
    return [kind.passages for kind in all_kinds() if kind.passages]


def find_passages(query: Query, entries: Sequence[Entry]) -> dict[int, list[FoundPassage]]:
    """Return {entry id: its best passages, in order}. One query for each kind that has some."""
    found = defaultdict(list)
    for kind in all_kinds():
        entry_ids = [entry.pk for entry in entries if entry.kind == kind.name]
        if not kind.passages or not entry_ids:
            continue
        for row in best_rows(kind.passages, query, entry_ids):
            name, of, path = kind.passages.describe(row)
            found[row.found_in].append(FoundPassage(name, of, path, show_found(row.marked)))
    return found


def best_rows(source: PassageSource, query: Query, entry_ids: list[int]):
    asked = query.expression
    matching = source.rows().filter(**{f"{source.entry}__in": entry_ids}, search_vector=asked)
    place = Window(
        RowNumber(),
        partition_by=F(f"{source.entry}_id"),
        order_by=[SearchRank(F("search_vector"), asked).desc(), source.order[-1]],
    )
    best = matching.order_by().annotate(place=place).filter(place__lte=PASSAGES_PER_HIT)
    return (
        source.rows()
        .filter(pk__in=best.values("pk"))
        .annotate(marked=marked("text", asked), found_in=F(f"{source.entry}_id"))
        .fetch_mode(FETCH_RAISE)
        .order_by(*source.order)
    )
