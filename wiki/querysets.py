from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from content.querysets import EntryQuerySet

# After this, the queue's worker is probably down.
READ_WITHIN = timedelta(hours=1)


class ArticleQuerySet(EntryQuerySet):
    def published(self, *, at=None) -> Self:
        # Naming the kind lets PostgreSQL use the index of each kind's newest entries.
        return super().published(at=at).filter(kind="article")


class SuggestionQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(status="waiting")


class ProblemReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(resolved_at=None)


class FileVersionQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Return the newest version of each file."""
        newest = self.model.objects.filter(file=models.OuterRef("file")).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))

    def without_text(self) -> Self:
        """Return PDFs whose text couldn't be read, or hasn't been read in time."""
        is_late = Q(text_state="waiting", created_at__lt=timezone.now() - READ_WITHIN)
        return self.filter(Q(text_state__in=["encrypted", "scanned", "broken"]) | is_late)
