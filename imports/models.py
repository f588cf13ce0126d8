from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models import Entry
from content.models.fields import LineField
from events.models import Registration


class SourceRecordQuerySet(models.QuerySet):
    def record(self, *, source: str, key: str, entry: Entry, data: dict[str, Any]) -> None:
        """Note what a source says of an entry that was just imported from it."""
        self.update_or_create(
            source=source,
            key=key,
            defaults={"entry": entry, "data": data, "entry_modified_at": entry.modified_at},
        )

    def of_deleted_entries(self) -> Self:
        return self.filter(entry=None)


class SourceRecord(models.Model):
    """What an import keeps about one item: which entry it became, and what the source said.

    The next import tells from it what changed in the source, what changed here, and what was
    deleted here.
    """

    source = LineField(max_length=50, help_text="The importer that keeps this record.")
    key = LineField(max_length=500, help_text="How the source identifies the item.")
    entry = models.ForeignKey(
        Entry,
        on_delete=models.SET_NULL,
        null=True,
        related_name="source_records",
        help_text="Empty once the entry is deleted here.",
    )
    data = models.JSONField(
        default=dict, db_column="said", help_text="What the source said at the last import."
    )
    entry_modified_at = models.DateTimeField(
        help_text="When the entry was modified, as the last import left it."
    )

    objects = SourceRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="source_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"

    def was_edited_here(self, entry: Entry) -> bool:
        return entry.modified_at != self.entry_modified_at


class ColumnMatchQuerySet(models.QuerySet):
    def of_kind(self, kind: str) -> dict[str, str]:
        """Return {normalized heading: field} of all headings that someone has matched."""
        return dict(self.filter(kind=kind).values_list("heading", "field"))


class ColumnMatch(models.Model):
    """What a heading of people’s spreadsheets means, as someone once said. It applies to all."""

    kind = LineField(max_length=20, help_text="What the spreadsheets list: resources, registrants.")
    heading = LineField(max_length=300, help_text="The heading, without case and punctuation.")
    field = LineField(
        max_length=30, blank=True, help_text="The field that it fills; empty to leave it out."
    )

    objects = ColumnMatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "heading"], name="column_match_once"),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.field or 'left out'}"


class ResourceUploadQuerySet(models.QuerySet):
    def stale(self) -> Self:
        return self.filter(created_at__lt=timezone.now() - timedelta(days=1))


class ResourceUpload(models.Model):
    """A spreadsheet of resources that someone is previewing before importing it."""

    file_name = LineField(max_length=300)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    objects = ResourceUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name


class ImportedConsent(models.Model):
    """Where someone agreed to be registered who didn’t register on this site."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="imported_consent"
    )
    source = LineField(max_length=200, help_text="Such as “Zoom registration form, July 2021.”")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.source
