from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from blog.models import Post, Series
from blog.services.series import place_part, remove_part
from content.editing.bulk_fields import BulkField, State


@dataclass(frozen=True, kw_only=True)
class SeriesField(BulkField):
    """A post’s series. The state has the number of the series and the part."""

    is_single: bool = True

    def read(self, pks: Collection[int], value: Any) -> dict[int, State]:
        rows = Post.objects.filter(pk__in=pks, series__isnull=False)
        parts: dict[int, State] = dict.fromkeys(pks)
        for pk, series, part in rows.values_list("pk", "series", "part_number"):
            parts[pk] = {"series": series, "part": part}
        return parts

    def has(self, state: State, value: Any) -> bool:
        return state is not None and state["series"] == value.pk

    def give(self, pk: int, value: Any) -> None:
        place_part(post=Post.objects.get(pk=pk), series=value)

    def take(self, pk: int, value: Any) -> None:
        remove_part(post=Post.objects.get(pk=pk))

    def put_back(self, pk: int, state: State, value: Any) -> None:
        series = Series.objects.filter(pk=state["series"]).first() if state else None
        if series is None:
            self.take(pk, value)
        else:
            place_part(post=Post.objects.get(pk=pk), series=series, position=state["part"])

    def order_of(self, state: State) -> int:
        return state["part"] if state else 0


SERIES = SeriesField(name="series", word="series", field=Post._meta.get_field("series"))
