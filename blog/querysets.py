from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery

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

    def written_by(self, email: str) -> Self:
        """Return what this address wrote, imported comments included."""
        return self.filter(email__iexact=email) if email else self.none()

    def waiting(self) -> Self:
        """Return what moderators decide about."""
        return self.filter(status="pending")

    def flatten_threads(self) -> None:
        """Place replies to replies below the comment that starts the thread."""
        above = self.model._default_manager.filter(pk=OuterRef("parent_id")).values("parent_id")
        # Each round lifts them by one level.
        while self.filter(parent__parent__isnull=False).update(parent_id=Subquery(above)):
            pass
