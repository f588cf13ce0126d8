"""What readers send without an account: suggestions and problem reports."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models import Entry
from content.models.fields import EmailLineField, LineField, LinesField
from wiki.models.articles import Article
from wiki.querysets import ProblemReportQuerySet, SuggestionQuerySet


class Suggestion(models.Model):
    """A reader's proposed text for an article, which an editor accepts or declines."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for an editor"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggestions")
    text = LinesField("proposed text")
    base_text = LinesField(editable=False, help_text="The article’s text when the reader began.")
    note = LineField("what changed", max_length=300, blank=True)
    name = LineField(
        max_length=100,
        blank=True,
        help_text="Shown in the article’s history. If empty: “a reader.”",
    )
    email = EmailLineField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    sender = LineField(max_length=64, editable=False)
    created_at = models.DateTimeField("sent", default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(null=True, editable=False, db_column="settled_at")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_column="settled_by_id",
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["sender", "created_at"], name="suggestion_sender")]

    def __str__(self) -> str:
        return f"{self.name or 'A reader'} on “{self.article}”"


class ProblemReport(models.Model):
    """A reader's report of a problem with an article or library entry."""

    class Problem(models.TextChoices):
        OUT_OF_DATE = "out-of-date", "This is out of date"
        DEAD_LINK = "dead-link", "A link is dead"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="problem_reports")
    kind = models.CharField("what is wrong", max_length=12, choices=Problem)
    reason = LinesField(max_length=2000)
    email = EmailLineField(blank=True)
    sender = LineField(max_length=64, editable=False)
    created_at = models.DateTimeField("sent", default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(
        null=True, blank=True, editable=False, db_column="settled_at"
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_column="settled_by_id",
    )

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["sender", "created_at"], name="problem_report_sender")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: “{self.entry}”"
