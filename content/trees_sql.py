"""Trees in SQL: Django's ORM has neither recursive queries nor triggers."""

from django.db.models import Model

from content.querysets import PUBLISHED_SQL

IDS_ABOVE = """
WITH RECURSIVE above (id) AS (
    SELECT {start}::bigint
    UNION
    SELECT node.{parent} FROM {table} AS node JOIN above ON node.{pk} = above.id
     WHERE node.{parent} IS NOT NULL
)
SELECT id FROM above
"""
IDS_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT {start}::bigint
    UNION
    SELECT node.{pk} FROM {table} AS node JOIN below ON node.{parent} = below.id
)
SELECT id FROM below
"""
TOTALS = """
WITH RECURSIVE below (top, id) AS (
    SELECT {pk}, {pk} FROM {table}
    UNION
    SELECT below.top, node.{pk} FROM {table} AS node JOIN below ON node.{parent} = below.id
)
SELECT below.top, count(DISTINCT content_entry.id),
       max(greatest(content_entry.published_at, content_entry.modified_at))
  FROM below
  JOIN {links} AS link ON link.{term} = below.id
  JOIN content_entry ON content_entry.id = link.entry_id
 WHERE {published}
 GROUP BY below.top
"""
# One transaction at a time: two could otherwise each put the other's row below its own, and
# neither would see what the other has done.
CREATE_TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.{parent} IS NOT DISTINCT FROM OLD.{parent} THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('{name}', 0));
    IF NEW.{pk} IN ({ids_above}) THEN
        RAISE EXCEPTION {message} USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER {name} AFTER INSERT OR UPDATE OF {parent} ON {table}
   FOR EACH ROW WHEN (NEW.{parent} IS NOT NULL) EXECUTE FUNCTION {name}();
"""
DROP_TRIGGER = """
DROP TRIGGER {name} ON {table};
DROP FUNCTION {name}();
"""


def ids_above_sql(model: type[Model], start: str = "%s") -> str:
    """Return a query for the ids of a row and of all rows above it."""
    return fill_in(IDS_ABOVE, model, start=start)


def ids_below_sql(model: type[Model], start: str = "%s") -> str:
    """Return a query for the ids of a row and of all rows below it."""
    return fill_in(IDS_BELOW, model, start=start)


def totals_sql(model: type[Model]) -> str:
    """Return a query for the public entries of each topic or place and of everything below it.

    Its rows are (id, number of entries, latest change); its parameter is `now`.
    """
    through = model._meta.get_field("entries").through
    return fill_in(
        TOTALS,
        model,
        links=through._meta.db_table,
        term=through._meta.get_field(model._meta.model_name).column,
        published=PUBLISHED_SQL,
    )


def fill_in(query: str, model: type[Model], **words: str) -> str:
    options = model._meta
    return query.format(
        table=options.db_table,
        pk=options.pk.column,
        parent=options.get_field("parent").column,
        **words,
    )
