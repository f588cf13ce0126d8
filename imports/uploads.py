"""Files that people upload in the admin: what each kind lists, and importing it.

A few hundred rows are imported while the person waits, and more by a job.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from content.editing.permissions import may_publish
from content.models import Entry
from events.models import Event
from imports.bibliographies.reading import read_resources_file
from imports.events.columns import EVENTS
from imports.events.importer import import_events
from imports.events.planning import plan_import as plan_events
from imports.events.template import TEMPLATE as EVENTS_TEMPLATE
from imports.exceptions import ImportRunning
from imports.keeping_reports import keep_report
from imports.models import ColumnMatch, ImportRun, SpreadsheetUpload
from imports.reports import ImportReport, Outcome
from imports.resources.columns import RESOURCES
from imports.resources.importer import import_resources
from imports.resources.planning import plan_import as plan_resources
from imports.resources.template import TEMPLATE as RESOURCES_TEMPLATE
from imports.running import describe_failure
from imports.spreadsheets import ColumnNames, Sheet, read_spreadsheet
from imports.spreadsheets.plans import ImportPlan, describe_plan
from imports.spreadsheets.template import Template
from wiki.models import Resource

# More rows than these would keep the person waiting.
MOST_AT_ONCE = 400
PROGRESS_EVERY = 100


@dataclass(frozen=True)
class UploadKind:
    """What a file lists, and how it is read, planned, and imported."""

    columns: ColumnNames
    model: type[Entry]
    # How the names of its pages begin: resource-import, event-import.
    prefix: str
    plan: Callable[..., ImportPlan]
    import_rows: Callable[..., ImportPlan]
    template: Template
    file_label: str
    file_help: str
    file_types: str
    read: Callable[[bytes, ColumnNames], Sheet] = read_spreadsheet

    @property
    def name(self) -> str:
        return self.columns.kind

    @property
    def permissions(self) -> list[str]:
        meta = self.model._meta
        return [f"{meta.app_label}.{action}_{meta.model_name}" for action in ("add", "change")]

    def known_columns(self) -> ColumnNames:
        """Return the columns, with those that people have matched."""
        return self.columns.with_matches(ColumnMatch.objects.of_kind(self.name))

    def read_upload(self, upload: SpreadsheetUpload) -> Sheet:
        """Raises UnreadableFile."""
        return self.read(bytes(upload.content), self.known_columns())


RESOURCE_FILES = UploadKind(
    columns=RESOURCES,
    model=Resource,
    prefix="resource",
    plan=plan_resources,
    import_rows=import_resources,
    template=RESOURCES_TEMPLATE,
    read=read_resources_file,
    file_label="Spreadsheet or bibliography",
    file_help="CSV or XLSX with the names of the columns in one of the first rows; or BibTeX, "
    "RIS, or CSL JSON from Zotero and other reference managers. At most 10 MB and 25,000 rows.",
    file_types=".csv,.tsv,.txt,.xlsx,.bib,.ris,.json",
)
EVENT_FILES = UploadKind(
    columns=EVENTS,
    model=Event,
    prefix="event",
    plan=plan_events,
    import_rows=import_events,
    template=EVENTS_TEMPLATE,
    file_label="Spreadsheet",
    file_help="CSV or XLSX with the names of the columns in one of the first rows: your own, or an "
    "export from Eventbrite, The Events Calendar, Meetup, Zoom, Google Calendar, or Outlook. At "
    "most 10 MB and 25,000 rows.",
    file_types=".csv,.tsv,.txt,.xlsx",
)
KINDS = {kind.name: kind for kind in (RESOURCE_FILES, EVENT_FILES)}


def carry_out_upload(upload: SpreadsheetUpload, sheet: Sheet) -> tuple[ImportPlan, ImportRun]:
    """Import the rows of an upload as was chosen, and keep the report. Raises ImportRunning."""
    kind, by, started_at = KINDS[upload.kind], upload.created_by, timezone.now()
    previewed = [Outcome(outcome) for outcome in upload.choices.get("previewed") or []]

    def show_progress(done: int, total: int, title: str) -> None:
        if done % PROGRESS_EVERY == 0:
            SpreadsheetUpload.objects.filter(pk=upload.pk).update(rows_done=done, rows_in_all=total)

    plan = kind.import_rows(
        sheet=sheet,
        by=by,
        is_published=upload.choices.get("is_published", False) and may_publish(by),
        previewed=previewed or None,
        on_progress=show_progress,
    )
    return plan, keep(describe_plan(plan, kind.name), upload, started_at=started_at)


def report_failure(upload: SpreadsheetUpload, error: Exception) -> ImportRun:
    """Keep the report of an import that stopped before or between its rows."""
    report = ImportReport()
    report.fail(upload.file_name, describe_failure(error, item=upload.file_name))
    return keep(report, upload, started_at=upload.started_at or timezone.now())


def keep(report: ImportReport, upload: SpreadsheetUpload, *, started_at: datetime) -> ImportRun:
    run = ImportRun(
        importer=upload.kind.capitalize(), files=upload.file_name, started_at=started_at
    )
    keep_report(report, run)
    return run


@transaction.atomic
def queue_upload(upload: SpreadsheetUpload) -> None:
    """Have a job import an upload as was chosen."""
    upload.started_at = timezone.now()
    upload.save(update_fields=["started_at", "choices"])
    import_upload.defer(upload_id=upload.pk)


@app.task(
    name="imports.import_upload",
    queue="exports",
    priority=-10,
    # Another import may be running.
    retry=RetryStrategy(wait=30, retry_exceptions={ImportRunning}),
)
def import_upload(*, upload_id: int) -> None:
    """Import an upload. If the worker is killed, the job runs again, and the rest is imported."""
    uploads = SpreadsheetUpload.objects.select_related("created_by").filter(run=None)
    upload = uploads.filter(pk=upload_id).first()
    if upload is None:
        return
    try:
        sheet = KINDS[upload.kind].read_upload(upload)
        _, run = carry_out_upload(upload, sheet)
    except ImportRunning:
        raise
    except Exception as error:
        run = report_failure(upload, error)
    SpreadsheetUpload.objects.filter(pk=upload.pk).update(run=run)
