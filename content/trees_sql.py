"""Trees in SQL: Django's ORM has neither recursive queries nor triggers."""

from django.db.models import Model

from content.querysets import published_sql
from content.sql_names import sql_names

IDS_ABOVE = """
WITH RECURSIVE above (id) AS (
    SELECT {start}::bigint
    UNION
    SELECT node.{node.parent} FROM {node} AS node JOIN above ON node.{node.pk} = above.id
     WHERE node.{node.parent} IS NOT NULL
)
SELECT id FROM above
"""
IDS_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT {start}::bigint
    UNION
    SELECT node.{node.pk} FROM {node} AS node JOIN below ON node.{node.parent} = below.id
)
SELECT id FROM below
"""
TOTALS = """
WITH RECURSIVE below (top, id) AS (
    SELECT {node.pk}, {node.pk} FROM {node}
    UNION
    SELECT below.top, node.{node.pk} FROM {node} AS node JOIN below ON node.{node.parent} = below.id
)
SELECT below.top, count(DISTINCT {entry}.{entry.pk}),
       max(greatest({entry}.{entry.published_at}, {entry}.{entry.modified_at}))
  FROM below
  JOIN {link} AS link ON link.{term} = below.id
  JOIN {entry} ON {entry}.{entry.pk} = link.{link.entry}
 WHERE {published}
 GROUP BY below.top
"""
# One transaction at a time: two could otherwise each put the other's row below its own, and
# neither would see what the other has done.
CREATE_TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.{node.parent} IS NOT DISTINCT FROM OLD.{node.parent} THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('{name}', 0));
    IF NEW.{node.pk} IN ({ids_above}) THEN
        RAISE EXCEPTION {message} USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER {name} AFTER INSERT OR UPDATE OF {node.parent} ON {node}
   FOR EACH ROW WHEN (NEW.{node.parent} IS NOT NULL) EXECUTE FUNCTION {name}();
"""
DROP_TRIGGER = """
DROP TRIGGER {name} ON {node};
DROP FUNCTION {name}();
"""


def ids_above_sql(model: type[Model], start: str = "%s") -> str:
    """Return a query for the ids of a row and of all rows above it."""
    return IDS_ABOVE.format(node=sql_names(model), start=start)


def ids_below_sql(model: type[Model], start: str = "%s") -> str:
    """Return a query for the ids of a row and of all rows below it."""
    return IDS_BELOW.format(node=sql_names(model), start=start)


def totals_sql(model: type[Model]) -> str:
    """Return a query for the public entries of each topic or place and of everything below it.

    Its rows are (id, number of entries, latest change); its parameter is `now`.
    """
    relation = model._meta.get_field("entries")
    entry, link = sql_names(relation.related_model), sql_names(relation.through)
    return TOTALS.format(
        node=sql_names(model),
        entry=entry,
        link=link,
        term=getattr(link, model._meta.model_name),
        published=published_sql(entry),
    )
