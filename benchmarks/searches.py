"""What a search costs with 20,000 and 100,000 entries of about 700 words, without a cache.

The processor time of Django and PostgreSQL together.
"""

import statistics
import time
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from benchmarks.databases import own_database
from benchmarks.growth import nanoseconds_of
from content.models import Entry, Synonyms
from tests.factories import PersonFactory, PlaceFactory, PostFactory, TopicFactory

SIZES = (20_000, 100_000)
WORDS_PER_ENTRY, VOCABULARY = 700, 20_000
REQUESTS = 15
GOAL = 60  # milliseconds
# As often in texts as in English: the second word is half as frequent as the first, and so on.
A_WORD = f"'word' || floor(exp(random() * ln({VOCABULARY})))::int"
# Entries as if posts were written over twenty years. Each tenth has "portfolio", each 5,000th
# "heutagogy", and titles have six words.
GROW = f"""
INSERT INTO content_entry ({{columns}})
SELECT {{values}}
  FROM content_entry AS copied, generate_series(1, %s) AS n,
       LATERAL (SELECT string_agg({A_WORD}, ' ') AS words
                  FROM generate_series(1, {WORDS_PER_ENTRY} + n * 0) AS each) AS text,
       LATERAL (SELECT string_agg({A_WORD}, ' ') AS words
                  FROM generate_series(1, 6 + n * 0) AS each) AS heading
 WHERE copied.id = %s
"""
CHANGED = {
    "title": "heading.words || CASE WHEN n % 50 = 0 THEN ' portfolio' ELSE '' END",
    "slug": "'copy-' || n",
    "guid": "'copy:' || n",
    "preview_token": "NULL",
    "published_at": "now() - random() * 7000 * interval '1 day'",
    "summary": "heading.words || ' and more'",
    "body": """text.words || CASE WHEN n % 10 = 0 THEN ' portfolio' ELSE '' END
               || CASE WHEN n % 5000 = 0 THEN ' heutagogy' ELSE '' END""",
    "body_html": "'<p>' || text.words || '</p>'",
}
LINKS = [
    ("content_entry_topics", "entry_id, topic_id", "id, {}"),
    ("content_entry_places", "entry_id, place_id", "id, {}"),
    ("content_contribution", "entry_id, person_id, role, position", "id, {}, 'author', 0"),
]
SEARCHES = {
    "a common word": "word2",
    "a word of every tenth entry": "portfolio",
    "a rare word": "heutagogy",
    "a phrase": '"word1 word2"',
    "two common words": "word1 word3",
    "a typo": "portfolo",
    "a question": "how can word5000 change a portfolio",
}


def run() -> None:
    for size in SIZES:
        with own_database("searches"):
            begin = time.perf_counter()
            grow(size)
            print(f"{size:,} entries in {time.perf_counter() - begin:.0f} s")
            for name, words in SEARCHES.items():
                report(size, name, words)


def grow(size: int) -> None:
    post = PostFactory(title="A post", body="A post.")
    Synonyms.objects.create(text="portfolio\nwork sample")
    terms = [TopicFactory.create_batch(30), PlaceFactory.create_batch(50)]
    terms.append(PersonFactory.create_batch(200))
    columns = [
        field.column
        for field in Entry._meta.local_concrete_fields
        if not field.generated and field.column != "id"
    ]
    values = ", ".join(CHANGED.get(column, f"copied.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            GROW.format(columns=", ".join(columns), values=values).replace("n % ", "n %% "),
            [size, post.pk],
        )
        for (table, fields, row), rows in zip(LINKS, terms, strict=True):
            term = f"(ARRAY{[each.pk for each in rows]})[1 + id % {len(rows)}]"
            cursor.execute(
                f"INSERT INTO {table} ({fields}) SELECT {row.format(term)} FROM content_entry"
            )
        cursor.execute("VACUUM ANALYZE")


def report(size: int, name: str, words: str) -> None:
    milliseconds = time_search(words)
    verdict = "within" if milliseconds <= GOAL else "OVER"
    print(f"{size:>9,} entries, {name} ({words}): {milliseconds:.1f} ms ({verdict} {GOAL})")


def time_search(words: str) -> float:
    """Return the median milliseconds of processor time for a page of results."""
    address, client, times = f"/search/?{urlencode({'q': words})}", Client(), []
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    for _ in range(REQUESTS):
        begin = time.process_time_ns() + nanoseconds_of(backend)
        assert client.get(address).status_code == 200
        times.append(time.process_time_ns() + nanoseconds_of(backend) - begin)
    return statistics.median(times) / 1e6
