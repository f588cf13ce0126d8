"""Whether a worker runs, and does the jobs that wait."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from content.mail.outboxes import all_outboxes
from content.models import QueuedEmail
from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning

# A worker says every ten seconds that it is alive.
SILENT_AFTER = timedelta(minutes=1)
LATE_AFTER = timedelta(minutes=15)
START = (
    "Start one: “manage.py procrastinate worker”, or “systemctl restart competencyworks-worker”. "
    "Its log says why it ended."
)


def examine() -> Iterator[Diagnosis]:
    now = timezone.now()
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - SILENT_AFTER).count()
    if alive:
        workers = "One worker is" if alive == 1 else f"{alive} workers are"
        yield ok(f"{workers} running.")
    else:
        yield problem("No worker is running, so no emails are sent and no jobs are done.", START)
    due = Q(scheduled_at=None) | Q(scheduled_at__lte=now - LATE_AFTER)
    entered = Q(procrastinateevent__at__lte=now - LATE_AFTER)
    late = ProcrastinateJob.objects.filter(due, entered, status="todo").distinct().count()
    if late:
        yield warning(
            f"{late} jobs have waited for more than a quarter of an hour.",
            "Start another worker, or see under Site → Jobs what keeps the one that runs busy.",
        )
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    if failed:
        yield warning(
            f"{failed} jobs failed.", "See them under Site → Status in the admin, and retry them."
        )
    yield from emails()


def emails() -> Iterator[Diagnosis]:
    for outbox in all_outboxes():
        failed = outbox.model._default_manager.filter(state=QueuedEmail.State.FAILED).count()
        if failed:
            yield warning(
                f"{outbox.title}: {failed} failed.",
                "See under Site → Status in the admin why, and send them again.",
            )
