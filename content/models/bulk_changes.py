from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.fields import LineField, LinesField


class BulkChange(models.Model):
    """A change to many entries at once, with what it replaced, so that it can be undone."""

    field = LineField(max_length=40, help_text="See content/editing/bulk_fields.py.")
    value = LineField(max_length=40)
    adds = models.BooleanField(help_text="Whether entries got this value, rather than lost it.")
    before = models.JSONField(help_text="{number of each entry it changed: what it had before}")
    reason = LinesField(help_text="What it did, as the entries’ revisions say.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("when", default=timezone.now)
    undone_at = models.DateTimeField("undone", null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.reason
