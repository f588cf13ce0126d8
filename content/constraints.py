from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import BaseConstraint

from content.locks import take_lock
from content.sql_names import sql_names
from content.trees_sql import CREATE_TRIGGER, DROP_TRIGGER, ids_above_sql


class NoCycles(BaseConstraint):
    """No row of a tree is below itself. The tree's model has a foreign key `parent` to itself."""

    default_violation_error_message = "It cannot be placed below itself."

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoCycles) and self.deconstruct() == other.deconstruct()

    __hash__ = None

    def create_sql(self, model, schema_editor) -> str:
        node = sql_names(model)
        return CREATE_TRIGGER.format(
            name=self.name,
            node=node,
            ids_above=ids_above_sql(model, start=f"NEW.{node.parent}"),
            message=schema_editor.quote_value(self.violation_error_message),
        )

    def constraint_sql(self, model, schema_editor) -> None:
        # A trigger cannot be created together with its table.
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def remove_sql(self, model, schema_editor) -> str:
        return DROP_TRIGGER.format(name=self.name, node=sql_names(model))

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
