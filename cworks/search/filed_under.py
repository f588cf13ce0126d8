"""Entries that have some words in the names of their people, topics, tags, and places."""

from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from cworks.search.queries import WORD, CompiledQuery, Query
from cworks.search.search_sql import FILED_UNDER, VECTOR_WITH_NAMES

# So that a word of very many names costs no more.
MAX_NAMES, MAX_ENTRIES_OF_NAME = 20, 100
BEGINNING = 4  # characters: "assessments" is found in "Assessment"


def search_vector_with_names() -> RawSQL:
    """An entry's search vector, to which the names are added with the weight of a heading."""
    return RawSQL(VECTOR_WITH_NAMES, [], SearchVectorField())  # noqa: S611 (a constant)


def add_filed_under(entries: QuerySet, query: Query) -> QuerySet:
    """Narrow entries to those that match only together with such names. One query.

    A reader who types "Delgado rubrics" finds what Delgado wrote about rubrics.
    """
    is_searched = query.is_all_wanted or query.has_any_word
    ids = find_ids(query) if is_searched else {}
    if not ids:
        return entries.none()
    named = entries.filter(pk__in={pk for found in ids.values() for pk in found})
    if query.has_any_word:
        return named
    each_piece = [
        Q(search_vector=CompiledQuery(piece)) | Q(pk__in=ids.get(number, []))
        for number, piece in enumerate(query.pieces)
    ]
    return named.filter(reduce(and_, each_piece)).exclude(search_vector=query.expression)


def find_ids(query: Query) -> dict[int, list[int]]:
    """Return {number of a part: ids of entries that have it in such a name}."""
    beginnings = [WORD.findall(part.text)[0][:BEGINNING] for part in query.parts_searched_for]
    asked: dict[str, Any] = {
        "pieces": list(query.pieces[: len(beginnings)]),
        "beginnings": beginnings,
        "names": MAX_NAMES,
        "entries": MAX_ENTRIES_OF_NAME,
    }
    with connection.cursor() as cursor:
        cursor.execute(FILED_UNDER, asked)
        return dict(cursor.fetchall())
