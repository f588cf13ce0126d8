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

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from content.site import read_once
from events import policy
from events.emails import build_email
from events.exceptions import EventError, EventNotPublic
from events.models import Delivery

logger = logging.getLogger(__name__)

State = Delivery.State
# Retries come after 1, 2, 4 … minutes, then every hour, for three days.
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)


class MailServerUnavailable(EventError):
    message = "The mail server can’t be reached or isn’t accepting anything at the moment."


class EmailRejected(EventError):
    message = "The mail server will never accept this email."


class EmailDeferred(EventError):
    message = "The mail server doesn’t accept this email now, but may later."


def send(delivery_ids: list[int]) -> None:
    """Send these emails through one connection. What can't be sent now becomes due again later."""
    mailer = mailers.default
    try:
        for position, pk in enumerate(delivery_ids):
            try:
                send_one(pk, mailer)
            except MailServerUnavailable as error:
                logger.warning("Emails are waiting for the mail server: %s", error)
                postpone(delivery_ids[position:], problem=str(error))
                return
    finally:
        close(mailer)


@transaction.atomic
def send_one(pk: int, mailer: BaseEmailBackend) -> None:
    """Send one email, unless it has been sent, is being sent, or no longer applies.

    Raises MailServerUnavailable.
    """
    waiting = Delivery.objects.filter(pk=pk, state=State.WAITING)
    delivery = (
        waiting.select_related("message", "registration__event__seats")
        .select_related("registration__event__recording")
        .select_for_update(of=["self"], skip_locked=True)
        .first()
    )
    if delivery is None:
        return
    if not policy.may_send(delivery, at=timezone.now()):
        record_outcome(delivery, State.DROPPED)
        return
    try:
        policy.check_page_is_there(delivery)
        with read_once():
            email = build_email(delivery)
        hand_over(email, mailer)
    except EmailRejected as error:
        record_outcome(delivery, State.FAILED, problem=str(error))
        # The server's reply names the address, so it is kept with the registration, not in a log.
        logger.warning("Delivery %d failed: see its registration in the admin.", pk)
    except (EmailDeferred, EventNotPublic) as error:
        retry_later(delivery, problem=str(error))
    else:
        record_outcome(delivery, State.SENT)


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


def error_class_for(code: int) -> type[Exception]:
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
        mailer.connection = None


def record_outcome(delivery: Delivery, state: str, *, problem: str = "") -> None:
    delivery.state, delivery.problem, delivery.finished_at = state, problem, timezone.now()
    delivery.attempts += state != State.DROPPED
    delivery.save(update_fields=["state", "problem", "finished_at", "attempts"])


def retry_later(delivery: Delivery, *, problem: str) -> None:
    """Make an email due again later, or mark it as failed after three days."""
    now = timezone.now()
    if now - delivery.created_at > GIVE_UP_AFTER:
        record_outcome(delivery, State.FAILED, problem=problem)
        return
    wait = min(timedelta(minutes=2 ** min(delivery.attempts, 10)), LONGEST_WAIT)
    delivery.attempts += 1
    delivery.problem, delivery.due_at = problem, now + wait
    delivery.save(update_fields=["attempts", "problem", "due_at"])


@transaction.atomic
def postpone(delivery_ids: list[int], *, problem: str) -> None:
    waiting = Delivery.objects.filter(pk__in=delivery_ids, state=State.WAITING)
    for delivery in waiting.select_for_update(skip_locked=True):
        retry_later(delivery, problem=problem)
