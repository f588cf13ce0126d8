"""The jobs of this app, for the queue's worker to find, and those that keep the house."""

import logging

from django.core.management import call_command
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from content.links.check_schedule import (
    begin_round,
    check_host,
    forget_addresses,
    return_to_host,
)
from content.links.relinking import relink, relink_what_was_missed
from content.media.renditions import make_renditions

__all__ = [
    "check_host",
    "check_links",
    "clear_sessions",
    "make_renditions",
    "mend_links",
    "relink",
    "rescue_jobs",
    "return_to_host",
]

logger = logging.getLogger(__name__)

ATTEMPTS_AT_MOST = 3


@app.periodic(cron="* * * * *")
@app.task(name="content.rescue_jobs", queueing_lock="rescue-jobs")
async def rescue_jobs(timestamp: int) -> None:
    """Have the jobs done again whose worker was killed, or lost its machine, while it did them."""
    for job in await app.job_manager.get_stalled_jobs():
        if job.attempts >= ATTEMPTS_AT_MOST:
            logger.error(
                "Job %d (%s) never ends: its worker died each time.", job.id, job.task_name
            )
            await give_up(job)
            continue
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # Another one waits already to do the same.
            await give_up(job)


async def give_up(job: Job) -> None:
    await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


# At night where the readers are.
@app.periodic(cron="17 8 * * *")
@app.task(name="content.clear_sessions", queueing_lock="clear-sessions")
def clear_sessions(timestamp: int) -> None:
    """Remove the sessions of the staff that are over."""
    call_command("clearsessions")


@app.periodic(cron="27 8 * * *")
@app.task(name="content.mend_links", queueing_lock="mend-links")
def mend_links(timestamp: int) -> None:
    """Find the titles that texts link to and that have come to exist since."""
    relink_what_was_missed()


@app.periodic(cron="37 8 * * 1")
@app.task(name="content.check_links", queueing_lock="check-links")
def check_links(timestamp: int) -> None:
    """Once a week, see whether the addresses that public entries lead to still work."""
    forget_addresses()
    begin_round()
