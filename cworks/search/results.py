"""Search for entries: names and titles first, then full text."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import F, QuerySet, TextField, Value
from django.utils import timezone
from django.utils.safestring import SafeString

from content.models import Entry, Synonyms
from content.moments import start_of_utc_day
from content.querysets import published, title_key
from content.search_words import marked
from content.searches import Matches
from cworks.search.corrections import correct
from cworks.search.filed_under import add_filed_under, search_vector_with_names
from cworks.search.filters import Counts, Filters, count, sections
from cworks.search.highlights import BEGIN, SHOWN_TEXT, show_found
from cworks.search.names import FoundName, find_names
from cworks.search.passages import FoundPassage, find_passages, passage_sources
from cworks.search.queries import Query, add_synonyms, clean_words, compile_query, split
from cworks.search.search_sql import (
    BEST_FIRST,
    MOST_WORDS_FIRST,
    NAMED,
    PLAN_FOR_THESE_WORDS,
    RANKED,
    RANKED_BY_WORDS,
)

HITS_PER_PAGE, MAX_PAGES = 10, 10
# Ranking takes longer than finding, so if there are very many matches, rank only the newest: those
# with the words in their titles, and those with the words anywhere.
MAX_RANKED, MAX_TITLES = 300, 200
MAX_NAMED, MAX_FILED_UNDER = 50, 100
# To find the newest, PostgreSQL can read all entries in order until enough have the words, or find
# all that have them in the index. The former is faster for words of more than about this share of
# the entries. PostgreSQL chooses it for rarer ones, too, because it doesn't know how long it takes
# to read a vector; by an expression it can't read in order.
COMMON = 0.15
NEWEST_AFTER_FINDING = (F("published_at") + Value(timedelta(0))).desc()
SHORTEST_BEGINNING = 3  # characters
NOTHING = "\x01"  # with which no title begins
LIKE_SPECIAL = re.compile(r"[%_\\]")


@dataclass(frozen=True)
class Hit:
    entry: Entry
    snippet: SafeString
    passages: list[FoundPassage]


@dataclass(frozen=True)
class Results:
    """A page of what was found, and what was searched for to find it."""

    hits: list[Hit] = field(default_factory=list)
    names: list[FoundName] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    total: int = 0
    number: int = 1
    corrected: str = ""  # what was searched for instead, because of a typo
    has_any_word: bool = False  # instead of all words
    ignored: tuple[str, ...] = ()
    only_excludes: bool = False  # which is no search

    @property
    def page_count(self) -> int:
        """How many pages of results readers can open. Very long results are cut off."""
        return min(-(-self.total // HITS_PER_PAGE), MAX_PAGES)

    @property
    def are_all(self) -> bool:
        """Whether these are all of the matches."""
        return self.total < MAX_RANKED

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.page_count else None


def find(words: str, *, filters: Filters | None = None, number: int = 1) -> Results:
    """Return a page of the best matches, with where the words are in each."""
    filters = filters or Filters()
    query, matches = match(words, filters)
    results = Results(
        number=number,
        names=[] if query.only_excludes else find_names(query.words),
        corrected=matches.corrected,
        has_any_word=matches.has_any_word,
        ignored=query.ignored,
        only_excludes=query.only_excludes,
    )
    return show(query, matches.ids, filters, results)


def find_matches(words: str, *, section: str) -> Matches:
    """Return what `find` would find in a section, for listings that readers narrow by words."""
    return match(clean_words(words), Filters(sections()[section]))[1]


@transaction.atomic
def match(words: str, filters: Filters) -> tuple[Query, Matches]:
    """Return what was searched for in the end, and what matches.

    If no entry has all words, their spelling is corrected. If hardly any entries have all of those,
    entries with any of the words are found.
    """
    groups = [tuple(group.phrases) for group in Synonyms.objects.all()]
    parts = add_synonyms(split(words), groups)
    query = compile_query(parts)
    with connection.cursor() as cursor:
        cursor.execute(PLAN_FOR_THESE_WORDS)
    many = max(MAX_RANKED, COMMON * count_expected(entries_in(filters)))
    ids = rank(query, filters, many)
    corrected = correct(parts, groups) if query.pieces and not ids else ""
    if corrected:
        parts = add_synonyms(split(corrected), groups)
        query = compile_query(parts)
        ids = rank(query, filters, many)
    number_with_all = len(ids)
    if number_with_all < HITS_PER_PAGE and query.is_plain:
        query = compile_query(parts, any_word=True)
        with_any_word = rank(query, filters, many)
        ids = list(dict.fromkeys([*ids, *with_any_word]))
    return query, Matches(
        ids,
        corrected=corrected if ids else "",
        has_any_word=len(ids) > number_with_all,
        are_all=len(ids) < MAX_RANKED,
    )


def rank(query: Query, filters: Filters, many: float) -> list[int]:
    """Return the ids of what matches, the best first. Up to five queries.

    If so `many` entries match, the newest are found by reading entries in order.
    """
    if not query.pieces:
        return []
    names = [title_key(name) for name in query.names]
    beginning = names[0] if len(names[0]) >= SHORTEST_BEGINNING else NOTHING
    named = find_named(names, beginning)
    pinned, former = ([pk for pk, how in named if how == wanted] for wanted in ("pinned", "former"))
    first, *others = candidates(query, filters, many, [pk for pk, _ in named])
    union, parameters = first.union(*others, all=True).query.sql_with_params()
    values: list[Any]
    if query.has_any_word:
        statement, best_first, values = RANKED_BY_WORDS, MOST_WORDS_FIRST, [list(query.pieces)]
    else:
        statement, best_first = RANKED, BEST_FIRST
        values = [pinned, former, names, beginning, start_of_utc_day(), query.tsquery]
    order = "" if filters.sort == "newest" else best_first
    with connection.cursor() as cursor:
        cursor.execute(
            statement.replace("{order}", order).replace("{candidates}", union),
            [*parameters, *values],
        )
        return [pk for (pk,) in cursor.fetchall()]


def find_named(names: list[str], beginning: str) -> list[tuple[int, str]]:
    """Return (id, "pinned", "former", or "title") of entries called so, or whose title begins so.

    Of those that are pinned or were once called so, some may not be public.
    """
    pattern = LIKE_SPECIAL.sub(r"\\\g<0>", beginning) + "%"
    with connection.cursor() as cursor:
        cursor.execute(NAMED, {"names": names, "beginning": pattern, "now": timezone.now()})
        return cursor.fetchall()


def entries_in(filters: Filters) -> QuerySet:
    public = Entry.objects.filter(published(at=timezone.now()), filters.on())
    return public.order_by("-published_at")


def candidates(query: Query, filters: Filters, many: float, named: list[int]) -> Iterator[QuerySet]:
    """Yield what to rank: rows of the columns that RANKED names."""
    now = timezone.now()
    entries = entries_in(filters)
    columns = ["pk", "published_at", "title", "title_vector", "search_vector"]
    is_rare = False
    for vector, at_most in (("search_vector", MAX_RANKED), ("title_vector", MAX_TITLES)):
        matching = entries.filter(**{vector: query.expression})
        # What is rare in texts is in titles, too.
        is_rare = is_rare or count_expected(matching) < many
        if is_rare:
            matching = matching.order_by(NEWEST_AFTER_FINDING)
        yield matching.values_list(*columns)[:at_most]
    yield entries.filter(pk__in=named).values_list(*columns)[:MAX_NAMED]
    yield (
        add_filed_under(entries, query)
        .annotate(with_names=search_vector_with_names())
        .values_list(*columns[:-1], "with_names")[:MAX_FILED_UNDER]
    )
    for source in passage_sources():
        entry = f"{source.entry}__"
        rows = source.rows().filter(
            published(entry, at=now), filters.on(entry), search_vector=query.expression
        )
        newest_first = rows.order_by(f"-{entry}published_at")
        yield newest_first.values_list(
            f"{source.entry}_id",
            f"{entry}published_at",
            Value(None, output_field=TextField()),
            Value(None, output_field=SearchVectorField()),
            "search_vector",
        )[: source.ranked_at_most]


def count_expected(matching: QuerySet) -> int:
    """Return how many entries PostgreSQL expects to match."""
    return json.loads(matching.order_by().explain(format="json"))[0]["Plan"]["Plan Rows"]


def show(query: Query, ids: list[int], filters: Filters, results: Results) -> Results:
    """Add the entries of a page, with where the words are in each."""
    if not ids:
        return results
    shown = ids[(results.number - 1) * HITS_PER_PAGE : results.number * HITS_PER_PAGE]
    cards = Entry.objects.as_cards().annotate(marked=marked(SHOWN_TEXT, query.expression))
    entries = cards.in_bulk(shown)
    # An entry may have been deleted since it was found.
    found = [entries[pk] for pk in shown if pk in entries]
    passages = find_passages(query, found)
    return replace(
        results,
        hits=[Hit(entry, snippet_of(entry, entry.marked), passages[entry.pk]) for entry in found],
        total=len(ids),
        counts=count(ids, filters),
    )


def snippet_of(entry: Entry, marked_text: str) -> SafeString:
    """Return the part of the text with the words, or the summary if the text has none of them."""
    text = html.unescape(marked_text)
    return show_found(text if BEGIN in text else entry.summary or text)
