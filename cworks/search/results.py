"""Full-text search for entries."""

import html
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Replace
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify

from content.kinds import SearchSection, all_kinds
from content.models import Entry
from content.querysets import published
from content.search_words import search_query, snippet, typed_on_keyboard
from cworks.search.highlights import BEGIN, show_found
from cworks.search.passages import FoundPassage, find_passages, passage_sources
from cworks.search.search_sql import BEST_ENTRIES, SIMILAR

HITS_PER_PAGE, MAX_PAGES = 10, 10
# Ranking takes longer than finding, so if there are very many matches, rank only the newest.
MAX_RANKED = 2_000
MAX_CHARACTERS = 200
# Neither tags nor the permalink after each heading make sense in a snippet.
SHOWN_TEXT = Func(
    Replace("body_html", Value(">#</a>"), Value("></a>")),
    Value("<[^>]*>"),
    Value(" "),
    Value("g"),
    function="regexp_replace",
    output_field=TextField(),
)
EVERYTHING = SearchSection(key="", label="All", condition=lambda prefix: Q())


@dataclass(frozen=True)
class Hit:
    entry: Entry
    snippet: SafeString
    passages: list[FoundPassage]


@dataclass(frozen=True)
class Results:
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    number: int = 1

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


def sections() -> dict[str, SearchSection]:
    """Return {key: section} of what can be searched separately; "" is everything."""
    registered = [kind.search_section for kind in all_kinds() if kind.search_section]
    return {section.key: section for section in (EVERYTHING, *registered)}


def clean_words(text: str) -> str:
    """Return a reader's input with single spaces, shortened, and safe for PostgreSQL."""
    return " ".join(text.replace("\0", " ").split())[:MAX_CHARACTERS].strip()


def find(words: str, *, section: str = "", number: int = 1) -> Results:
    """Return a page of the best matches in a section.

    The words may have "quotes", or, and -not. Four queries; one if nothing is found.
    """
    words = typed_on_keyboard(words)
    rows = rank(words, section=sections()[section], offset=(number - 1) * HITS_PER_PAGE)
    if not rows:
        return Results(number=number)
    ids = [pk for pk, _ in rows]
    cards = Entry.objects.as_cards().annotate(snippet=snippet(SHOWN_TEXT, words))
    entries = cards.in_bulk(ids)
    passages = find_passages(words, entry_ids=ids)
    # An entry may have been deleted since it was found.
    found = [entries[pk] for pk in ids if pk in entries]
    hits = [Hit(entry, snippet_of(entry, entry.snippet), passages[entry.pk]) for entry in found]
    return Results(hits, total=rows[0][1], number=number)


def rank(words: str, *, section: SearchSection, offset: int) -> list[tuple[int, int]]:
    """Return (entry id, total number of matches) for the best matches from `offset` on."""
    query, now = search_query(words), timezone.now()
    entries = Entry.objects.filter(published(at=now), section.on(), search_vector=query)
    candidates = [
        entries.order_by("-published_at").values_list("pk", "published_at", "search_vector")[
            :MAX_RANKED
        ]
    ]
    for source in passage_sources():
        entry = f"{source.entry}__"
        rows = source.rows().filter(
            published(entry, at=now), section.on(entry), search_vector=query
        )
        columns = [f"{source.entry}_id", f"{entry}published_at", "search_vector"]
        newest_first = rows.order_by(f"-{entry}published_at").values_list(*columns)
        candidates.append(newest_first[: source.ranked_at_most])
    first, *others = candidates
    union, parameters = first.union(*others, all=True).query.sql_with_params()
    statement = BEST_ENTRIES.replace("{candidates}", union)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, words, now, HITS_PER_PAGE, offset])
        return cursor.fetchall()


def snippet_of(entry: Entry, text: str) -> SafeString:
    """Return the part of the text with the words, or the summary if the text has none of them."""
    if BEGIN in text:
        return show_found(html.unescape(text))
    return show_found(entry.summary or html.unescape(text))


def find_similar(words: str) -> list[Entry]:
    """Return entries with a similar title, in case the query has a typo."""
    wanted = slugify(words, allow_unicode=True)
    if len(wanted) < 4:
        return []
    return list(Entry.objects.raw(SIMILAR, {"words": wanted, "now": timezone.now()}))
