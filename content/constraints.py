from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import BaseConstraint

from content.locks import take_lock
from content.trees_sql import ids_above_sql

# One transaction at a time: two could otherwise each put the other's row below its own, and
# neither would see what the other has done.
CREATE = """
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
REMOVE = """
DROP TRIGGER {name} ON {table};
DROP FUNCTION {name}();
"""


class NoCycles(BaseConstraint):
    """No row of a tree is below itself. The tree's model has a foreign key `parent` to itself."""

    default_violation_error_message = "It cannot be placed below itself."

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoCycles) and self.deconstruct() == other.deconstruct()

    __hash__ = None

    def create_sql(self, model, schema_editor) -> str:
        parent = model._meta.get_field("parent").column
        return CREATE.format(
            name=self.name,
            table=model._meta.db_table,
            pk=model._meta.pk.column,
            parent=parent,
            ids_above=ids_above_sql(model, start=f"NEW.{parent}"),
            message=schema_editor.quote_value(self.violation_error_message),
        )

    def constraint_sql(self, model, schema_editor) -> None:
        # A trigger cannot be created together with its table.
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def remove_sql(self, model, schema_editor) -> str:
        return REMOVE.format(name=self.name, table=model._meta.db_table)

    def validate(self, model, instance, exclude=None, using="default") -> None:
        """Lock the tree until the transaction ends, then check."""
        is_excluded = exclude is not None and "parent" in exclude
        if is_excluded or instance.pk is None or instance.parent_id is None:
            return
        rows = model._base_manager.using(using).filter(pk=instance.pk)
        if rows.filter(parent=instance.parent_id).exists():
            return
        take_lock(self.name)
        with connections[using].cursor() as cursor:
            cursor.execute(ids_above_sql(model), [instance.parent_id])
            ids = {pk for (pk,) in cursor.fetchall()}
        if instance.pk in ids:
            raise ValidationError({"parent": self.violation_error_message})
