from django.db import models

from content.models import Entry, QueuedEmail, Reader
from content.models.fields import LineField
from following.models.follows import Frequency


class Mailing(models.Model):
    """One round of emails to followers: about one entry, one newsletter, or a week or month.

    That about one entry also says when readers could first see it, so that none is news twice.
    """

    frequency = models.CharField(max_length=12, choices=Frequency)
    key = LineField(
        max_length=500, help_text="The GUID of the entry or newsletter, or the day of the digest."
    )
    starts_at = models.DateTimeField(
        null=True, help_text="A digest has what became public after this, up to its end."
    )
    ends_at = models.DateTimeField(help_text="When it was planned.")
    forgotten = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How many of its emails were sent and deleted since."
    )
    paused_at = models.DateTimeField(null=True, help_text="Since when its emails wait.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["frequency", "key"], name="mailing_once"),
        ]
        indexes = [models.Index(fields=["frequency", "ends_at"], name="mailing_latest")]

    def __str__(self) -> str:
        return f"{self.get_frequency_display()}: {self.key}"


class Digest(QueuedEmail):
    """One email of a mailing to one reader. What it says is looked up when it is sent."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="digests")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="digests")

    # What it is about, once that is looked up.
    entries: list[Entry]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "reader"], name="digest_once"),
        ]
        indexes = [*QueuedEmail.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.mailing} to {self.reader}"
