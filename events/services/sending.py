"""Sending noted mails: each once, as far as the mail protocol lets anybody promise that.

A mail's row is locked while it is sent, so that no second worker takes it, and a worker that dies
gives the lock back. Nothing else is locked: a mail server that is slow must not keep anybody from
registering or canceling. As soon as the mail server has taken the mail, the row says so. Only who
dies between these two, a millisecond, leaves a mail that is sent again: at most one for each
process that was killed, and with the same Message-ID, by which many mail programs show it once.
"""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from events.emails import build_mail
from events.models import Delivery
from events.services.truth import is_still_true

logger = logging.getLogger(__name__)

State = Delivery.State
# 1, 2, 4 … minutes, and then every hour, for three days.
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)


class MailServerAway(Exception):
    """The mail server cannot be reached, or takes nothing at the moment."""


def send(delivery_ids: list[int]) -> None:
    """Send these mails through one connection. What fails for now is due again later."""
    mailer = mailers.default
    try:
        for place, pk in enumerate(delivery_ids):
            try:
                send_one(pk, mailer)
            except MailServerAway as error:
                logger.warning("Mails wait, as the mail server is away: %s", error)
                postpone(delivery_ids[place:], problem=str(error))
                return
    finally:
        close(mailer)


@transaction.atomic
def send_one(pk: int, mailer: BaseEmailBackend) -> None:
    """Send one mail, unless that is done, somebody is at it, or it is no longer true.

    Raises MailServerAway.
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
    if not is_still_true(delivery):
        settle(delivery, State.DROPPED)
        return
    try:
        mail = build_mail(delivery)
        hand_over(mail, mailer)
    except Refused as error:
        settle(delivery, State.FAILED, problem=str(error))
        # What the server said names the address: it stands with the registration, not in a log.
        logger.warning("Delivery %d failed: see its registration in the admin.", pk)
    except PutOff as error:
        put_off(delivery, problem=str(error))
    else:
        settle(delivery, State.SENT)


class Refused(Exception):
    """This mail will not be taken, however often it is sent."""


class PutOff(Exception):
    """This mail is not taken now."""


def hand_over(mail, mailer: BaseEmailBackend) -> None:
    """Hand a mail to the mail server. Raises Refused, PutOff, MailServerAway."""
    try:
        mailer.open()
        mailer.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise verdict(code)(say(code, words)) from error
    except smtplib.SMTPDataError as error:
        raise verdict(error.smtp_code)(say(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        close(mailer)
        raise MailServerAway(str(error) or type(error).__name__) from error
    except ValueError as error:
        # An address that no mail server knows how to read.
        raise Refused(str(error)) from error


def verdict(code: int) -> type[Exception]:
    if code == 421:
        return MailServerAway
    return Refused if code >= 500 else PutOff


def say(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:1_000]


def close(mailer: BaseEmailBackend) -> None:
    try:
        mailer.close()
    except (smtplib.SMTPException, OSError):
        # It has gone already.
        mailer.connection = None


def settle(delivery: Delivery, state: str, *, problem: str = "") -> None:
    delivery.state, delivery.problem, delivery.settled_at = state, problem, timezone.now()
    delivery.attempts += state != State.DROPPED
    delivery.save(update_fields=["state", "problem", "settled_at", "attempts"])


def put_off(delivery: Delivery, *, problem: str) -> None:
    """Have a mail tried again later, or say that it failed, if that was often enough."""
    now = timezone.now()
    if now - delivery.created_at > GIVE_UP_AFTER:
        settle(delivery, State.FAILED, problem=problem)
        return
    wait = min(timedelta(minutes=2 ** min(delivery.attempts, 10)), LONGEST_WAIT)
    delivery.attempts += 1
    delivery.problem, delivery.due_at = problem, now + wait
    delivery.save(update_fields=["attempts", "problem", "due_at"])


@transaction.atomic
def postpone(delivery_ids: list[int], *, problem: str) -> None:
    waiting = Delivery.objects.filter(pk__in=delivery_ids, state=State.WAITING)
    for delivery in waiting.select_for_update(skip_locked=True):
        put_off(delivery, problem=problem)
