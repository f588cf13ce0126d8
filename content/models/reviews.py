"""How staff work on an entry together. Readers see none of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from content.models.entries import Entry
from content.models.fields import LinesField
from content.moments import dates_in_bounds, validate_date


class ReviewNote(models.Model):
    """A note by a colleague about an entry, in the thread beside its text."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="review_notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    text = LinesField()
    passage = LinesField(blank=True, help_text="The words of the text that it’s about.")
    sends_back = models.BooleanField(
        default=False, help_text="Whether the entry was sent back to its writer with it."
    )
    is_done = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["entry"],
                condition=Q(sends_back=True, is_done=False),
                name="review_note_sent_back",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """Who reviews an entry, and by when.

    Not on the entry itself, whose changes make every public page be rendered again.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="assignment")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments"
    )
    due_on = models.DateField(null=True, blank=True, validators=[validate_date])

    class Meta:
        constraints = [dates_in_bounds("due_on", name="assignment_dates")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.assignee}"

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class OpenForm(models.Model):
    """An entry’s form that someone has open, as their browser says every half minute."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="open_forms")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "by"], name="open_form_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.by}"
