from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone


class CountedAttempt(models.Model):
    """Something that someone tried who isn't signed in, kept for a day to limit how often."""

    # Keyed hashes: of a network address, for instance, and of what was tried.
    senders = ArrayField(models.CharField(max_length=64))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [GinIndex(fields=["senders"], name="counted_attempt_senders")]

    def __str__(self) -> str:
        return f"Attempt at {self.created_at}"
