"""What can be changed on many entries at once: topic, tag, place, author, and sector.

An app adds its own to its kinds: see `Kind.bulk_fields`. What an entry has is its state: JSON that
tells how to put it back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Max

from content.keys import read_key
from content.models import Contribution, Entry, EntryTag, Role

State = Any


@dataclass(frozen=True, kw_only=True)
class BulkField:
    name: str
    word: str
    # Its choices, or the rows of the model that it refers to.
    field: Any
    can_be_removed: bool = True
    # Whether an entry can have only one.
    is_single: bool = False

    def read(self, pks: Collection[int], value: Any) -> dict[int, State]:
        """Return what each of these entries has: None, or the state that concerns this value."""
        raise NotImplementedError

    def has(self, state: State, value: Any) -> bool:
        return state is not None

    def give(self, pk: int, value: Any) -> None:
        raise NotImplementedError

    def take(self, pk: int, value: Any) -> None:
        raise NotImplementedError

    def put_back(self, pk: int, state: State, value: Any) -> None:
        """Give an entry what it had, in the order of `order_of`."""
        if state is None:
            self.take(pk, value)
        else:
            self.give(pk, value)

    def order_of(self, state: State) -> int:
        return 0

    def count_without(self, pks: Collection[int]) -> int:
        """Return how many of these entries are published with one value only."""
        return 0

    def find(self, text: str) -> Any:
        """Return the value that this text stands for, or None if there is none anymore."""
        if self.field.choices:
            return text if text in dict(self.field.choices) else None
        return self.field.related_model._default_manager.filter(pk=read_key(text)).first()

    def key_of(self, value: Any) -> str:
        return str(value.pk) if isinstance(value, models.Model) else value

    def label_of(self, value: Any) -> str:
        return str(dict(self.field.choices)[value]) if self.field.choices else str(value)


@dataclass(frozen=True, kw_only=True)
class RelatedField(BulkField):
    """Rows of a table between entries and something else."""

    table: type[models.Model]
    column: str
    entry: str = "entry"

    def rows(self, **wanted) -> models.QuerySet:
        return self.table._default_manager.filter(**wanted)

    def read(self, pks: Collection[int], value: Any) -> dict[int, State]:
        rows = self.rows(**{f"{self.entry}__in": pks, self.column: value})
        having = set(rows.values_list(self.entry, flat=True))
        return {pk: True if pk in having else None for pk in pks}

    def give(self, pk: int, value: Any) -> None:
        self.table._default_manager.get_or_create(
            **{f"{self.entry}_id": pk, f"{self.column}_id": value.pk}
        )

    def take(self, pk: int, value: Any) -> None:
        self.rows(**{self.entry: pk, self.column: value}).delete()

    def count_without(self, pks: Collection[int]) -> int:
        published = Entry.objects.published().values("pk")
        rows = self.rows(**{f"{self.entry}__in": pks}).filter(**{f"{self.entry}__in": published})
        counted = rows.order_by().values(self.entry).annotate(total=models.Count("pk"))
        return counted.filter(total=1).count()


@dataclass(frozen=True, kw_only=True)
class AuthorField(RelatedField):
    """The state is the author’s place in the byline."""

    def rows(self, **wanted) -> models.QuerySet:
        return super().rows(role=Role.AUTHOR, **wanted)

    def read(self, pks: Collection[int], value: Any) -> dict[int, State]:
        rows = self.rows(entry__in=pks, person=value)
        return dict.fromkeys(pks) | dict(rows.values_list("entry", "position"))

    def give(self, pk: int, value: Any) -> None:
        last = Contribution.objects.filter(entry=pk).aggregate(last=Max("position"))["last"]
        self.put_back(pk, 0 if last is None else last + 1, value)

    def put_back(self, pk: int, state: State, value: Any) -> None:
        if state is None:
            self.take(pk, value)
        else:
            Contribution.objects.create(entry_id=pk, person=value, role=Role.AUTHOR, position=state)


@dataclass(frozen=True, kw_only=True)
class ColumnField(BulkField):
    """A column of the entry. The state is what the column has."""

    is_single: bool = True

    def read(self, pks: Collection[int], value: Any) -> dict[int, State]:
        rows = self.field.model._default_manager.filter(pk__in=pks)
        return dict(rows.values_list("pk", self.field.attname))

    def has(self, state: State, value: Any) -> bool:
        return self.key_of(value) == str(state)

    def give(self, pk: int, value: Any) -> None:
        self.put_back(pk, value.pk if isinstance(value, models.Model) else value, value)

    def take(self, pk: int, value: Any) -> None:
        self.put_back(pk, None, value)

    def put_back(self, pk: int, state: State, value: Any) -> None:
        if self.field.is_relation and state is not None and self.find(str(state)) is None:
            state = None  # deleted since
        rows = self.field.model._default_manager.filter(pk=pk)
        rows.update(**{self.field.attname: state})


SHARED = (
    RelatedField(
        name="topics",
        word="topic",
        field=Entry._meta.get_field("topics"),
        table=Entry.topics.through,
        column="topic",
    ),
    RelatedField(
        name="tags",
        word="tag",
        field=EntryTag._meta.get_field("tag"),
        table=EntryTag,
        column="tag",
        entry="content_object",
    ),
    RelatedField(
        name="places",
        word="place",
        field=Entry._meta.get_field("places"),
        table=Entry.places.through,
        column="place",
    ),
    AuthorField(
        name="authors",
        word="author",
        field=Contribution._meta.get_field("person"),
        table=Contribution,
        column="person",
    ),
    ColumnField(
        name="sector", word="sector", field=Entry._meta.get_field("sector"), can_be_removed=False
    ),
)
