from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models import Entry
from content.models.fields import LineField, LinesField

SITE_EXPORT_KEPT_FOR = timedelta(days=7)


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


class SiteExportQuerySet(models.QuerySet):
    def expired(self) -> Self:
        return self.filter(created_at__lt=timezone.now() - SITE_EXPORT_KEPT_FOR)


class SiteExport(models.Model):
    """An export of the whole site that an administrator started and can download for a week."""

    class Format(models.TextChoices):
        MARKDOWN = "markdown", "Everything: texts as Markdown, files, and tables"
        WXR = "wxr", "For WordPress: posts, pages, and comments"

    format = models.CharField(max_length=10, choices=Format, default=Format.MARKDOWN)
    with_private = models.BooleanField(
        "with personal data",
        default=False,
        help_text="Registrations, users, and the email addresses of readers. A move to another "
        "server needs them; for anything else, leave them out.",
    )
    path = LineField(
        max_length=200, blank=True, editable=False, help_text="Below MEDIA_ROOT, once it is done."
    )
    problem = LinesField(blank=True, editable=False)
    created_at = models.DateTimeField("started", default=timezone.now, editable=False)
    finished_at = models.DateTimeField("finished", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        verbose_name="started by",
        editable=False,
    )

    objects = SiteExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "export of the site"
        verbose_name_plural = "exports of the site"

    def __str__(self) -> str:
        return f"Export of {timezone.localtime(self.created_at):%B %-d, %Y, %-I:%M %p}"

    @property
    def is_expired(self) -> bool:
        return self.created_at < timezone.now() - SITE_EXPORT_KEPT_FOR
