"""Topics and places lie inside each other, and the page of one shows what lies below it too."""

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone

from content.models import Place, Topic
from content.querysets import PUBLISHED_SQL

# UNION, and not UNION ALL: it ends even where somebody has made a circle.
IDS_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT %s::bigint
    UNION
    SELECT child.id FROM {table} AS child JOIN below ON child.parent_id = below.id
)
SELECT id FROM below
"""
TOTALS = """
WITH RECURSIVE below (top, id) AS (
    SELECT id, id FROM {table}
    UNION
    SELECT below.top, child.id FROM {table} AS child JOIN below ON child.parent_id = below.id
)
SELECT below.top, count(DISTINCT content_entry.id),
       max(greatest(content_entry.published_at, content_entry.modified_at))
  FROM below
  JOIN {links} AS link ON link.{link} = below.id
  JOIN content_entry ON content_entry.id = link.entry_id
 WHERE {published}
 GROUP BY below.top
"""


def ids_below(term: Topic | Place) -> RawSQL:
    """Return a subquery of the number of the term and of everything inside it."""
    return RawSQL(IDS_BELOW.format(table=term._meta.db_table), [term.pk])


def read_tree(model: type[Topic] | type[Place]) -> list:
    """Return the outermost topics or places, in two queries whatever their number.

    Each has `below`, what lies inside it, parents before children; and each of all these has
    `entry_count` and `changed_at`, of its entries and of those of everything inside it.
    """
    totals = read_totals(model)
    children: dict[int | None, list] = {}
    for term in model.objects.all():
        term.entry_count, term.changed_at = totals.get(term.pk, (0, None))
        children.setdefault(term.parent_id, []).append(term)

    def collect(parent: int) -> list:
        return [
            found for child in children.get(parent, []) for found in (child, *collect(child.pk))
        ]

    for outermost in children.get(None, []):
        outermost.below = collect(outermost.pk)
    return children.get(None, [])


def read_totals(model: type[Topic] | type[Place]) -> dict[int, tuple]:
    """Return {number: (public entries, latest change)} of those that have any."""
    name = model._meta.model_name
    query = TOTALS.format(
        table=model._meta.db_table,
        links=f"content_entry_{name}s",
        link=f"{name}_id",
        published=PUBLISHED_SQL,
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {"now": timezone.now()})
        return {pk: (count, changed) for pk, count, changed in cursor.fetchall()}
