"""Trees in SQL: Django's ORM has neither recursive queries nor triggers."""

from django.db.models import Model

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
    SELECT unnest(%s::bigint[])
    UNION
    SELECT node.{node.pk} FROM {node} AS node JOIN below ON node.{node.parent} = below.id
)
SELECT id FROM below
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


def ids_below_sql(model: type[Model]) -> str:
    """Return a query for the ids of rows, given in an array, and of all rows below them."""
    return IDS_BELOW.format(node=sql_names(model))
