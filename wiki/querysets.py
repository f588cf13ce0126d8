from typing import Self

from django.db import models

from content.querysets import EntryQuerySet


class ArticleQuerySet(EntryQuerySet):
    def published(self, *, at=None) -> Self:
        # Naming the kind lets PostgreSQL walk the index of articles in their order.
        return super().published(at=at).filter(kind="article")


class SuggestionQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(status="waiting")


class ProblemReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class FileVersionQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The newest version of each file."""
        newest = self.model.objects.filter(file=models.OuterRef("file")).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))
