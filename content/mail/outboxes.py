"""The tables of emails that wait to be sent. Each app registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from content.models import QueuedEmail, User


@dataclass(frozen=True, kw_only=True)
class Outbox:
    """One table of emails, and what an app knows about its rows."""

    model: type[QueuedEmail]
    # What staff call its emails, such as “Emails to registrants”.
    title: str
    # The rows with everything that the functions below read of them.
    rows: Callable[[], QuerySet]
    # Whether an email that was queued earlier is still true and useful.
    is_wanted: Callable[[Any, datetime], bool]
    # Returns the email, or raises an AppError that says why it has to wait.
    build: Callable[[Any], EmailMultiAlternatives]
    # Who may see the rows, and what staff see of one: (text, address in the admin).
    permission: str
    describe: Callable[[Any], tuple[str, str]]
    # Whether its emails wait until all others are sent, such as newsletters.
    is_bulk: bool = False
    # Told when a mail server refused an email for good, with its reply.
    refused: Callable[[Any, str], None] = lambda row, reply: None

    @property
    def key(self) -> str:
        return self.model._meta.label_lower


_outboxes: dict[str, Outbox] = {}


def register(*outboxes: Outbox) -> None:
    for outbox in outboxes:
        _outboxes[outbox.key] = outbox


def all_outboxes() -> list[Outbox]:
    """Return all outboxes, those that send in bulk last."""
    return sorted(_outboxes.values(), key=lambda outbox: outbox.is_bulk)


def find_outbox(key: str) -> Outbox:
    return _outboxes[key]


def outbox_of(model: type[QueuedEmail]) -> Outbox:
    return _outboxes[model._meta.label_lower]


def message_id(row: QueuedEmail) -> str:
    """Return the Message-ID (RFC 5322 §3.6.4) of a row, which no one else can predict."""
    return make_message_id(f"{row._meta.label_lower}.{row.pk}")


def make_message_id(name: str) -> str:
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    secret = salted_hmac("content.message-id", name, algorithm="sha256").hexdigest()
    return f"<{name}.{secret[:24]}@{address.rpartition('@')[2]}>"


def outboxes_for(user: User) -> list[Outbox]:
    """Return the outboxes whose emails a user may see."""
    return [outbox for outbox in all_outboxes() if user.has_perm(outbox.permission)]


def failed_rows(outbox: Outbox) -> QuerySet:
    """Return the emails that were given up, the last one first."""
    return outbox.rows().filter(state=QueuedEmail.State.FAILED).order_by("-created_at", "-pk")
