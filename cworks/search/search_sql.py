"""Statements that Django's ORM cannot write."""

from collections.abc import Iterable

from taggit.models import Tag

from content.models import (
    Contribution,
    Entry,
    EntryTag,
    FormerTitle,
    Person,
    PinnedEntry,
    Place,
    Topic,
)
from content.querysets import in_library_sql, published_sql
from content.search_words import CONFIG
from content.sql_names import SQLNames, sql_names

entry, person, topic, place = (sql_names(model) for model in (Entry, Person, Topic, Place))
contribution, former, pin = map(sql_names, [Contribution, FormerTitle, PinnedEntry])
tag, tag_link = sql_names(Tag), sql_names(EntryTag)
topic_link, place_link = sql_names(Entry.topics.through), sql_names(Entry.places.through)


# A tsquery from a reader's words. Its parameters are texts.


def words_sql() -> str:
    return f"plainto_tsquery('{CONFIG}', search_words(%s))"


def phrase_sql() -> str:
    return f"phraseto_tsquery('{CONFIG}', search_words(%s))"


def one_of_sql(pieces: Iterable[str]) -> str:
    return f"({' || '.join(pieces)})"


def all_of_sql(pieces: Iterable[str]) -> str:
    return f"({' && '.join(pieces)})"


def compiled_sql(whole: str, pieces: Iterable[str]) -> str:
    """Return a statement for a whole tsquery and its pieces, each as text."""
    return f"SELECT {', '.join(f'{each}::text' for each in [whole, *pieces])}"


# `candidates` are rows of (id, published_at, title, title_vector, search_vector), which the ORM
# writes; passages have no title. Titles come first: the words themselves or what means the same,
# what begins with the words, and what has all of them. Then newer entries rank higher: the score
# of a twenty-year-old entry is halved. Ages count from a UTC midnight, because those of two entries
# could change places at any moment.
RANKED = """
WITH candidates (id, published_at, title, title_vector, search_vector) AS ({candidates}),
texts AS (
    -- Each entry once, and all passages.
    (SELECT DISTINCT ON (id) * FROM candidates WHERE title IS NOT NULL)
    UNION ALL
    SELECT * FROM candidates WHERE title IS NULL
),
found AS (
    SELECT id, published_at,
           id = ANY(%s) AS is_pinned,
           max(CASE WHEN id = ANY(%s) OR upper(title) = ANY(%s) THEN 3
                    WHEN starts_with(upper(title), %s) THEN 2
                    WHEN title_vector @@ query THEN 1
                    ELSE 0 END) AS tier,
           max(ts_rank_cd(search_vector, query, 1))
               / (1 + EXTRACT(epoch FROM %s - published_at) / 630000000) AS score
      FROM texts, CAST(%s AS tsquery) AS query
     GROUP BY id, published_at
)
SELECT id FROM found ORDER BY {order} published_at DESC, id DESC
"""
# Entries that have some of the words: those with most of them in one text come first. Rare words
# count more than common ones, and words in titles more than others.
RANKED_BY_WORDS = """
WITH candidates (id, published_at, title, title_vector, search_vector) AS ({candidates}),
texts AS (SELECT *, row_number() OVER () AS text_number FROM candidates),
words AS (
    SELECT place, text::tsquery AS word
      FROM unnest(%s::text[]) WITH ORDINALITY AS each (text, place)
),
found AS (
    SELECT id, published_at, text_number, place, ts_rank(search_vector, word) AS rank
      FROM texts JOIN words ON search_vector @@ word
),
weights AS (
    SELECT place, ln(1 + number::float / count(DISTINCT id)) AS weight
      FROM found, (SELECT count(DISTINCT id) FROM texts) AS all_texts (number)
     GROUP BY place, number
),
scores AS (
    SELECT id, published_at, sum(weight * (0.4 + rank)) AS score
      FROM found JOIN weights USING (place)
     GROUP BY id, published_at, text_number
)
SELECT id
  FROM scores
 GROUP BY id, published_at
 ORDER BY {order} published_at DESC, id DESC
"""
# The best plan depends on how many entries have the words, so a prepared one is no good.
PLAN_FOR_THESE_WORDS = "SET LOCAL plan_cache_mode = force_custom_plan"
MOST_WORDS_FIRST = "max(score) DESC,"
BEST_FIRST = "is_pinned DESC, tier DESC, score DESC,"
# (id, how) of the entries that editors pinned to these names, that were once called so, and whose
# title is one of the names or begins with the words: an index gives these in alphabetical order.
NAMED = f"""
(SELECT {pin.entry}, 'pinned' FROM {pin} WHERE {pin.key} = ANY(%(names)s))
UNION ALL
(SELECT {former.entry}, 'former' FROM {former} WHERE {former.key} = ANY(%(names)s))
UNION ALL
(SELECT {entry.id}, 'title' FROM {entry}
  WHERE upper({entry.title}) COLLATE "C" = ANY(%(names)s) AND {published_sql(entry)}
  LIMIT 50)
UNION ALL
(SELECT {entry.id}, 'title' FROM {entry}
  WHERE upper({entry.title}) COLLATE "C" LIKE %(beginning)s AND {published_sql(entry)}
  ORDER BY upper({entry.title}) COLLATE "C", {entry.id}
  LIMIT 50)
"""

# People, topics, the newest series, places, and tags with words in their names that begin like all
# of the reader's. Readers know some people by what they do.
NAMES = f"""
WITH asked AS (
    SELECT array_agg('\\m' || unaccent(beginning)) AS beginnings
      FROM unnest(%(beginnings)s::text[]) AS beginning
)
(SELECT 'Person', {person.name}, {person.slug} FROM {person}, asked
  WHERE unaccent(concat_ws(' ', {person.name}, {person.job_title}, {person.affiliation}))
        ~* ALL(beginnings)
    AND EXISTS (SELECT FROM {contribution} AS link
                  JOIN {entry} ON {entry}.{entry.id} = link.{contribution.entry}
                 WHERE link.{contribution.person} = {person}.{person.id} AND {published_sql(entry)})
  ORDER BY length({person.name}), 2 LIMIT %(at_most)s)
UNION ALL
(SELECT 'Topic', {topic.name}, {topic.slug} FROM {topic}, asked
  WHERE unaccent({topic.name}) ~* ALL(beginnings)
  ORDER BY length({topic.name}), 2 LIMIT %(at_most)s)
UNION ALL
(SELECT 'Series', title, slug
   FROM (SELECT {entry.title} AS title, {entry.slug} AS slug FROM {entry}
          WHERE {entry.kind} = 'series' AND {published_sql(entry)}
          ORDER BY {entry.published_at} DESC LIMIT 200) AS newest, asked
  WHERE unaccent(title) ~* ALL(beginnings)
  ORDER BY length(title), 2 LIMIT %(at_most)s)
UNION ALL
(SELECT 'Place', {place.name}, {place.slug} FROM {place}, asked
  WHERE unaccent({place.name}) ~* ALL(beginnings)
  ORDER BY length({place.name}), 2 LIMIT %(at_most)s)
UNION ALL
(SELECT 'Tag', {tag.name}, {tag.slug} FROM {tag}, asked
  WHERE {tag.slug} <> '' AND unaccent({tag.name}) ~* ALL(beginnings)
    AND EXISTS (SELECT FROM {tag_link} AS link
                  JOIN {entry} ON {entry}.{entry.id} = link.{tag_link.content_object}
                 WHERE link.{tag_link.tag} = {tag}.{tag.id} AND {published_sql(entry)})
  ORDER BY length({tag.name}), 2 LIMIT %(at_most)s)
"""


def name_vector(named: SQLNames) -> str:
    return f"to_tsvector('{CONFIG}', search_words({named}.{named.name}))"


def linked_sql(named: SQLNames, link: SQLNames, *, to: str, entry_id: str) -> str:
    """Return a query for (number of a piece, entry) of the names that have the piece."""
    return f"""
    (SELECT number, linked.entry_id
       FROM (SELECT number, {named}.{named.id} FROM {named}, asked
              WHERE unaccent({named}.{named.name}) ~* beginning AND {name_vector(named)} @@ piece
              ORDER BY length({named}.{named.name}), {named}.{named.id}
              LIMIT %(names)s) AS named,
            LATERAL (SELECT {entry_id} AS entry_id FROM {link} WHERE {to} = named.id
                      ORDER BY {entry_id} DESC LIMIT %(entries)s) AS linked)
    """


ALL_LINKED = " UNION ALL ".join(
    [
        linked_sql(person, contribution, to=contribution.person, entry_id=contribution.entry),
        linked_sql(topic, topic_link, to=topic_link.topic, entry_id=topic_link.entry),
        linked_sql(tag, tag_link, to=tag_link.tag, entry_id=tag_link.content_object),
        linked_sql(place, place_link, to=place_link.place, entry_id=place_link.entry),
    ]
)
# (number of the piece of a query, ids of entries whose people, topics, tags, or places have it in
# their names).
FILED_UNDER = f"""
WITH asked AS (
    SELECT number - 1 AS number, piece::tsquery AS piece, '\\m' || unaccent(beginning) AS beginning
      FROM unnest(%(pieces)s::text[], %(beginnings)s::text[]) WITH ORDINALITY
           AS each (piece, beginning, number)
)
SELECT number, array_agg(DISTINCT entry_id) FROM ({ALL_LINKED}) AS found GROUP BY number
"""
VECTOR_WITH_NAMES = f"""
{entry}.{entry.search_vector} || setweight(to_tsvector('{CONFIG}', search_words((
    SELECT coalesce(string_agg(name, ' '), '') FROM (
        SELECT {person}.{person.name} FROM {contribution} AS link
          JOIN {person} ON {person}.{person.id} = link.{contribution.person}
         WHERE link.{contribution.entry} = {entry}.{entry.id}
        UNION ALL
        SELECT {topic}.{topic.name} FROM {topic_link} AS link
          JOIN {topic} ON {topic}.{topic.id} = link.{topic_link.topic}
         WHERE link.{topic_link.entry} = {entry}.{entry.id}
        UNION ALL
        SELECT {tag}.{tag.name} FROM {tag_link} AS link
          JOIN {tag} ON {tag}.{tag.id} = link.{tag_link.tag}
         WHERE link.{tag_link.content_object} = {entry}.{entry.id}
        UNION ALL
        SELECT {place}.{place.name} FROM {place_link} AS link
          JOIN {place} ON {place}.{place.id} = link.{place_link.place}
         WHERE link.{place_link.entry} = {entry}.{entry.id}
    ) AS names (name)
))), 'B')
"""

# How many of the entries found are of each kind, on each topic …
FACETS = f"""
WITH found AS MATERIALIZED (
    SELECT {entry.kind}, {entry.sector}, {entry.published_at}, {in_library_sql(entry)} AS in_library
      FROM {entry} WHERE {entry.id} = ANY(%(ids)s)
)
SELECT 'kind', {entry.kind}, '', count(*) FROM found GROUP BY 2
UNION ALL
SELECT 'library', '', '', count(*) FROM found WHERE in_library
UNION ALL
SELECT 'sector', {entry.sector}, '', count(*) FROM found GROUP BY 2
UNION ALL
SELECT 'year', EXTRACT(year FROM {entry.published_at} AT TIME ZONE %(zone)s)::text, '', count(*)
  FROM found GROUP BY 2
UNION ALL
SELECT 'topic', {topic}.{topic.slug}, {topic}.{topic.name}, count(*)
  FROM {topic_link} AS link JOIN {topic} ON {topic}.{topic.id} = link.{topic_link.topic}
 WHERE link.{topic_link.entry} = ANY(%(ids)s) GROUP BY 2, 3
UNION ALL
SELECT 'place', {place}.{place.slug}, {place}.{place.name}, count(*)
  FROM {place_link} AS link JOIN {place} ON {place}.{place.id} = link.{place_link.place}
 WHERE link.{place_link.entry} = ANY(%(ids)s) GROUP BY 2, 3
UNION ALL
SELECT 'person', {person}.{person.slug}, {person}.{person.name},
       count(DISTINCT link.{contribution.entry})
  FROM {contribution} AS link JOIN {person} ON {person}.{person.id} = link.{contribution.person}
 WHERE link.{contribution.entry} = ANY(%(ids)s) GROUP BY 2, 3
"""

# Words that no public entry has in any form.
UNKNOWN_WORDS = f"""
SELECT word
  FROM unnest(%(words)s::text[]) AS word, plainto_tsquery('{CONFIG}', search_words(word)) AS query
 WHERE numnode(query) > 0
   AND NOT EXISTS (SELECT FROM {entry}
                    WHERE {entry.search_vector} @@ query AND {published_sql(entry)})
"""
# With one wrong character, a word of ten is at 0.57. Comparing a title takes long, and thousands
# may have the right word: the first hundred do. PostgreSQL would look for so few without the index.
# It's for the rest of the transaction.
CLOSE_BY_INDEX = """
SELECT set_config('pg_trgm.word_similarity_threshold', '0.4', TRUE),
       set_config('enable_seqscan', 'off', TRUE)
"""
CLOSE_NAMES = f"""
(SELECT title
   FROM (SELECT {entry.id} AS id, {entry.title} AS title FROM {entry}
          WHERE {entry.title} %%> %(word)s AND {published_sql(entry)}
          LIMIT 100) AS close_by
  ORDER BY title <->> %(word)s, id LIMIT 20)
UNION ALL
(SELECT {person}.{person.name} FROM {person}
  WHERE {person}.{person.name} %%> %(word)s
    AND EXISTS (SELECT FROM {contribution} AS link
                  JOIN {entry} ON {entry}.{entry.id} = link.{contribution.entry}
                 WHERE link.{contribution.person} = {person}.{person.id}
                   AND {published_sql(entry)}))
UNION ALL
(SELECT {topic}.{topic.name} FROM {topic} WHERE {topic}.{topic.name} %%> %(word)s)
UNION ALL
(SELECT {place}.{place.name} FROM {place} WHERE {place}.{place.name} %%> %(word)s)
"""
