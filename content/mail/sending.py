"""Sends queued emails: each exactly once, as far as SMTP can guarantee it.

An email's row is locked while it is sent, so no second worker takes it, and a worker that dies
releases the lock. Nothing else is locked: a slow mail server must not keep anyone from registering
or canceling. As soon as the mail server has accepted the email, the row says so. Only a process
that dies within the millisecond in between leaves an email to be sent twice, with the same
Message-ID, by which many mail programs show it once. See docs/decisions/mail-once.md.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from content.exceptions import AppError, ContentError
from content.mail.batches import batch
from content.mail.outboxes import Outbox, all_outboxes, message_id
from content.models import QueuedEmail
from content.site import read_once

logger = logging.getLogger(__name__)

State = QueuedEmail.State
# Retries come after 1, 2, 4 … minutes, then every hour, for three days.
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)


class MailServerUnavailable(ContentError):
    message = "The mail server can’t be reached or isn’t accepting anything at the moment."


class EmailRejected(ContentError):
    message = "The mail server will never accept this email."


class EmailDeferred(ContentError):
    message = "The mail server doesn’t accept this email now, but may later."


class EmailNotWritten(ContentError):
    message = "The site couldn’t write this email, because of a mistake in it. It will try again."


def send(outbox: Outbox, pks: list[int], *, at_once: bool = False) -> None:
    """Send these emails through one connection. What can't be sent now becomes due again later.

    With `at_once`, someone is waiting for them: they go out even when EMAILS_PER_MINUTE is reached.
    """
    mailer = mailers.default
    try:
        send_all(outbox, pks, mailer, at_once=at_once)
    finally:
        close(mailer)


def send_all(outbox: Outbox, pks: list[int], mailer: BaseEmailBackend, *, at_once: bool) -> None:
    with batch():
        for position, pk in enumerate(pks):
            if not at_once and is_limit_reached():
                # The others are still due: send_late() goes on in the next minute.
                return
            try:
                send_one(outbox, pk, mailer)
            except MailServerUnavailable as error:
                logger.warning("Emails are waiting for the mail server: %s", error)
                postpone(outbox, pks[position:], problem=str(error))
                return


def send_now(email: EmailMultiAlternatives) -> None:
    """Send a test right away. Raises EmailRejected, EmailDeferred, MailServerUnavailable."""
    mailer = mailers.default
    try:
        hand_over(email, mailer)
    finally:
        close(mailer)


def is_limit_reached() -> bool:
    """Whether as many emails were sent in this minute of the clock as the mail provider allows.

    Nothing is locked, so each worker can send one more at the same moment.
    """
    limit = settings.EMAILS_PER_MINUTE
    if not limit:
        return False
    minute = timezone.now().replace(second=0, microsecond=0)
    sent = (
        outbox.model._default_manager.filter(state=State.SENT, finished_at__gte=minute).count()
        for outbox in all_outboxes()
    )
    return sum(sent) >= limit


@transaction.atomic
def send_one(outbox: Outbox, pk: int, mailer: BaseEmailBackend) -> None:
    """Send one email, unless it has been sent, is being sent, or no longer applies.

    Raises MailServerUnavailable.
    """
    waiting = outbox.rows().filter(pk=pk, state=State.WAITING)
    row = waiting.select_for_update(of=["self"], skip_locked=True).first()
    if row is None:
        return
    now = timezone.now()
    if (row.not_after and now > row.not_after) or not outbox.is_wanted(row, now):
        record_outcome(row, State.DROPPED)
        return
    try:
        hand_over(write(outbox, row), mailer)
    except MailServerUnavailable:
        raise
    except EmailRejected as error:
        record_outcome(row, State.FAILED, problem=str(error))
        outbox.refused(row, str(error))
        # The server's reply names the address, so it is kept in the row, not in a log.
        logger.warning("Email %s %d failed: see “Emails” in the admin.", outbox.key, pk)
    except AppError as error:
        retry_later(row, problem=str(error))
    else:
        record_outcome(row, State.SENT)


def write(outbox: Outbox, row: QueuedEmail) -> EmailMultiAlternatives:
    """Raises the AppError of what has to wait, and EmailNotWritten."""
    try:
        # What fails must not keep its row, and all those after it, from being sent later.
        with transaction.atomic(), read_once():
            email = outbox.build(row)
    except AppError:
        raise
    except Exception as error:
        logger.exception("Email %s %d can’t be written.", outbox.key, row.pk)
        raise EmailNotWritten from error
    email.extra_headers["Message-ID"] = message_id(row)
    return email


def hand_over(email: EmailMultiAlternatives, mailer: BaseEmailBackend) -> None:
    """Raises EmailRejected, EmailDeferred, MailServerUnavailable."""
    try:
        mailer.open()
        mailer.send_messages([email])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise error_class_for(code)(format_reply(code, text)) from error
    except smtplib.SMTPDataError as error:
        reply = format_reply(error.smtp_code, error.smtp_error)
        raise error_class_for(error.smtp_code)(reply) from error
    except (smtplib.SMTPException, OSError) as error:
        close(mailer)
        raise MailServerUnavailable(str(error) or type(error).__name__) from error
    except ValueError as error:
        # The address is malformed.
        raise EmailRejected(str(error)) from error


def error_class_for(code: int) -> type[ContentError]:
    if code == 421:
        return MailServerUnavailable
    return EmailRejected if code >= 500 else EmailDeferred


def format_reply(code: int, text: bytes | str) -> str:
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {text}"[:1_000]


def close(mailer: BaseEmailBackend) -> None:
    try:
        mailer.close()
    except (smtplib.SMTPException, OSError):
        # The server has already closed the connection.
        mailer.connection = None  # type: ignore[attr-defined]


def record_outcome(row: QueuedEmail, state: str, *, problem: str = "") -> None:
    row.state, row.problem, row.finished_at = state, problem, timezone.now()
    row.attempts += state != State.DROPPED
    row.save(update_fields=["state", "problem", "finished_at", "attempts"])


def retry_later(row: QueuedEmail, *, problem: str) -> None:
    """Make an email due again later, or mark it as failed after three days."""
    now = timezone.now()
    if now - row.created_at > GIVE_UP_AFTER:
        record_outcome(row, State.FAILED, problem=problem)
        return
    wait = min(timedelta(minutes=2 ** min(row.attempts, 10)), LONGEST_WAIT)
    row.attempts += 1
    row.problem, row.due_at = problem, now + wait
    row.save(update_fields=["attempts", "problem", "due_at"])


@transaction.atomic
def postpone(outbox: Outbox, pks: list[int], *, problem: str) -> None:
    waiting = outbox.model._default_manager.filter(pk__in=pks, state=State.WAITING)
    for row in waiting.select_for_update(skip_locked=True):
        retry_later(row, problem=problem)
