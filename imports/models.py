from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from content.models import Entry
from content.models.fields import LineField, LinesField
from content.moments import format_minute
from events.models import Registration

SITE_EXPORT_KEPT_FOR = timedelta(days=settings.SITE_EXPORT_DAYS)


class SourceRecordQuerySet(models.QuerySet):
    def record(self, *, source: str, key: str, entry: Entry, data: dict[str, Any]) -> None:
        """Note what a source says of an entry that was just imported from it."""
        self.update_or_create(
            source=source,
            key=key,
            defaults={"entry": entry, "data": data, "entry_modified_at": entry.modified_at},
        )

    def record_all(self, *, source: str, said: Iterable[tuple[Entry, dict[str, Any]]]) -> None:
        """Do the same for entries that have their GUIDs as keys, in one statement."""
        self.bulk_create(
            [
                SourceRecord(
                    source=source,
                    key=entry.guid,
                    entry=entry,
                    data=data,
                    entry_modified_at=entry.modified_at,
                )
                for entry, data in said
            ],
            update_conflicts=True,
            unique_fields=["source", "key"],
            update_fields=["entry", "data", "entry_modified_at"],
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


class ImportRun(models.Model):
    """One import, and what became of everything in its files. See imports.reports."""

    importer = LineField(max_length=50, help_text="What was imported, such as WordPress.")
    files = LinesField(help_text="The names of the files.")
    started_at = models.DateTimeField("started")
    # Empty while it runs, and of one that was interrupted.
    finished_at = models.DateTimeField("finished", null=True)
    # {kind: {"in the file": number, outcome: number}}
    totals = models.JSONField(default=dict)
    # {why something was left out: number}
    left_out = models.JSONField(default=dict)
    # {heading: how many findings it has, of which only the first are kept}
    findings_in_all = models.JSONField(default=dict)

    class Meta:
        verbose_name = "import"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.importer}, {format_minute(self.started_at)}"

    def get_admin_url(self) -> str:
        return reverse("admin:imports_importrun_change", args=[self.pk])


class SpreadsheetUpload(models.Model):
    """A file that someone previews before importing it. It is forgotten a day later."""

    kind = LineField(max_length=20, db_default="resources", help_text="What the file lists.")
    file_name = LineField(max_length=300)
    content = models.BinaryField()
    choices = models.JSONField(
        default=dict, db_default={}, help_text="What was chosen for this import."
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    started_at = models.DateTimeField(null=True, help_text="When its rows were to be imported.")
    rows_done = models.PositiveIntegerField(db_default=0)
    rows_in_all = models.PositiveIntegerField(db_default=0)
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, null=True, help_text="The report, once it is done."
    )

    class Meta:
        db_table = "imports_resourceupload"

    def __str__(self) -> str:
        return self.file_name


class ImportFinding(models.Model):
    """What an editor should look at after an import, and whether someone has."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="findings")
    heading = LineField(max_length=200)
    sentence = LinesField()
    entry = models.ForeignKey(
        Entry, on_delete=models.SET_NULL, null=True, related_name="import_findings"
    )
    is_failure = models.BooleanField("failed", default=False)
    done_at = models.DateTimeField("done", null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)

    class Meta:
        verbose_name = "finding from an import"
        verbose_name_plural = "findings from imports"
        indexes = [models.Index(fields=["run", "heading", "id"], name="finding_of_run")]

    def __str__(self) -> str:
        return self.sentence


class ProposalQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=Proposal.State.PROPOSED)


class Proposal(models.Model):
    """Something that an author of the old site did by hand, for an editor to accept or reject.

    The parts of a series are one proposal for each post, with the same group.
    """

    class Subject(models.TextChoices):
        SERIES = "series", "Series"
        CROSS_POST = "cross-post", "First appeared elsewhere"
        AUTHORS = "authors", "Authors"
        PLACE = "place", "Places"
        COMPANION = "companion", "Companions"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"

    kind = models.CharField(max_length=20, choices=Subject)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="proposals")
    other = models.ForeignKey(
        Entry,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="The proposed companion.",
    )
    key = LineField(
        max_length=500, help_text="What tells this proposal from others of its kind for the entry."
    )
    group = LineField(
        max_length=500, blank=True, help_text="Proposals that are shown and decided together."
    )
    data = models.JSONField(
        default=dict, help_text="What is proposed. Its keys depend on the kind."
    )
    sentence = LinesField(help_text="The sentence that led to this proposal.")
    problem = LinesField(blank=True, help_text="Why it could not be applied when it was accepted.")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            # Proposing again adds nothing, and asks nothing that someone has answered.
            models.UniqueConstraint(fields=["kind", "entry", "key"], name="proposal_once"),
            models.CheckConstraint(
                condition=models.Q(kind="companion", other__isnull=False)
                | (~models.Q(kind="companion") & models.Q(other__isnull=True)),
                name="proposal_other_is_companion",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "kind", "group"], name="proposal_in_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entry}"


class ImportedConsent(models.Model):
    """Where someone agreed to be registered who didn’t register on this site."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="imported_consent"
    )
    source = LineField(max_length=200, help_text="Such as “Zoom registration form, July 2021.”")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.source


class SiteExport(models.Model):
    """An export of the whole site that an administrator started and can download for a week."""

    class ExportFormat(models.TextChoices):
        MARKDOWN = "markdown", "Everything: texts as Markdown, files, and tables"
        WXR = "wxr", "For WordPress: posts, pages, and comments"

    format = models.CharField(max_length=10, choices=ExportFormat, default=ExportFormat.MARKDOWN)
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

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "export of the site"
        verbose_name_plural = "exports of the site"

    def __str__(self) -> str:
        return f"Export of {format_minute(self.created_at)}"

    @property
    def is_expired(self) -> bool:
        return self.created_at < timezone.now() - SITE_EXPORT_KEPT_FOR
