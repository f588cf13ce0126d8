"""Who made an entry and what it is about, read in the query that reads the entry.

A listing of ten entries would otherwise take a query each for people, topics, tags and places, and
Django several milliseconds to put them together; that was most of a page's time.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Func

PEOPLE = """
SELECT jsonb_agg(jsonb_build_object(
           'role', contribution.role, 'id', person.id, 'name', person.name, 'slug', person.slug,
           'affiliation', person.affiliation, 'job_title', person.job_title,
           'biography', person.biography, 'website', person.website,
           'portrait', (SELECT jsonb_build_object('file', image.file, 'width', image.width,
                                                  'height', image.height,
                                                  'renditions', image.renditions)
                          FROM content_image AS image WHERE image.id = person.portrait_id))
       ORDER BY contribution.position, contribution.id)
  FROM content_contribution AS contribution
  JOIN content_person AS person ON person.id = contribution.person_id
 WHERE contribution.entry_id = %(expressions)s
"""
NAMED = """
SELECT jsonb_agg(jsonb_build_object('id', term.id, 'name', term.name, 'slug', term.slug)
       ORDER BY {order})
  FROM {through} AS link JOIN {terms} AS term ON term.id = link.{term}
 WHERE link.{entry} = %(expressions)s
"""
TOPICS = NAMED.format(
    through="content_entry_topics",
    terms="content_topic",
    term="topic_id",
    entry="entry_id",
    order='term."order", term.name',
)
PLACES = NAMED.format(
    through="content_entry_places",
    terms="content_place",
    term="place_id",
    entry="entry_id",
    order="term.name",
)
TAGS = NAMED.format(
    through="content_entrytag",
    terms="taggit_tag",
    term="tag_id",
    entry="content_object_id",
    order="term.name",
)


class LabelData(Func):
    """The labels of the entry whose primary key this is given, as JSON."""

    template = f"""jsonb_build_object(
        'people', ({PEOPLE}), 'topics', ({TOPICS}), 'tags', ({TAGS}), 'places', ({PLACES}))"""
    arity = 1

    def __init__(self, entry: str = "pk") -> None:
        super().__init__(entry, output_field=models.JSONField())


@dataclass(frozen=True, slots=True)
class Labels:
    """Person, Topic, Tag and Place rows with what pages show, in the order of showing."""

    authors: list
    topics: list
    tags: list
    places: list
