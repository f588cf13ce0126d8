from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.entries import Entry
from content.models.fields import LineField, LinesField
from content.moments import dates_in_bounds, validate_date


class PendingVersion(models.Model):
    """Changes to a public entry that readers don't see yet.

    Not on the entry itself, so that nothing public can show them.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="pending")
    data = models.JSONField(help_text="As in a revision: content/editing/revision_data.py.")
    base = models.BigIntegerField(help_text="The number of the revision that was changed.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    is_proposed = models.BooleanField(
        default=False, help_text="Whether it waits for an editor to publish it or send it back."
    )
    publish_at = models.DateTimeField(null=True, validators=[validate_date])
    note = LineField(
        max_length=300, blank=True, db_default="", help_text="What was changed, for the history."
    )
    problem = LinesField(blank=True, help_text="Why it couldn’t be published when it was due.")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [dates_in_bounds("publish_at", "saved_at", name="pending_version_dates")]

    def __str__(self) -> str:
        return f"Changes to {self.entry}"

    @property
    def mark(self) -> str:
        """What a form that shows it sends, to tell whether it was replaced meanwhile."""
        return f"{self.pk}:{self.saved_at.timestamp()}"
