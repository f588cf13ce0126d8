import re

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.fields import LineField, LinesField
from submissions.models.submissions import Submission

PLACEHOLDER = re.compile(r"\{(name|title)\}")


class SubmissionNote(models.Model):
    """What staff write about a submission: to each other, or to the reader as an email."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = LinesField(max_length=10_000)
    is_reply = models.BooleanField(default=False, help_text="Whether the reader got it by email.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.by or 'Someone'} on “{self.submission}”"


class ReplyTemplate(models.Model):
    """A reply that staff begin with."""

    title = LineField(max_length=100, unique=True, help_text="For staff, to choose it by.")
    text = LinesField(
        max_length=10_000,
        help_text="Plain text. {name} becomes the reader’s name, and {title} what they sent, in "
        "one sentence.",
    )

    class Meta:
        ordering = ["title"]
        verbose_name = "template of replies"
        verbose_name_plural = "templates of replies"

    def __str__(self) -> str:
        return self.title

    def fill_in(self, submission: Submission) -> str:
        values = {"name": submission.name or "reader", "title": submission.title}
        # In one pass, so that what a reader wrote is never a placeholder.
        return PLACEHOLDER.sub(lambda match: values[match[1]], self.text)
