"""A site of any size with every kind of entry, copied within the database from one of each.

It also has the tests' small site (tests.support.public_site): an example of every public page.
"""

from datetime import timedelta

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from benchmarks.posts import BODY, PARAGRAPH
from blog.models import Comment
from content.models import Entry, Place, Revision, SiteSettings, Topic
from content.rendering import save_site_settings
from events.models import Passage, Recording, Seats
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EventFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PublicationFactory,
    RecordingFactory,
    ResourceFactory,
    SeriesFactory,
    TopicFactory,
)
from tests.support.public_site import publish_site

# The kinds of each 20 entries. Any site has few standing pages.
KINDS = ["post"] * 10 + ["resource"] * 4 + ["article"] * 2 + ["event"] * 2 + ["publication"]
KINDS += ["series"]
# Few enough that the first page of each is full with 200 entries.
TERMS, TAGS = 8, 16
WORDS = [
    "teacher", "student", "district", "portfolio", "badge", "rubric", "mastery", "pacing",
    "advisory", "capstone", "transcript", "seminar", "credit", "standard", "assessment",
    "feedback", "coaching", "equity", "pathway", "internship", "agency", "exhibition",
    "proficiency", "schedule", "cohort", "mentor", "inquiry", "project", "rural", "charter",
]  # fmt: skip


def chance(number: int) -> str:
    """Return SQL for a number that looks random and is the same for an entry each time."""
    return f"abs(hashint8(n * 7919 + {number})::bigint)"


def one_of(choices: list[str], number: int) -> str:
    return f"(ARRAY['{"','".join(choices)}'])[1 + {chance(number)} % {len(choices)}]"


# An eighth is from May 2019, whose archive is an example. Almost every event is over.
OF_ENTRIES = {
    "title": f"{one_of(WORDS, 1)} || ' ' || {one_of(WORDS, 2)} || ' ' || n",
    "slug": "'copy-' || n",
    "guid": "'copy:' || n",
    "published_at": f"""CASE WHEN n % 8 = 0
        THEN timestamptz '2019-05-28 12:00Z' - n * interval '20 seconds'
        ELSE now() - interval '20 days' - {chance(3)} % 4000 * interval '1 day' END""",
    "modified_at": "copied.modified_at - n * interval '1 minute'",
    "preview_token": "NULL",
    "body": f"copied.body || ' ' || {one_of(WORDS, 4)} || ' ' || {one_of(WORDS, 5)}",
    "sector": one_of(["k-12", "higher-education", "both"], 6),
    "year": f"CASE WHEN copied.year IS NOT NULL THEN 2004 + {chance(7)} % 22 END",
}
# Of the rows that belong to an entry.
OF_DETAILS = {
    "entry_id": "entry.id",
    "post_id": "entry.id",
    "recording_id": "entry.id",
    "starts_at": "entry.published_at + interval '9 days'",
    "ends_at": "entry.published_at + interval '9 days 1 hour'",
    "over_at": "entry.published_at + interval '9 days 1 hour'",
    "calendar_uid": "entry.guid",
    "normalized_url": "NULL",
    "url": "''",
    "guid": "NULL",
}
# The table, its columns, the table of the terms, and how many each entry has.
LINKS = [
    ("content_entry_topics", "entry_id, topic_id", "content_topic", 2),
    ("content_entry_places", "entry_id, place_id", "content_place", 1),
    ("content_entrytag", "content_object_id, tag_id", "taggit_tag", 3),
    ("content_contribution", "entry_id, person_id, role, position", "content_person", 2),
]
ADD_LINKS = """
INSERT INTO {table} ({columns})
SELECT entry.id, term.id {more}
  FROM content_entry AS entry
  CROSS JOIN generate_series(1, {number}) AS step
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS total
          FROM {terms}) AS term
    ON term.place = abs(hashint8(entry.id * 7 + step)::bigint) % term.total
 WHERE {new}
ON CONFLICT DO NOTHING
"""
# A series gets the four posts before it.
ADD_PARTS = """
UPDATE blog_post SET series_id = series.id, part_number = step
  FROM generate_series({first}, {last}) AS n, generate_series(1, 4) AS step,
       content_entry AS series, content_entry AS post
 WHERE series.guid = 'copy:' || n AND series.kind = 'series'
   AND post.guid = 'copy:' || n - 10 - step AND post.kind = 'post' AND entry_ptr_id = post.id
"""
# A text links to the entry before it.
ADD_TEXT_LINKS = """
INSERT INTO content_link (entry_id, title, words, address, target_id)
SELECT id, '', '', '/blog/' || slug || '/', id - 1 FROM content_entry AS entry WHERE {new}
   AND EXISTS (SELECT 1 FROM content_entry AS earlier WHERE earlier.id = entry.id - 1)
"""


class WholeSite:
    """In a database of its own (databases.own_database)."""

    def __init__(self) -> None:
        """Make the small site, and an entry of each kind to copy."""
        save_site_settings(site=SiteSettings(mission=PARAGRAPH))
        publish_site()
        for factory, missing in [
            (PersonFactory, 0),
            (PlaceFactory, TERMS - Place.objects.count()),
            (TopicFactory, TERMS - Topic.objects.count()),
        ]:
            factory.create_batch(missing)
        ResourceFactory(tags=[f"tag {number}" for number in range(TAGS)])
        facts = {"body": BODY, "summary": PARAGRAPH}
        self.models = {
            "post": PostFactory(**facts),
            "resource": ResourceFactory(year=2019, made_by="A maker of things", **facts),
            "article": ArticleFactory(**facts),
            "event": EventFactory(past=True, **facts),
            "publication": PublicationFactory(**facts),
            "series": SeriesFactory(**facts),
        }
        RecordingFactory(event=self.models["event"])
        CommentFactory.create_batch(2, post=self.models["post"])
        models = Entry.objects.filter(pk__in=[each.pk for each in self.models.values()])
        # The HTML stays; words to search come from a shorter text, which is quicker to index.
        models.update(body=PARAGRAPH[:150], published_at=timezone.now() - timedelta(days=20))
        self.copies = 0

    def grow(self, total: int) -> None:
        """Bring the number of entries to this, vacuumed and analyzed as autovacuum would."""
        first, last = self.copies, self.copies + total - Entry.objects.count() - 1
        self.copies = last + 1
        # Nothing in these statements comes from anywhere else.
        new = f"guid IN (SELECT 'copy:' || n FROM generate_series({first}, {last}) AS n)"
        with connection.cursor() as cursor:
            for kind, model in self.models.items():
                cursor.execute(copy_entries(model, kind, first, last))
                for details in [type(model), Revision, *OTHER_DETAILS.get(kind, [])]:
                    cursor.execute(copy_details(details, model, new))
            for table, columns, terms, number in LINKS:
                more = ", 'author', step" if "role" in columns else ""
                cursor.execute(
                    ADD_LINKS.format(
                        table=table, columns=columns, more=more, terms=terms, number=number, new=new
                    )
                )
            cursor.execute(ADD_PARTS.format(first=first, last=last))
            cursor.execute(ADD_TEXT_LINKS.format(new=new))
            cursor.execute("VACUUM ANALYZE")


OTHER_DETAILS = {"post": [Comment], "event": [Seats, Recording, Passage]}


def copy_entries(model: Entry, kind: str, first: int, last: int) -> str:
    columns = columns_of(Entry)
    places = [str(place) for place, each in enumerate(KINDS) if each == kind]
    return f"""
        INSERT INTO content_entry ({", ".join(columns)})
        SELECT {", ".join(OF_ENTRIES.get(each, f"copied.{each}") for each in columns)}
          FROM content_entry AS copied, generate_series({first}, {last}) AS n
         WHERE copied.id = {model.pk} AND n % {len(KINDS)} IN ({", ".join(places)})
    """


def copy_details(details: type[Model], model: Entry, new: str) -> str:
    """Copy the rows of another table that belong to an entry for each of its copies."""
    columns = columns_of(details)
    key = next(each for each in (*KEYS, details._meta.pk.column) if each in columns)
    values = {**OF_DETAILS, key: "entry.id"}
    return f"""
        INSERT INTO {details._meta.db_table} ({", ".join(columns)})
        SELECT {", ".join(values.get(each, f"copied.{each}") for each in columns)}
          FROM {details._meta.db_table} AS copied, content_entry AS entry
         WHERE copied.{key} = {model.pk} AND entry.kind = '{model.kind}' AND entry.{new}
    """


KEYS = ("entry_id", "post_id", "recording_id")


def columns_of(model: type[Model]) -> list[str]:
    return [
        field.column
        for field in model._meta.local_concrete_fields
        if not field.generated and field.column != "id"
    ]
