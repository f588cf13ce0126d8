"""What the database knows: the queue, the emails, and how old the latest backup is."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import Error as DatabaseFailure
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from content.mail.outboxes import all_outboxes
from content.models import MachineReport, QueuedEmail
from cworks.connections import limit_statements
from cworks.doctor import DOCTOR
from cworks.doctor.backups import FAILED
from cworks.doctor.database import read_server
from cworks.doctor.worker import SILENT_AFTER

SECONDS = 3


class SiteState(Collector):
    """Reads the state of the site each time that it is asked."""

    def collect(self) -> Iterator[Metric]:
        try:
            with limit_statements(SECONDS):
                found = [*database(), *queue(), *emails(), *reports()]
        except DatabaseFailure:
            found = [gauge("database_up", "Whether the database answers", 0)]
        yield from found


def gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"cworks_{name}", text, value=value)


def database() -> Iterator[Metric]:
    server = read_server()
    yield gauge("database_up", "Whether the database answers", 1)
    yield gauge("database_bytes", "Size of the database", server["size"])
    yield gauge("database_connections", "Connections to the server", server["used"])
    yield gauge("database_connections_allowed", "max_connections", server["connections"])


def queue() -> Iterator[Metric]:
    now = timezone.now()
    due = Q(status="todo") & (Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    entered = Coalesce(F("scheduled_at"), Min("procrastinateevent__at"))
    oldest = ProcrastinateJob.objects.filter(due).annotate(since=entered).aggregate(at=Min("since"))
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - SILENT_AFTER).count()
    age = max((now - oldest["at"]).total_seconds(), 0) if oldest["at"] else 0
    yield gauge("jobs_due", "Jobs that wait", ProcrastinateJob.objects.filter(due).count())
    yield gauge("jobs_oldest_seconds", "How long the oldest of them has waited", age)
    yield gauge("jobs_failed", "Jobs that failed", failed)
    yield gauge("workers", "Workers that are alive", alive)


def emails() -> Iterator[Metric]:
    counts = GaugeMetricFamily("cworks_emails", "Emails, by table", labels=["outbox", "state"])
    for outbox in all_outboxes():
        rows = outbox.model._default_manager.order_by().values_list("state")
        for state, count in rows.annotate(count=Count("pk")):
            counts.add_metric([outbox.key, QueuedEmail.State(state).name.lower()], count)
    yield counts


def reports() -> Iterator[Metric]:
    made = GaugeMetricFamily(
        "cworks_report_seconds",
        "Unix time of the latest doctor, and of the latest backup and restore that succeeded",
        labels=["name"],
    )
    bad = GaugeMetricFamily(
        "cworks_report_problems", "Problems that each of them found", labels=["name"]
    )
    # Other reports are counts for staff.
    of_failed = {failed: name for name, failed in FAILED.items()}
    names = {DOCTOR: DOCTOR} | {name: name for name in FAILED} | of_failed
    problems: dict[str, int] = defaultdict(int)
    for report in MachineReport.objects.filter(name__in=names):
        problems[names[report.name]] += sum(each["level"] == "problem" for each in report.findings)
        if report.name not in of_failed:
            made.add_metric([report.name], report.made_at.timestamp())
    for name, number in problems.items():
        bad.add_metric([name], number)
    yield made
    yield bad
