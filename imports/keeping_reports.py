"""Keep the report of an import, for the admin's pages where people work through its lists."""

from django.db import transaction
from django.utils import timezone

from content.models import Entry
from imports.models import ImportFinding, ImportRun
from imports.reports import ImportReport, totals_of

FAILED = "Failed"
# Of each list; what is over is counted.
MOST_FINDINGS = 1_000


def start_run(*, importer: str, files: list[str]) -> ImportRun:
    """Note that an import starts, so that one that is interrupted is listed too."""
    return ImportRun.objects.create(
        importer=importer, files="\n".join(files), started_at=timezone.now()
    )


@transaction.atomic
def keep_report(report: ImportReport, run: ImportRun) -> None:
    """Keep the report of a run that is done, with at most a thousand findings of each heading.

    What an earlier run of the same importer found too, and someone marked as done, stays done.
    """
    failures = [f"{item}: {reason}" for item, reason in report.failures]
    lists = {**({FAILED: failures} if failures else {}), **report.remarks}
    run.totals = totals_of(report)
    run.left_out = dict(report.not_imported)
    run.findings_in_all = {heading: len(sentences) for heading, sentences in lists.items()}
    run.finished_at = timezone.now()
    run.save()
    here = set(
        Entry.objects.filter(pk__in=set(report.entries.values())).values_list("pk", flat=True)
    )
    done = {
        (found.heading, found.sentence): found
        for found in ImportFinding.objects.filter(run__importer=run.importer, is_failure=False)
        .exclude(done_at=None)
        .order_by("done_at")
    }
    findings = []
    for heading, sentences in lists.items():
        for sentence in sentences[:MOST_FINDINGS]:
            earlier = done.get((heading, sentence))
            findings.append(
                ImportFinding(
                    run=run,
                    heading=heading,
                    sentence=sentence,
                    entry_id=pk if (pk := report.entries.get(sentence)) in here else None,
                    is_failure=heading == FAILED and bool(failures),
                    done_at=earlier and earlier.done_at,
                    done_by_id=earlier and earlier.done_by_id,
                )
            )
    ImportFinding.objects.bulk_create(findings)
