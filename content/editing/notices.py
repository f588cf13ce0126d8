"""Emails to staff about entries: queued in the transaction that causes them."""

from collections.abc import Iterable

from content.mail import EmailContent
from content.mail.emails import email_users
from content.models import User


def notify(
    *, users: Iterable[User], subject: str, sentence: str, address: str, note: str = ""
) -> None:
    """Email each of these users a sentence, a colleague’s note if there is one, and a link."""
    content = EmailContent(
        subject=subject, paragraphs=[sentence], quote=note, button=("Open it", address)
    )
    email_users(users=users, purpose="review", content=content)
