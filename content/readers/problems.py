"""Addresses that we must not email: they don't exist, or their readers called our emails spam."""

import imaplib
import logging
import ssl
from contextlib import suppress
from email import message_from_bytes
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from content.mail.reports import is_address_gone, read_report
from content.models import Reader

logger = logging.getLogger(__name__)

TIMEOUT = 30
# A mailbox with more is read in several runs.
MOST_PER_RUN = 500
# A report contains the email that it is about, which has less than 100 kB.
MOST_BYTES = 1_000_000


def record_problem(reader: Reader, problem: str) -> None:
    """Don't email this reader again. A complaint outweighs a bounce."""
    changed = Reader.objects.filter(pk=reader.pk).exclude(problem=problem)
    if problem == Reader.Problem.BOUNCED:
        changed = changed.filter(problem="")
    changed.update(problem=problem, problem_at=timezone.now())


def record_refusal(row: Any, reply: str) -> None:
    """Called when the mail server refuses an email to a reader for good (Outbox.refused)."""
    if is_address_gone(reply):
        record_problem(row.reader, Reader.Problem.BOUNCED)


def record_report(raw: bytes) -> bool:
    """Record what an email in the bounce mailbox reports. Return whether it reported anything."""
    try:
        report = read_report(message_from_bytes(raw))
    except (LookupError, ValueError, TypeError, AttributeError):
        # The standard library's parser is lenient, but strangers write here.
        logger.warning("An email in the bounce mailbox can’t be read.")
        return False
    reader = getattr(report.row, "reader", None) if report else None
    if not report or not reader:
        return False
    problem = Reader.Problem.COMPLAINED if report.is_complaint else Reader.Problem.BOUNCED
    record_problem(reader, problem)
    return True


def read_bounces() -> int:
    """Read the new emails in BOUNCE_MAILBOX, and return how many reported a problem.

    Those are deleted. All others, such as replies that someone wrote, stay there, marked as read.
    """
    if not settings.BOUNCE_MAILBOX:
        return 0
    mailbox = open_mailbox(settings.BOUNCE_MAILBOX)
    try:
        return read_mailbox(mailbox)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()


def open_mailbox(url: str) -> imaplib.IMAP4:
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname:
        raise ImproperlyConfigured(
            "BOUNCE_MAILBOX must look like imaps://user:password@mail.example.org/INBOX."
        )
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            parts.hostname, parts.port or 993, ssl_context=context, timeout=TIMEOUT
        )
    else:
        mailbox = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=TIMEOUT)
    mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    answer, _ = mailbox.select(f'"{folder}"')
    if answer != "OK":
        raise ImproperlyConfigured(f"BOUNCE_MAILBOX names the folder {folder}, which isn’t there.")
    return mailbox


def read_mailbox(mailbox: imaplib.IMAP4) -> int:
    _, [found] = mailbox.search(None, "UNSEEN", "SMALLER", str(MOST_BYTES))
    count = 0
    for number in found.split()[:MOST_PER_RUN]:
        _, data = mailbox.fetch(number.decode(), "(BODY.PEEK[])")
        raw = next((part[1] for part in data if isinstance(part, tuple)), b"")
        is_report = record_report(raw)
        # After it was recorded: if this process dies in between, it is read again.
        mailbox.store(number.decode(), "+FLAGS", "\\Deleted" if is_report else "\\Seen")
        count += is_report
    mailbox.expunge()
    return count
