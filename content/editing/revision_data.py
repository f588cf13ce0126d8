"""Turns an entry into the JSON that a revision keeps, and back.

Every column that a writer fills in is kept under its field's name, and every relation:

    {"title": "…", "published_at": "2026-01-05T12:00:00+00:00",
     "lead_image": {"id": 7, "name": "A classroom"},
     "people": [{"id": 3, "name": "Ana Ruiz", "role": "author"}],
     "topics": [{"id": 1, "name": "Assessment"}], "tags": ["rubrics"]}

Names are kept so that a revision stays readable when what it names is renamed or deleted.
"""

from typing import Any

from django.db import models
from taggit.managers import TaggableManager

from content.editing.relations import Relations
from content.models import Entry, Person, Role

JSON_TYPES = (str, int, float, bool, list, dict, type(None))


def read_data(entry: Entry) -> dict[str, Any]:
    """Return everything that a revision keeps of an entry in its current state."""
    fields = {field.name: read_field(entry, field) for field in kept_fields(type(entry))}
    relations = {field.name: read_relation(entry, field) for field in kept_relations(type(entry))}
    return fields | relations


def kept_fields(model: type[Entry]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in model.not_in_revisions)
    ]


def kept_relations(model: type[Entry]) -> list[models.Field]:
    return [field for field in model._meta.many_to_many if field.editable]


def read_field(entry: Entry, field: models.Field) -> Any:
    value = getattr(entry, field.attname)
    if field.is_relation and field.editable and value is not None:
        return reference(getattr(entry, field.name))
    return value if isinstance(value, JSON_TYPES) else field.value_to_string(entry)


def read_relation(entry: Entry, field: models.Field) -> list:
    if field.name == "people":
        rows = entry.contributions.select_related("person")
        return [{**reference(row.person), "role": row.role} for row in rows]
    rows = getattr(entry, field.name)
    if isinstance(field, TaggableManager):
        return sorted(rows.names())
    related = rows.order_by("pk")
    if issubclass(field.related_model, Entry):
        related = related.only("title", "excerpt_html")
    return [reference(row) for row in related]


def reference(row: models.Model) -> dict[str, Any]:
    return {"id": row.pk, "name": str(row)}


def fill_in_field(entry: Entry, field: models.Field, value: Any) -> str:
    """Set a field as a revision has it.

    Return a description of what it refers to if that has been deleted, such as 'lead image “Desk”';
    otherwise "".
    """
    if not field.is_relation:
        setattr(entry, field.attname, field.to_python(value))
        return ""
    pk = value["id"] if isinstance(value, dict) else value
    is_gone = pk is not None and not lock_existing(field.related_model, [pk])
    setattr(entry, field.attname, None if is_gone else pk)
    if not (is_gone and isinstance(value, dict)):
        return ""
    return describe_deleted(field.verbose_name, value)


def find_relations(model: type[Entry], data: dict) -> tuple[Relations, list[str]]:
    """Return the relations in a revision, and descriptions of related rows since deleted."""
    relations, gone = {}, []
    for field in kept_relations(model):
        # A revision older than the relation says nothing about it.
        if field.name not in data:
            continue
        rows = data[field.name]
        if isinstance(field, TaggableManager):
            relations[field.name] = rows
            continue
        existing = lock_existing(field.related_model, [row["id"] for row in rows])
        found = [row for row in rows if row["id"] in existing]
        if field.name == "people":
            relations[field.name] = [(Person(pk=row["id"]), Role(row["role"])) for row in found]
        else:
            relations[field.name] = [row["id"] for row in found]
        word = field.related_model._meta.verbose_name
        gone += [describe_deleted(word, row) for row in rows if row["id"] not in existing]
    return relations, gone


def describe_deleted(word: str, row: dict) -> str:
    return f"{word} “{row['name']}”" if row["name"] else word


def lock_existing(model: type[models.Model], pks: list[int]) -> set[int]:
    """Return which of these rows exist. They can't be deleted until the transaction ends."""
    if not pks:
        return set()
    rows = model._base_manager.select_for_update(of=["self"], no_key=True).filter(pk__in=pks)
    return set(rows.order_by("pk").values_list("pk", flat=True))
