"""How the installation is doing: a page for administrators, with what failed, to be retried."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation

from content.admin.emails import OutboxLine, line_of
from content.admin.statuses import show_status
from content.keys import read_key
from content.mail.outboxes import all_outboxes
from content.models import MachineReport
from content.moments import format_minute
from content.phrases import describe_task
from cworks.doctor import AREAS, DOCTOR, Severity
from cworks.doctor.diagnoses import Diagnosis, from_data
from cworks.doctor.worker import examine as examine_workers
from cworks.views.csp_reports import list_refused

SHOWN = 50
WORKER = "Worker"
CHECK = "cworks.check_installation"
# The doctor comes every hour.
OLD = timedelta(hours=2)
STATUSES = {Severity.OK: "ok", Severity.WARNING: "warning", Severity.PROBLEM: "problem"}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    require_administrator(request)
    report = MachineReport.objects.filter(name=DOCTOR).first()
    found = [from_data(each) for each in report.findings] if report else []
    # Only the worker reports: whether there is one is seen here.
    found = [each for each in found if each.area != WORKER]
    found += [each.in_area(WORKER) for each in examine_workers()]
    context = {
        **admin.site.each_context(request),
        "title": "Status",
        "report": report,
        "is_old": report is None or timezone.now() - report.made_at > OLD,
        "areas": [(area, rows) for area in AREAS if (rows := rows_of(area, found))],
        "bad": sum(each.level != Severity.OK for each in found),
        "emails": failed_emails(),
        "jobs": [describe_job(job) for job in failed_jobs()[:SHOWN]],
        "all_jobs": failed_jobs().count(),
        "shown": SHOWN,
        "refused": list_refused(),
    }
    return render(request, "admin/machine_status.html", context)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Ask the worker, which sends the emails and makes the backups, to check everything now."""
    require_administrator(request)
    try:
        with transaction.atomic():
            job = app.configure_task(CHECK, queueing_lock="check-installation")
            job.defer(timestamp=int(timezone.now().timestamp()))
    except AlreadyEnqueued:
        messages.info(request, "The worker has already been asked. Reload this page in a moment.")
    else:
        messages.success(request, "The worker is checking. Reload this page in a moment.")
    return HttpResponseRedirect(reverse("machine-status"))


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Run one failed job again, or all of them."""
    require_administrator(request)
    jobs = failed_jobs()
    if "job" in request.POST:
        jobs = jobs.filter(pk=read_key(request.POST["job"]))
    retried = sum(retry_job(job) for job in jobs)
    if retried:
        count = "one job" if retried == 1 else f"{retried} jobs"
        messages.success(request, f"The worker runs {count} again.")
    else:
        messages.info(request, "There was nothing to run again: the same work is already queued.")
    return HttpResponseRedirect(reverse("machine-status"))


def require_administrator(request: HttpRequest) -> None:
    if not (request.user.is_active and request.user.is_superuser):
        raise PermissionDenied


def rows_of(area: str, found: list[Diagnosis]) -> list[tuple[str, Diagnosis]]:
    """Return (status, finding) of an area, the worst first."""
    chosen = [each for each in found if each.area == area]
    chosen.sort(key=lambda each: -list(Severity).index(each.level))
    return [(show_status(STATUSES[each.level]), each) for each in chosen]


def failed_emails() -> list[OutboxLine]:
    return [line for outbox in all_outboxes() if (line := line_of(outbox)).all_failed]


def failed_jobs():
    return ProcrastinateJob.objects.filter(status="failed").order_by("-pk")


def describe_job(job: ProcrastinateJob) -> tuple[int, str, str, str]:
    """Return a failed job’s number, address, task, and what happened."""
    last = job.procrastinateevent_set.order_by("-at").first()
    when = f" at {format_minute(last.at)}" if last and last.at else ""
    times = "once" if job.attempts <= 1 else f"{job.attempts} times"
    address = reverse("admin:procrastinate_procrastinatejob_change", args=[job.pk])
    return job.pk, address, describe_task(job.task_name), f"Failed{when}, tried {times}"


def retry_job(job: ProcrastinateJob) -> bool:
    """Return False if another job for the same work already waits."""
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(
                job.pk, timezone.now(), job.priority, job.queue_name, job.lock
            )
    except UniqueViolation:
        return False
    return True
