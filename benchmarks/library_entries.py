"""Many library entries, copied from one of them inside the database."""

from django.db import connection

from content.editing.saving import save_entry
from content.models import Entry, Person, Place, Topic
from wiki.models import Resource

COPY_ENTRIES = """
INSERT INTO content_entry (
    kind, address_space, title, slug, summary, body, body_html, excerpt_html, has_more, headings,
    word_count, status, published_at, sector, format, year, lead_image_caption, search_title,
    search_description, attention, guid, created_at, modified_at)
SELECT CASE WHEN n %% 10 = 0 THEN 'publication' ELSE 'resource' END, address_space,
       title || ' ' || n, slug || '-' || n, summary, body, body_html, excerpt_html, has_more,
       headings, word_count,
       status, published_at - n * interval '3 hours',
       (ARRAY['k-12', 'k-12', 'higher-education', 'both'])[1 + (random() * 40)::int %% 4],
       (ARRAY['report', 'report', 'report', 'report', 'report', 'article', 'paper', 'tool',
              'video', 'policy', 'website', 'book', 'recording'])[1 + (random() * 25)::int %% 13],
       CASE WHEN random() < 0.9 THEN 2026 - (random() * 22)::int END, lead_image_caption,
       search_title, search_description, attention, 'library:' || n, created_at, modified_at
  FROM content_entry, generate_series(%(first)s::int, %(last)s::int) AS n WHERE id = %(model)s
"""
COPY_DETAILS = """
INSERT INTO wiki_resource (entry_ptr_id, url, made_by, archived_url)
SELECT id, '', 'A maker of things', '' FROM content_entry
 WHERE kind = 'resource' AND id NOT IN (SELECT entry_ptr_id FROM wiki_resource);
INSERT INTO wiki_publication (entry_ptr_id, publisher, edition, isbn, doi)
SELECT id, '', '', '', '' FROM content_entry
 WHERE kind = 'publication' AND id NOT IN (SELECT entry_ptr_id FROM wiki_publication);
"""
EMPTY = """
DELETE FROM content_entry_topics USING content_entry AS entry
 WHERE entry.id = entry_id AND entry.guid LIKE 'library:%';
DELETE FROM content_entry_places USING content_entry AS entry
 WHERE entry.id = entry_id AND entry.guid LIKE 'library:%';
DELETE FROM content_entrytag USING content_entry AS entry
 WHERE entry.id = content_object_id AND entry.guid LIKE 'library:%';
DELETE FROM content_contribution USING content_entry AS entry
 WHERE entry.id = entry_id AND entry.guid LIKE 'library:%';
DELETE FROM wiki_resource USING content_entry AS entry
 WHERE entry.id = entry_ptr_id AND entry.guid LIKE 'library:%';
DELETE FROM wiki_publication USING content_entry AS entry
 WHERE entry.id = entry_ptr_id AND entry.guid LIKE 'library:%';
DELETE FROM content_entry WHERE guid LIKE 'library:%';
"""
# Each has topics, places, and tags; publications also have people.
LINKS = """
INSERT INTO {table} ({entry}, {term} {more_columns})
SELECT entry.id, term.id {more_values}
  FROM content_entry AS entry
  CROSS JOIN generate_series(1, {number}) AS step
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS total
          FROM {terms}) AS term ON term.place = abs(hashint8(entry.id * 7 + step)) % term.total
 WHERE entry.format <> '' AND {condition}
   AND NOT EXISTS (SELECT 1 FROM {table} AS link WHERE link.{entry} = entry.id)
ON CONFLICT DO NOTHING
"""
TOPICS, PLACES, PEOPLE, TAGS, YEARS = 12, 30, 40, 60, 23


def make_library(total: int) -> None:
    """Bring the library to `total` entries, vacuumed and analyzed as autovacuum would."""
    model = Resource.objects.filter(slug="rubrics").first() or make_first_entry()
    existing = Entry.objects.in_library().count()
    with connection.cursor() as cursor:
        if existing > total:
            cursor.execute(EMPTY)
            existing = 1
        cursor.execute("SELECT setseed(0.5)")  # the same library each time
        cursor.execute(COPY_ENTRIES, {"first": existing, "last": total - 1, "model": model.pk})
        cursor.execute(COPY_DETAILS)
        for name, number, share in [("topic", 2, 1), ("place", 1, 3)]:
            cursor.execute(links(f"content_entry_{name}s", f"content_{name}", name, number, share))
        cursor.execute(
            links("content_entrytag", "taggit_tag", "tag", 3, 1, entry="content_object_id")
        )
        cursor.execute(
            LINKS.format(
                table="content_contribution",
                terms="content_person",
                entry="entry_id",
                term="person_id",
                more_columns=", role, position",
                more_values=", 'author', step",
                number=2,
                condition="entry.kind = 'publication'",
            )
        )
        cursor.execute("VACUUM ANALYZE")


def links(
    table: str, terms: str, term: str, number: int, share: int, entry: str = "entry_id"
) -> str:
    return LINKS.format(
        table=table,
        terms=terms,
        entry=entry,
        term=f"{term}_id",
        more_columns="",
        more_values="",
        number=number,
        condition=f"entry.id % {share} = 0",
    )


def make_first_entry() -> Resource:
    """Make the entry that the others are copied from, and what they are filed under, if missing.

    Topics and places are three levels deep.
    """
    if not Topic.objects.exists():
        for number in range(TOPICS):
            parent = Topic.objects.filter(slug=f"topic-{number - 4}").first()
            Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}", parent=parent)
        for number in range(PLACES):
            parent = Place.objects.filter(slug=f"place-{number - 10}").first()
            level = ["state", "district", "school"][number // 10]
            Place.objects.create(
                name=f"Place {number}", slug=f"place-{number}", parent=parent, level=level
            )
        for number in range(PEOPLE):
            Person.objects.create(name=f"Person {number}", slug=f"person-{number}")
    resource = Resource(
        title="Rubrics that students can read",
        slug="rubrics",
        summary="Forty rubrics from nine districts, with what their teachers changed and why.",
        body="What to look at first, and what to leave.\n\n" * 20,
        format="report",
        year=2019,
        made_by="A maker of things",
        status="published",
        published_at="2026-01-05T12:00:00Z",
    )
    resource.full_clean()
    save_entry(entry=resource, by=None)
    resource.tags.add(*[f"tag {number}" for number in range(TAGS)])
    resource.tags.clear()
    return resource
