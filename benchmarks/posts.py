"""Many posts, copied within the database from a single one: the benchmarks measure reading."""

from django.core.management import call_command
from django.db import connection

from blog.models import Post, Series
from blog.services.series import place_part
from content.editing.saving import save_entry
from content.models import Person, Place, SiteSettings, Topic
from content.rendering import save_site_settings

PARAGRAPH = (
    "When a student can show what she knows on any day of the year, the calendar stops being the "
    "measure of learning. Teachers who made the change say that the hardest part was not the "
    "grade book but the habit of waiting: for the end of the unit, for the bell, for June. "
)
BODY = "\n\n".join(
    f"## Section {number}\n\n{PARAGRAPH * 2}\n\n- a [link](/blog/) in a list\n- *another* line"
    for number in range(1, 7)
).replace("## Section 2", "<!--more-->\n\n## Section 2")

COPY_ENTRIES = """
INSERT INTO content_entry (
    kind, address_space, title, slug, summary, body, body_html, excerpt_html, has_more, headings,
    word_count, status, published_at, sector, lead_image_caption, search_title, search_description,
    attention, guid, created_at, modified_at)
SELECT kind, address_space, title || ' ' || n, slug || '-' || n, summary, body, body_html,
       excerpt_html, has_more, headings, word_count, status, published_at - n * interval '3 hours',
       CASE WHEN n %% 4 = 0 THEN 'higher-education' ELSE 'k-12' END, lead_image_caption,
       search_title, search_description, attention, 'benchmark:' || n, created_at, modified_at
  FROM content_entry, generate_series(%(first)s::int, %(last)s::int) AS n WHERE id = %(model)s
"""
ADD_POST_ROWS = """
INSERT INTO blog_post (entry_ptr_id, is_sticky, comments_open, original_publisher, original_url)
SELECT id, false, true, '', '' FROM content_entry
 WHERE guid LIKE 'benchmark:%' AND id NOT IN (SELECT entry_ptr_id FROM blog_post)
"""
# Each entry has two people, two topics, three tags, and a place.
LINKS = {
    "content_entry_topics (entry_id, topic_id)": ("content_topic", 2),
    "content_entry_places (entry_id, place_id)": ("content_place", 1),
    "content_entrytag (content_object_id, tag_id)": ("taggit_tag", 3),
    "content_contribution (entry_id, person_id, role, position)": ("content_person", 2),
}


def make_posts(total: int) -> None:
    """Bring the number of posts up to `total`, with ANALYZE as autovacuum would."""
    existing = Post.objects.count()
    if not existing:
        make_first_post()
        existing = 1
    with connection.cursor() as cursor:
        first, last = existing, total - 1
        model = Post.objects.order_by("pk").values_list("pk", flat=True)[0]
        cursor.execute(COPY_ENTRIES, {"first": first, "last": last, "model": model})
        cursor.execute(ADD_POST_ROWS)
        for table, (terms, number) in LINKS.items():
            cursor.execute(link_statement(table, terms, number))
        cursor.execute("VACUUM ANALYZE")


def link_statement(table: str, terms: str, number: int) -> str:
    columns = table[table.index("(") + 1 : -1].split(", ")
    more = ", 'author', step" if "role" in columns else ""
    return f"""
        INSERT INTO {table}
        SELECT entry.id, term.id {more}
          FROM content_entry AS entry
          CROSS JOIN generate_series(1, {number}) AS step
          JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place,
                       count(*) OVER () AS total FROM {terms}) AS term
            ON term.place = (entry.id * step + step) %% term.total
         WHERE entry.kind = 'post'
           AND NOT EXISTS (SELECT 1 FROM {table.split()[0]} AS link
                            WHERE link.{columns[0]} = entry.id)
        ON CONFLICT DO NOTHING
    """.replace("%%", "%")


def make_first_post() -> None:
    call_command("migrate", verbosity=0)
    save_site_settings(site=SiteSettings(mission=PARAGRAPH))
    for number in range(12):
        Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
    for number in range(30):
        Place.objects.create(name=f"Place {number}", slug=f"place-{number}")
    for number in range(40):
        Person.objects.create(name=f"Person {number}", slug=f"person-{number}")
    post = Post(
        title="What the calendar measures",
        slug="calendar",
        summary=PARAGRAPH,
        body=BODY,
        status="published",
        published_at="2026-01-05T12:00:00Z",
    )
    post.full_clean()
    save_entry(entry=post, by=None)
    post.tags.add(*[f"tag {number}" for number in range(60)])
    post.tags.clear()
    series = Series(title="A series", slug="series", status="published", planned_parts=4)
    series.full_clean()
    save_entry(entry=series, by=None)
    place_part(post=post, series=series)
