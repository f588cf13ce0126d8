"""This app's jobs, for the worker to find, and periodic maintenance."""

import logging

from django.core.files.storage import default_storage
from django.core.management import call_command
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from content.attempts import delete_old_attempts
from content.copies.making import delete_unused_copies, make_copies, make_copy
from content.editing.open_forms import delete_stale_forms
from content.editing.pending_changes import publish_kept
from content.links.check_schedule import (
    check_host,
    delete_unlinked_addresses,
    return_to_host,
    start_round,
)
from content.links.relinking import relink, relink_unresolved
from content.mail import EmailContent, send_late
from content.mail.emails import email_users
from content.mail.queueing import send_emails
from content.media.renditions import make_renditions
from content.media.share_cards import delete_unused_cards
from content.media.storage import WholeFileStorage
from content.models import User
from content.readers.problems import read_bounces
from content.retention import forget_everything_old
from content.searches import forget_old_searches
from content.view_counts import forget_old_referrers, sum_views

__all__ = [
    "check_host",
    "check_links",
    "clear_sessions",
    "delete_abandoned_files",
    "forget_attempts",
    "forget_old",
    "forget_searches",
    "make_copies",
    "make_copy",
    "make_renditions",
    "publish_kept",
    "read_bounce_mailbox",
    "relink",
    "relink_missed",
    "rescue_jobs",
    "return_to_host",
    "send_emails",
    "send_late_emails",
    "send_notice",
]

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


@app.periodic(cron="* * * * *")
@app.task(name="content.rescue_jobs", queueing_lock="rescue-jobs")
async def rescue_jobs(timestamp: int) -> None:
    """Retry jobs whose worker died while running them."""
    for job in await app.job_manager.get_stalled_jobs():
        if job.attempts >= MAX_ATTEMPTS:
            logger.error(
                "Gave up on job %d (%s): its worker died every time.", job.id, job.task_name
            )
            await give_up(job)
            continue
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # Another job for the same work is already waiting.
            await give_up(job)


async def give_up(job: Job) -> None:
    await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="* * * * *")
@app.task(name="content.send_late_emails", queueing_lock="send-late", lock="send-late")
def send_late_emails(timestamp: int) -> None:
    """Retry emails that could not be sent, and send what a crashed worker left behind."""
    send_late()


@app.periodic(cron="*/5 * * * *")
@app.task(name="content.read_bounce_mailbox", queueing_lock="read-bounces", lock="read-bounces")
def read_bounce_mailbox(timestamp: int) -> None:
    """Find out which addresses don't exist, and who called our emails spam."""
    read_bounces()


@app.task(name="content.send_notice")
def send_notice(*, user_id: int, subject: str, text: str) -> None:
    """Send an email to a colleague that was queued before such emails had rows."""
    users = User.objects.filter(pk=user_id)
    email_users(
        users=users, purpose="review", content=EmailContent(subject=subject, paragraphs=[text])
    )


# In UTC: at night in the United States.
@app.periodic(cron="17 8 * * *")
@app.task(name="content.clear_sessions", queueing_lock="clear-sessions")
def clear_sessions(timestamp: int) -> None:
    """Delete expired staff sessions."""
    call_command("clearsessions")


@app.periodic(cron="9 * * * *")
@app.task(name="content.forget_attempts", queueing_lock="forget-attempts")
def forget_attempts(timestamp: int) -> None:
    """Delete who tried something more than a day ago, and forms left open."""
    delete_old_attempts()
    delete_stale_forms()


@app.periodic(cron="47 8 * * *")
@app.task(name="content.delete_abandoned_files", queueing_lock="delete-abandoned-files")
def delete_abandoned_files(timestamp: int) -> None:
    """Delete files that were never written to the end, or that nothing shows anymore."""
    if isinstance(default_storage, WholeFileStorage):
        default_storage.delete_abandoned()
    delete_unused_copies()
    delete_unused_cards()


@app.periodic(cron="42 8 * * *")
@app.task(name="content.forget_old", queueing_lock="forget-old", lock="forget-old")
def forget_old(timestamp: int) -> None:
    """Delete personal data that is older than the settings say."""
    forget_everything_old()


@app.periodic(cron="27 8 * * *")
@app.task(name="content.relink_missed", queueing_lock="relink-missed")
def relink_missed(timestamp: int) -> None:
    """Relink wiki links whose titles exist by now."""
    relink_unresolved()


# In UTC: once the day is over everywhere in the United States.
@app.periodic(cron="17 10 * * *")
@app.task(name="content.sum_views", queueing_lock="sum-views")
def sum_views_of_days(timestamp: int) -> None:
    """Sum the views of days and months, for statistics of long periods."""
    sum_views()


@app.periodic(cron="57 8 * * 1")
@app.task(name="content.forget_searches", queueing_lock="forget-searches")
def forget_searches(timestamp: int) -> None:
    """Delete the counts of what no one has searched for in a year, and of old referrers."""
    forget_old_searches()
    forget_old_referrers()


@app.periodic(cron="37 8 * * 1")
@app.task(name="content.check_links", queueing_lock="check-links")
def check_links(timestamp: int) -> None:
    """Check once a week whether the addresses that public entries link to still work."""
    delete_unlinked_addresses()
    start_round()
