"""An entry as a Markdown file: what its front matter has, and the rows that it stands for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from content import kinds
from content.kinds import Kind
from content.models import Entry, entry_model
from content.paths import absolute, detail_path
from imports.site.tables import (
    IN_FRONT_MATTER,
    Relation,
    entry_fields,
    relations_of,
    stored_fields,
)
from imports.site.values import absent_value, from_json, missing_value, row_to_json, to_json

BATCH = 200
# For people and other programs: `import_site` reads the fields that this follows from.
FOR_READERS = {"link"}
# What says which row is meant, besides its number.
NAMES = ("name", "title", "slug", "original_name", "file")

# {model: [(values of its columns)]}, to be added with the columns of `columns_of`.
type Rows = dict[type[models.Model], list[list[Any]]]


def entry_file(kind: Kind, values: dict[str, Any]) -> str:
    """Return the entry's file: its number keeps it apart, and its slug is for people."""
    slug = slugify(values.get("slug", ""))[:80].strip("-")
    name = "-".join(part for part in (str(values["id"]), slug) if part)
    return f"entries/{kind.name}/{name}.md"


def read_entries(kind: Kind, *, with_private: bool) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the front matter and the text of every entry of a kind, whatever its status."""
    model = entry_model(kind)
    fields = entry_fields(kind, with_private=with_private)
    rows = model._base_manager.order_by("pk").only(*(field.name for field in fields))
    for batch in batched(rows.iterator(chunk_size=BATCH), BATCH):
        yield from describe(kind, fields, batch)


def describe(
    kind: Kind, fields: list[models.Field], batch: tuple[Entry, ...]
) -> Iterator[tuple[dict[str, Any], str]]:
    pks = [entry.pk for entry in batch]
    named = {field: name_targets(field, batch) for field in fields if field.is_relation}
    related = {each.name: read_relation(each, pks) for each in relations_of(kind.model)}
    for name, model in IN_FRONT_MATTER.items():
        related[name] = read_rows_of_entries(model, pks)
    for entry in batch:
        values: dict[str, Any] = {}
        for field in fields:
            value = to_json(field, entry)
            if field.name == "body" or value == absent_value(field):
                continue
            values[field.name] = named[field][value] if field in named else value
        values["link"] = absolute(detail_path(kind.detail_url_name, entry.slug))
        values |= {name: rows[entry.pk] for name, rows in related.items() if entry.pk in rows}
        yield values, entry.body


def name_targets(field: models.Field, batch: Iterable[Entry]) -> dict[int, dict[str, Any]]:
    pks = {getattr(entry, field.attname) for entry in batch} - {None}
    return name_rows(field.related_model, pks)


def name_rows(model: type[models.Model], pks: set[int]) -> dict[int, dict[str, Any]]:
    """Return {number: how front matter refers to the row with it}."""
    if not pks:
        return {}
    columns = {field.name for field in model._meta.concrete_fields}
    names = [name for name in NAMES if name in columns]
    rows = model._base_manager.filter(pk__in=pks).values("pk", *names)
    return {
        row["pk"]: {"id": row["pk"], **{name: row[name] for name in names if row[name]}}
        for row in rows
    }


def read_relation(relation: Relation, pks: list[int]) -> dict[int, list[Any]]:
    """Return {number of an entry: what it is related to, in order}."""
    more = relation.more_fields
    source, target = f"{relation.source}_id", f"{relation.target}_id"
    links = relation.through._base_manager.filter(**{f"{relation.source}__in": pks})
    rows = list(links.order_by("pk").values(source, target, *(field.attname for field in more)))
    named = name_rows(relation.target_model, {row[target] for row in rows})
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        reference = named[row[target]]
        facts = {field.attname: row[field.attname] for field in more}
        found[row[source]].append(
            reference["name"] if relation.are_tags else {**reference, **facts}
        )
    return found


def read_rows_of_entries(model: type[models.Model], pks: list[int]) -> dict[int, list[Any]]:
    fields = [field for field in stored_fields(model, with_private=True) if field.name != "entry"]
    found: dict[int, list[Any]] = defaultdict(list)
    for row in model._base_manager.filter(entry__in=pks).order_by("pk"):
        values = row_to_json(fields, row)
        found[row.entry_id].append(
            {
                field.attname: values[field.attname]
                for field in fields
                if not is_absent(field, values)
            }
        )
    return found


def is_absent(field: models.Field, values: dict[str, Any]) -> bool:
    return values[field.attname] == absent_value(field)


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that rows from front matter have, without numbers of mere links."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    if issubclass(model, Entry) or model in IN_FRONT_MATTER.values():
        return fields
    return [field for field in fields if not field.primary_key]


def rows_of_entry(
    kind: Kind, values: dict[str, Any], body: str, tags: dict[str, int]
) -> Iterator[tuple[type[models.Model], list[Any]]]:
    """Yield the rows that a file stands for. Raises ValidationError with a sentence."""
    model = entry_model(kind)
    relations = relations_of(model)
    fields = entry_fields(kind, with_private=True)
    known = {field.name for field in fields} | {each.name for each in relations}
    unknown = set(values) - known - FOR_READERS - set(IN_FRONT_MATTER)
    if unknown:
        raise ValidationError(
            f"“{min(unknown)}” isn’t a field of {kind.plural.lower()} in this version of the site."
        )
    pk = reference_of(values.get("id"))
    own = {**values, "body": body, "address_space": kind.address_space, "entry_ptr": pk}
    for table in (Entry, model):
        yield table, [column_value(field, own) for field in columns_of(table)]
    for relation in relations:
        for item in items_of(values, relation.name):
            yield relation.through, link_row(relation, pk, item, tags)
    for name, table in IN_FRONT_MATTER.items():
        for item in items_of(values, name):
            if not isinstance(item, dict):
                raise ValidationError(f"“{name}” must be a list of groups of values.")
            row = {**item, "entry": pk}
            yield table, [column_value(field, row) for field in columns_of(table)]


def items_of(values: dict[str, Any], name: str) -> list[Any]:
    items = values.get(name, [])
    if not isinstance(items, list):
        raise ValidationError(f"“{name}” must be a list.")
    return items


def column_value(field: models.Field, values: dict[str, Any]) -> Any:
    try:
        if field.name not in values:
            return missing_value(field)
        value = values[field.name]
        if field.is_relation and isinstance(value, dict):
            value = reference_of(value)
        return from_json(field, value)
    except ValidationError as error:
        raise ValidationError(f"{field.name}: {' '.join(error.messages)}") from error


def link_row(relation: Relation, pk: int, item: Any, tags: dict[str, int]) -> list[Any]:
    if relation.are_tags:
        if not isinstance(item, str) or item not in tags:
            raise ValidationError(f"The tag “{item}” isn’t in tables/tags.jsonl.")
        target, facts = tags[item], {}
    else:
        target, facts = reference_of(item), item if isinstance(item, dict) else {}
    row = {**facts, relation.source: pk, relation.target: target}
    return [column_value(field, row) for field in columns_of(relation.through)]


def reference_of(value: Any) -> int:
    """Return the number in a reference such as {id: 7, name: Ana Ruiz}."""
    number = value.get("id") if isinstance(value, dict) else value
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValidationError(f"“{number}” isn’t the number of a row (id).")
    return number


def kind_of(values: dict[str, Any]) -> Kind:
    try:
        return kinds.get(values["kind"])
    except (KeyError, TypeError) as error:
        raise ValidationError(
            f"“{values.get('kind')}” isn’t a kind of entry in this version of the site."
        ) from error
