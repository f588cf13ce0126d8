"""Expressions in SQL that queries of entries annotate.

An entry's people, topics, tags, and places are subqueries of it, as JSON: separate queries took
most of a listing's time. These are functions because the models, from which the names come, load
after this module.
"""

from functools import cache

from django.apps import apps

from content.sql_names import SQLNames, sql_names


@cache
def asked_titles_sql() -> str:
    """Return the requested titles that match an entry's; the parameter is a list of titles.

    In PostgreSQL's upper case: Python's turns ß into two characters, and PostgreSQL's doesn't.
    """
    entry = names_of("Entry")
    return f"""
ARRAY(SELECT asked FROM unnest(%s::text[]) AS asked
       WHERE upper(asked) = upper({entry}.{entry.title}))
"""


@cache
def brief_labels_sql() -> str:
    """Return the labels of an entry in listings and feeds; `%(expressions)s` is its id."""
    return f"""
jsonb_build_object(
    'people', ({people_sql()}), 'topics', ({topics_sql()}), 'tags', ({tags_sql()}))
"""


@cache
def all_labels_sql() -> str:
    """Return the labels of an entry on its page; `%(expressions)s` is its id."""
    return f"""
jsonb_build_object(
    'people', ({people_sql(details=details_sql())}), 'topics', ({topics_sql()}),
    'tags', ({tags_sql()}), 'places', ({places_sql()}))
"""


def people_sql(details: str = "") -> str:
    by, person = names_of("Contribution"), names_of("Person")
    return f"""
SELECT jsonb_agg(jsonb_build_object(
           'role', contribution.{by.role}, 'id', person.{person.pk},
           'name', person.{person.name}, 'slug', person.{person.slug}{details})
       ORDER BY contribution.{by.position}, contribution.{by.pk})
  FROM {by} AS contribution
  JOIN {person} AS person ON person.{person.pk} = contribution.{by.person}
 WHERE contribution.{by.entry} = %(expressions)s
"""


def details_sql() -> str:
    person = names_of("Person")
    return f""",
           'affiliation', person.{person.affiliation}, 'job_title', person.{person.job_title},
           'sort_name', person.{person.sort_name},
           'is_organization', person.{person.is_organization},
           'biography', person.{person.biography}, 'website', person.{person.website},
           'portrait', ({image_sql(f"person.{person.portrait}")})
"""


def image_sql(key: str) -> str:
    """Return a query for what pages need of the image with this id, as JSON."""
    image = names_of("Image")
    return f"""
SELECT jsonb_build_object(
           'file', image.{image.file}, 'width', image.{image.width},
           'height', image.{image.height}, 'renditions', image.{image.renditions})
  FROM {image} AS image WHERE image.{image.pk} = {key}
"""


def topics_sql() -> str:
    link, topic = names_of("Entry_topics"), names_of("Topic")
    return labels_sql(link, link.entry, topic, link.topic, by=[topic.order, topic.name])


def tags_sql() -> str:
    link, tag = names_of("EntryTag"), sql_names(apps.get_model("taggit.Tag"))
    return labels_sql(link, link.content_object, tag, link.tag, by=[tag.name])


def places_sql() -> str:
    link, place = names_of("Entry_places"), names_of("Place")
    return labels_sql(link, link.entry, place, link.place, by=[place.name])


def labels_sql(link: SQLNames, to_entry: str, label: SQLNames, to_label: str, by: list[str]) -> str:
    """Return a query for labels of one kind, through the rows that link them to entries."""
    return f"""
SELECT jsonb_agg(jsonb_build_object(
           'id', label.{label.pk}, 'name', label.{label.name}, 'slug', label.{label.slug})
       ORDER BY {", ".join(f"label.{column}" for column in by)})
  FROM {link} AS link JOIN {label} AS label ON label.{label.pk} = link.{to_label}
 WHERE link.{to_entry} = %(expressions)s AND label.{label.slug} <> ''
"""


def names_of(model: str) -> SQLNames:
    return sql_names(apps.get_model("content", model))
