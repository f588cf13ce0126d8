"""An entry's people, topics, tags, and places, read in the same query as the entry.

Separate queries for each, and the time Django took to join their rows, were most of a listing's
time.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Func

from content.paths import detail_path

PEOPLE = """
SELECT jsonb_agg(jsonb_build_object(
           'role', contribution.role, 'id', person.id, 'name', person.name, 'slug', person.slug
           {details}) ORDER BY contribution.position, contribution.id)
  FROM content_contribution AS contribution
  JOIN content_person AS person ON person.id = contribution.person_id
 WHERE contribution.entry_id = %(expressions)s
"""
DETAILS = """,
           'affiliation', person.affiliation, 'job_title', person.job_title,
           'sort_name', person.sort_name, 'is_organization', person.is_organization,
           'biography', person.biography, 'website', person.website,
           'portrait', (SELECT jsonb_build_object('file', image.file, 'width', image.width,
                                                  'height', image.height,
                                                  'renditions', image.renditions)
                          FROM content_image AS image WHERE image.id = person.portrait_id)"""
NAMED = """
SELECT jsonb_agg(jsonb_build_object('id', term.id, 'name', term.name, 'slug', term.slug)
       ORDER BY {order})
  FROM {through} AS link JOIN {terms} AS term ON term.id = link.{term}
 WHERE link.{entry} = %(expressions)s AND term.slug <> ''
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


class BriefLabelData(Func):
    """The labels that listings and feeds show for the entry with this primary key, as JSON."""

    template = f"""jsonb_build_object(
        'people', ({PEOPLE.format(details="")}), 'topics', ({TOPICS}), 'tags', ({TAGS}))"""
    arity = 1

    def __init__(self, entry: str = "pk") -> None:
        super().__init__(entry, output_field=models.JSONField())


class LabelData(BriefLabelData):
    """All labels of the entry with this primary key, for its own page, as JSON."""

    template = f"""jsonb_build_object(
        'people', ({PEOPLE.format(details=DETAILS)}),
        'topics', ({TOPICS}), 'tags', ({TAGS}), 'places', ({PLACES}))"""


@dataclass(frozen=True, slots=True)
class Term:
    """A topic, tag, or place as pages show it. Model instances took ten times as long."""

    id: int
    name: str
    slug: str
    url_name: str

    def get_absolute_url(self) -> str:
        return detail_path(self.url_name, self.slug)


class Labels:
    """An entry's label data as objects, each relation built on first use."""

    def __init__(self, data: dict) -> None:
        self.data = data

    @cached_property
    def topics(self) -> list[Term]:
        return self.terms("topics", "content:topic-detail")

    @cached_property
    def tags(self) -> list[Term]:
        return self.terms("tags", "content:tag-detail")

    @cached_property
    def places(self) -> list[Term]:
        return self.terms("places", "content:place-detail")

    def terms(self, relation: str, url_name: str) -> list[Term]:
        return [Term(**term, url_name=url_name) for term in self.data[relation] or []]
