"""Keep the report of an import, for the admin's pages where people work through its lists."""

from itertools import islice

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
    failures: dict[tuple[str, int | None], None] = {
        (f"{item}: {reason}", None): None for item, reason in report.failures
    }
    lists = {FAILED: failures, **report.findings} if failures else dict(report.findings)
    run.totals = totals_of(report)
    run.left_out = dict(report.not_imported)
    run.findings_in_all = {heading: len(found) for heading, found in lists.items()}
    run.finished_at = timezone.now()
    run.save()
    kept = [
        (heading, *finding)
        for heading, found in lists.items()
        for finding in islice(found, MOST_FINDINGS)
    ]
    about = {entry for _, _, entry in kept}
    here = set(Entry.objects.filter(pk__in=about - {None}).values_list("pk", flat=True))
    done = {
        (found.heading, found.sentence, found.entry_id): found
        for found in ImportFinding.objects.filter(run__importer=run.importer, is_failure=False)
        .exclude(done_at=None)
        .order_by("done_at")
    }
    findings = []
    for heading, sentence, about_entry in kept:
        entry = about_entry if about_entry in here else None
        earlier = done.get((heading, sentence, entry))
        findings.append(
            ImportFinding(
                run=run,
                heading=heading,
                sentence=sentence,
                entry_id=entry,
                is_failure=heading == FAILED and bool(failures),
                done_at=earlier and earlier.done_at,
                done_by_id=earlier and earlier.done_by_id,
            )
        )
    ImportFinding.objects.bulk_create(findings)
