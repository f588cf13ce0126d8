"""Full-text search over everything that is published, with the pages of PDFs and the minutes of
recordings."""

import html
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F, Func, TextField, Value
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify

from content.models import Entry
from content.querysets import PUBLISHED_SQL
from content.shapes import LINK_FIELDS
from cworks.search_places import (
    BEGIN,
    CURRENT_PAGES,
    SHOWN_PASSAGES,
    Place,
    find_places,
    headline,
    show_found,
)

HITS_A_PAGE, PAGES_AT_MOST = 10, 10
RANKED_AT_MOST = 2_000
# A word of the field is in half the paragraphs of each recording, and these are quick to rank.
PASSAGES_RANKED_AT_MOST = 100_000
LETTERS_AT_MOST = 200
# The mark at the end of each heading says nothing in the middle of a snippet.
WITHOUT_PERMALINKS = Func(
    F("body_html"),
    Value('<a class="permalink"[^>]*>#</a>'),
    Value(""),
    Value("g"),
    function="regexp_replace",
    output_field=TextField(),
)

# What can be searched alone → its name, and its condition on content_entry.
SECTIONS = {
    "": ("All", "TRUE"),
    "posts": ("Posts", "content_entry.kind IN ('post', 'series')"),
    "library": ("Library", "content_entry.format <> ''"),
    "wiki": ("Wiki", "content_entry.kind = 'article'"),
    "events": ("Events", "content_entry.kind = 'event'"),
}

QUERY = "websearch_to_tsquery('english', %(words)s)"
# Of two that fit as well, the newer goes first: at twenty years, an entry counts half. To rank an
# entry takes longer than to find it: of what nearly everything has, the newest are ranked.
BEST_ENTRIES = f"""
WITH with_words AS (
    (SELECT content_entry.id, content_entry.published_at, content_entry.search_vector
       FROM content_entry
      WHERE content_entry.search_vector @@ {QUERY} AND {PUBLISHED_SQL} AND {{section}}
      ORDER BY content_entry.published_at DESC
      LIMIT {RANKED_AT_MOST})
     UNION ALL
    (SELECT content_entry.id, content_entry.published_at, page.search_vector
       FROM {CURRENT_PAGES} JOIN content_entry ON content_entry.id = file.publication_id
      WHERE page.search_vector @@ {QUERY} AND {PUBLISHED_SQL} AND {{section}}
      ORDER BY content_entry.published_at DESC
      LIMIT {RANKED_AT_MOST})
     UNION ALL
    (SELECT content_entry.id, content_entry.published_at, passage.search_vector
       FROM {SHOWN_PASSAGES} JOIN content_entry ON content_entry.id = passage.recording_id
      WHERE passage.search_vector @@ {QUERY} AND {PUBLISHED_SQL} AND {{section}}
      ORDER BY content_entry.published_at DESC
      LIMIT {PASSAGES_RANKED_AT_MOST})
), found AS (
    SELECT id, published_at, max(ts_rank(search_vector, {QUERY})) AS rank
      FROM with_words
     GROUP BY id, published_at
)
SELECT id, count(*) OVER ()
  FROM found
 ORDER BY rank / (1 + EXTRACT(epoch FROM %(now)s - published_at) / 630000000) DESC,
          published_at DESC, id DESC
 LIMIT {HITS_A_PAGE} OFFSET %(offset)s
"""
# With one wrong letter, a word of ten is at 0.57. The index reads its threshold from a setting,
# which this changes while it runs; the condition on it makes sure that the setting comes first.
SIMILAR = f"""
SELECT close_by.*
  FROM (SELECT set_config('pg_trgm.word_similarity_threshold', '0.45', TRUE)) AS looser (threshold),
       LATERAL (SELECT {", ".join(f"content_entry.{name}" for name in ["id", *LINK_FIELDS])}
                  FROM content_entry
                 WHERE slug %%> %(words)s AND {PUBLISHED_SQL} AND looser.threshold IS NOT NULL
                 ORDER BY slug <->> %(words)s, published_at DESC, id
                 LIMIT 5) AS close_by
"""


@dataclass(frozen=True)
class Hit:
    entry: Entry
    snippet: SafeString
    places: list[Place]


@dataclass(frozen=True)
class Results:
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    number: int = 1

    @property
    def page_count(self) -> int:
        """How many pages there are to turn to, which is not all where very much is found."""
        return min(-(-self.total // HITS_A_PAGE), PAGES_AT_MOST)

    @property
    def are_all(self) -> bool:
        """Whether nothing else has the words."""
        return self.total < RANKED_AT_MOST

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.page_count else None


def clean_words(text: str) -> str:
    """Return what somebody typed as it can be searched for."""
    return " ".join(text.replace("\0", " ").split())[:LETTERS_AT_MOST].strip()


def find(words: str, *, section: str = "", number: int = 1) -> Results:
    """Return a page of what fits the words best, in one of the SECTIONS.

    The words may have "quotes", or, and -not. Four queries; one where nothing is found.
    """
    statement = BEST_ENTRIES.format(section=SECTIONS[section][1])
    values = {"words": words, "now": timezone.now(), "offset": (number - 1) * HITS_A_PAGE}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    if not rows:
        return Results(number=number)
    ids = [row[0] for row in rows]
    snippet = headline(WITHOUT_PERMALINKS, words)
    entries = Entry.objects.as_cards().annotate(snippet=snippet).in_bulk(ids)
    places = find_places(words, entry_ids=ids)
    # One could have been deleted since it was found.
    found = [entries[pk] for pk in ids if pk in entries]
    hits = [Hit(entry, snippet_of(entry), places[entry.pk]) for entry in found]
    return Results(hits, total=rows[0][1], number=number)


def snippet_of(entry: Entry) -> SafeString:
    """Return where the words stand in the text; of an entry that has them elsewhere, what it is."""
    if BEGIN in entry.snippet:
        return show_found(html.unescape(entry.snippet))
    return show_found(entry.summary or html.unescape(entry.snippet))


def find_similar(words: str) -> list[Entry]:
    """Return what is called almost so, for words with a slip of the pen."""
    wanted = slugify(words, allow_unicode=True)
    if len(wanted) < 4:
        return []
    return list(Entry.objects.raw(SIMILAR, {"words": wanted, "now": timezone.now()}))
