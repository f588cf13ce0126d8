from typing import Self

from django.db import models

from content.querysets import EntryQuerySet


class PostQuerySet(EntryQuerySet):
    def published(self, *, at=None) -> Self:
        # Naming the kind lets PostgreSQL read posts from an index, in order.
        return super().published(at=at).filter(kind="post")

    def in_series_order(self) -> Self:
        return self.order_by("part_number", "published_at", "pk")


class CommentQuerySet(models.QuerySet):
    def approved(self) -> Self:
        return self.filter(status="approved")
