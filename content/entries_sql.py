"""Expressions in SQL that queries of entries annotate.

An entry's people, topics, tags, and places are subqueries of it, as JSON: separate queries took
most of a listing's time.
"""

# The requested titles that match an entry's, in PostgreSQL's upper case: Python's turns ß into two
# characters, and PostgreSQL's doesn't.
ASKED_TITLES = "ARRAY(SELECT asked FROM unnest(%s::text[]) asked WHERE upper(asked) = upper(title))"

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
BRIEF_LABELS = f"""
jsonb_build_object(
    'people', ({PEOPLE.format(details="")}), 'topics', ({TOPICS}), 'tags', ({TAGS}))
"""
ALL_LABELS = f"""
jsonb_build_object(
    'people', ({PEOPLE.format(details=DETAILS)}),
    'topics', ({TOPICS}), 'tags', ({TAGS}), 'places', ({PLACES}))
"""
