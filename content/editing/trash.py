"""Deleted entries: how long they are kept, what is kept with them, and what brings that back."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.deletion import Collector
from django.utils import timezone

from content import kinds
from content.models import (
    Contribution,
    DeletedEntry,
    DeletedRows,
    Entry,
    EntryTag,
    FormerTitle,
    Link,
    Redirect,
    Revision,
)
from content.querysets import RevisionQuerySet
from content.readers import Belonging
from content.retention import Retention

KEPT_FOR = timedelta(days=settings.TRASH_DAYS)
# The last revision has these, or they follow from the text.
IN_REVISION = (Contribution, EntryTag, FormerTitle, Link, Redirect, Revision)


def in_trash() -> RevisionQuerySet:
    """Return the last revisions of the entries that were deleted in the last 30 days."""
    return last_of_deleted().filter(created_at__gt=timezone.now() - KEPT_FOR)


def last_of_deleted() -> RevisionQuerySet:
    is_back = Exists(Entry.objects.filter(pk=OuterRef("entry")))
    later = Revision.objects.filter(entry=OuterRef("entry"), pk__gt=OuterRef("pk"))
    return DeletedEntry.objects.filter(~is_back, ~Exists(later), is_deletion=True)


def kept_until(deleted: Revision) -> datetime:
    return deleted.created_at + KEPT_FOR


def find_keeping(*, address_space: str, slug: str) -> Revision | None:
    """Return the deleted entry for which an address is kept, if there is one."""
    names = [kind.name for kind in kinds.all_kinds() if kind.address_space == address_space]
    return in_trash().filter(kind__in=names, data__slug=slug).first()


def kept_slugs(address_space: str) -> set[str]:
    names = [kind.name for kind in kinds.all_kinds() if kind.address_space == address_space]
    return set(in_trash().filter(kind__in=names).values_list("data__slug", flat=True))


def empty_trash(before: datetime) -> int:
    """Delete for good what was deleted before this. Return the number of entries."""
    past = last_of_deleted().filter(created_at__lte=before)
    numbers = list(past.values_list("entry_id", flat=True))
    Revision.objects.filter(entry__in=numbers).delete()
    return len(numbers)


class WholeCollector(Collector):
    """Collects every row that a deletion deletes, also those that need no reading."""

    def can_fast_delete(self, *args, **kwargs) -> bool:
        return False


def read_rows(entry: Entry) -> list[dict]:
    """Return what is deleted with an entry and not kept by its last revision, such as comments."""
    collector = WholeCollector(using="default", origin=entry)
    collector.collect([entry])
    own_tables = {field.remote_field.through for field in entry._meta.many_to_many}
    rows: list[dict] = []
    for model, found in collector.data.items():
        if issubclass(model, (Entry, *IN_REVISION)) or model in own_tables:
            continue
        generated = {field.name for field in model._meta.fields if field.generated}
        for row in json.loads(serializers.serialize("json", sorted(found, key=lambda r: r.pk))):
            kept = {name: value for name, value in row["fields"].items() if name not in generated}
            rows.append({**row, "fields": kept})
    return rows


def read_links(entry: Entry) -> list[tuple[str, str, list[int]]]:
    """Return (model, field, primary keys) of the rows that stay and lose this entry."""
    collector = WholeCollector(using="default", origin=entry)
    collector.collect([entry])
    links = []
    for (field, value), found in collector.field_updates.items():
        target: Any = field.related_model
        groups: Any = found  # each a list or a query
        pks = [row.pk for group in groups for row in group]
        is_kept = field.model in IN_REVISION
        if pks and value is None and issubclass(target, Entry) and not is_kept:
            links.append((field.model._meta.label, field.name, pks))
    return links


def link_again(entry_id: int, links: list[list]) -> None:
    """Let rows refer to a restored entry, unless they refer to another by now."""
    for label, field, pks in links:
        rows = apps.get_model(label)._base_manager.filter(pk__in=pks, **{field: None})
        rows.update(**{field: entry_id})


def bring_back_rows(revision: Revision) -> list[str]:
    """Insert what was deleted with an entry. Return descriptions of what can't be."""
    kept = DeletedRows.objects.filter(revision=revision).first()
    if kept is None:
        return []
    link_again(revision.entry_id, kept.links)
    rows = list(serializers.deserialize("python", kept.rows, ignorenonexistent=True))
    insertable = {(type(row.object), row.object.pk): row for row in rows}
    lost: list[models.Model] = []
    while missing := [key for key, row in insertable.items() if lacks_parent(row, insertable)]:
        lost += [insertable.pop(key).object for key in missing]
    for row in insertable.values():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            lost.append(row.object)
    kept.delete()
    return [f"{row._meta.verbose_name} “{row}”" for row in lost]


def lacks_parent(row, insertable: dict) -> bool:
    """Whether something that a row can't be without is gone. It loses what it can be without."""
    for field, pk in references(row.object):
        target = field.related_model
        exists = (target, pk) in insertable or target._base_manager.filter(pk=pk).exists()
        if not exists and not field.null:
            return True
        if not exists:
            setattr(row.object, field.attname, None)
    return False


def references(row: models.Model) -> Iterator[tuple[Any, int]]:
    field: Any
    for field in row._meta.concrete_fields:
        if field.is_relation and field.db_constraint:
            pk = getattr(row, field.attname)
            if pk is not None:
                yield field, pk


TRASH = Retention(
    what="Deleted entries",
    setting="TRASH_DAYS",
    forget=empty_trash,
    rule="With their revisions, comments, and what else was deleted with them: deleted for good "
    "after that.",
)


def deleted_rows_of(email: str) -> Iterator[tuple[DeletedRows, list[dict]]]:
    """Yield what was deleted with an entry and is of an address: all rows, and those of it."""
    for deleted in DeletedRows.objects.filter(rows__icontains=email):
        own = [row for row in deleted.rows if is_of(row, email)]
        if own:
            yield deleted, own


def is_of(row: dict, email: str) -> bool:
    return str(row["fields"].get("email", "")).lower() == email


def export_deleted_rows(email: str) -> list[dict]:
    return [row["fields"] for _, own in deleted_rows_of(email) for row in own]


def erase_deleted_rows(email: str) -> None:
    for deleted, own in deleted_rows_of(email):
        deleted.rows = [row for row in deleted.rows if row not in own]
        deleted.save(update_fields=["rows"])


DELETED_ROWS = Belonging(
    title="With deleted entries", export=export_deleted_rows, erase=erase_deleted_rows
)
