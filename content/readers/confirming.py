"""What readers confirm: with a button on the page that a link in an email opens.

A link names one row, such as a comment. Opening it changes nothing: email scanners open every link.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.attempts import AttemptLimit, count_attempt, count_attempts
from content.keys import read_key
from content.mail import EmailContent
from content.models import Reader
from content.readers.emails import confirmation_signer, email_reader, email_readers

LINK_LIFETIME = timedelta(days=7)
# No one can fill someone else's mailbox with our forms.
PER_ADDRESS = AttemptLimit("emails to confirm", at_most=5, within=timedelta(days=1))
NOT_YOU = "If that wasn’t you, do nothing: without your confirmation, nothing happens."


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """One thing that readers confirm, as its app knows it."""

    key: str
    # Rows that have a `reader`, confirmed or not.
    rows: Callable[[], QuerySet]
    # What the page asks, and its button says: ("Publish your comment on “X”?", "Publish it").
    describe: Callable[[Any], tuple[str, str]]
    # Does it. It may be called again, and then does nothing.
    confirm: Callable[[Any], None]
    # What the page says afterward, and where its link leads: (sentence, link text, path).
    after: Callable[[Any], tuple[str, str, str]]


_confirmations: dict[str, Confirmation] = {}


def register(*confirmations: Confirmation) -> None:
    for confirmation in confirmations:
        _confirmations[confirmation.key] = confirmation


def count_request(reader: Reader) -> None:
    """Count that someone entered an address, which may not be theirs. Raises TooManyAttempts.

    Call it even if there is nothing to confirm: the answer must not tell what is known of it.
    """
    count_attempt({PER_ADDRESS: reader.email})


def ask_to_confirm(
    *,
    row: Any,
    key: str,
    subject: str,
    paragraphs: list[str],
    button: str,
    otherwise: str = NOT_YOU,
    thread: str = "",
) -> None:
    """Email the row's reader a link to the page with the button.

    `otherwise` is what the email says to those who don't want it. Raises TooManyAttempts if the
    address got too many of these lately.
    """
    count_request(row.reader)
    email_reader(
        reader=row.reader,
        purpose=f"confirm {key}",
        content=write_question(subject, paragraphs, button, otherwise),
        confirms=f"{key}.{row.pk}",
        thread=thread,
    )


def count_requests(readers: Iterable[Reader]) -> set[str]:
    """Count that an address of each was entered. Return those that didn't get too many emails."""
    return count_attempts(PER_ADDRESS, [reader.email for reader in readers])


def ask_many_to_confirm(
    *,
    rows: Iterable[Any],
    key: str,
    subject: str,
    paragraphs: list[str],
    button: str,
    otherwise: str = NOT_YOU,
) -> None:
    """Do the same for many rows, whose readers were counted before: see count_requests."""
    email_readers(
        {f"{key}.{row.pk}": row.reader for row in rows},
        purpose=f"confirm {key}",
        content=write_question(subject, paragraphs, button, otherwise),
    )


def write_question(
    subject: str, paragraphs: list[str], button: str, otherwise: str
) -> EmailContent:
    return EmailContent(
        subject=subject,
        paragraphs=[*paragraphs, f"{otherwise} The link works for seven days."],
        button=(button, ""),
    )


def read_confirmation(token: str) -> tuple[Confirmation, Any] | None:
    """Return what a link confirms: its kind and its row. None if it is false, old, or gone."""
    try:
        key, _, number = confirmation_signer().unsign(token, max_age=LINK_LIFETIME).partition(".")
    except BadSignature:
        return None
    confirmation = _confirmations.get(key)
    row = confirmation and confirmation.rows().filter(pk=read_key(number)).first()
    return (confirmation, row) if confirmation and row else None


@transaction.atomic
def confirm(*, confirmation: Confirmation, row: Any) -> None:
    """Do what a reader confirmed, whose address is known to be theirs from now on."""
    Reader.objects.filter(pk=row.reader_id).update(confirmed_at=timezone.now())
    confirmation.confirm(row)
