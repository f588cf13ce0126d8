"""When the site was last saved, and whether it was restored from that."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from content.models import MachineReport
from content.moments import format_minute
from cworks.doctor import record
from cworks.doctor.diagnoses import Diagnosis, from_data, ok, problem, warning

BACKUP, RESTORE = "backup", "restore"
# Backups are daily and restores weekly, with some time to spare.
OLD = {BACKUP: timedelta(hours=36), RESTORE: timedelta(days=9)}
NAMES = {BACKUP: "backup", RESTORE: "test of restoring it"}
COMMANDS = {BACKUP: "backup", RESTORE: "check_backup"}
# Apart, so that one that fails doesn't look like a new one.
FAILED = {BACKUP: "backup-failed", RESTORE: "restore-failed"}


def examine() -> Iterator[Diagnosis]:
    if not settings.BACKUP_REPOSITORY:
        yield warning(
            "The site makes no backups.",
            "Set BACKUP_REPOSITORY and BACKUP_PASSWORD, unless something else saves the database "
            "and the uploads. See docs/operations.md.",
        )
        return
    names = [*OLD, *FAILED.values()]
    reports = {report.name: report for report in MachineReport.objects.filter(name__in=names)}
    for name, oldest in OLD.items():
        report, failure = reports.get(name), reports.get(FAILED[name])
        if failure:
            yield from (from_data(each) for each in failure.findings)
        advice = f"Run “manage.py {COMMANDS[name]}”. The worker does so by itself while it runs."
        if report is None:
            yield warning(f"There has been no {NAMES[name]} yet.", advice)
            continue
        yield from (from_data(each) for each in report.findings)
        said = f"The last {NAMES[name]} was at {format_minute(report.made_at)}."
        is_old = timezone.now() - report.made_at > oldest
        yield warning(said, advice) if is_old else ok(said)


def succeeded(name: str, said: str) -> None:
    record([ok(said)], name=name)
    MachineReport.objects.filter(name=FAILED[name]).delete()


def failed(name: str, said: str, advice: str) -> None:
    """Keep why, until one succeeds. When the last one did is still known."""
    record([problem(said, advice)], name=FAILED[name])
