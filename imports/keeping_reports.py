"""Keep the report of an import, for the admin's pages where people work through its lists."""

from datetime import datetime

from django.db import transaction

from content.models import Entry
from imports.models import ImportFinding, ImportRun
from imports.reports import ImportReport, totals_of

FAILED = "Failed"
# Of each list; what is over is counted.
MOST_FINDINGS = 1_000


@transaction.atomic
def keep_report(
    report: ImportReport, *, importer: str, files: list[str], started_at: datetime
) -> ImportRun:
    """Keep a report, with at most a thousand findings under each heading."""
    failures = [f"{item}: {reason}" for item, reason in report.failures]
    lists = {**({FAILED: failures} if failures else {}), **report.remarks}
    run = ImportRun.objects.create(
        importer=importer,
        files="\n".join(files),
        started_at=started_at,
        totals=totals_of(report),
        left_out=dict(report.not_imported),
        findings_in_all={heading: len(sentences) for heading, sentences in lists.items()},
    )
    here = set(
        Entry.objects.filter(pk__in=set(report.entries.values())).values_list("pk", flat=True)
    )
    ImportFinding.objects.bulk_create(
        ImportFinding(
            run=run,
            heading=heading,
            sentence=sentence,
            entry_id=pk if (pk := report.entries.get(sentence)) in here else None,
            is_failure=heading == FAILED and bool(failures),
        )
        for heading, sentences in lists.items()
        for sentence in sentences[:MOST_FINDINGS]
    )
    return run
