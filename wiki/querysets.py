from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import FETCH_RAISE, Exists, OuterRef, Q
from django.utils import timezone
from simple_history.manager import HistoricalQuerySet

from content.querysets import EntryQuerySet, published

WHAT_A_HISTORY_SAYS = ["history_date", "history_change_reason", "history_type"]
TEXTS = ["entry_ptr", "title", "summary", "body"]
# After that, something keeps the queue from its work.
READ_WITHIN = timedelta(hours=1)
AUTHOR = ["history_user__name", "history_user__person__name"]


class ArticleQuerySet(EntryQuerySet):
    def published(self, *, at=None) -> Self:
        # Naming the kind lets PostgreSQL walk the index of articles in their order.
        return super().published(at=at).filter(kind="article")


class RevisionQuerySet(HistoricalQuerySet):
    def public(self) -> Self:
        """Those that readers could see; whether they may still, is for the article to say.

        What was replaced before the day for which it was scheduled, nobody saw.
        """
        # Of two at the same moment, the one with the higher number is the later one.
        later = Q(history_date__gt=OuterRef("history_date")) | Q(
            history_id__gt=OuterRef("history_id")
        )
        replaced_in_time = self.model.objects.filter(
            later,
            entry_ptr=OuterRef("entry_ptr"),
            history_date__range=(OuterRef("history_date"), OuterRef("published_at")),
        )
        return self.filter(published()).exclude(history_type="-").filter(~Exists(replaced_in_time))

    def newest_first(self) -> Self:
        return self.order_by("-history_date", "-history_id")

    def before(self, revision) -> Self:
        return self.filter(history_date__lte=revision.history_date).filter(
            Q(history_date__lt=revision.history_date) | Q(history_id__lt=revision.history_id)
        )

    def brief(self) -> Self:
        """With who, when and why, and without the texts."""
        return self.with_author(*WHAT_A_HISTORY_SAYS)

    def with_author(self, *fields: str) -> Self:
        """With who made each, and these fields or else the texts."""
        return (
            self.select_related("history_user__person")
            .only(*(fields or [*WHAT_A_HISTORY_SAYS, *TEXTS]), *AUTHOR)
            .fetch_mode(FETCH_RAISE)
        )


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

    def without_text(self) -> Self:
        """Those in which search finds nothing, though they are PDFs; or nobody has looked yet."""
        is_late = Q(text_state="waiting", created_at__lt=timezone.now() - READ_WITHIN)
        return self.filter(Q(text_state__in=["encrypted", "scanned", "broken"]) | is_late)
