"""Emails that have no table of their own: to colleagues, and to single readers."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse

from content.mail.building import build_email
from content.mail.contents import EmailContent
from content.mail.outboxes import Outbox
from content.mail.queueing import enqueue
from content.models import Email, QueuedEmail, ReaderEmail, User
from content.retention import Retention
from content.site import site_name


@transaction.atomic
def email_users(*, users: Iterable[User], purpose: str, content: EmailContent) -> int:
    """Queue an email to each of these users, and return how many there are."""
    fields = asdict(content)
    subject = fields.pop("subject")
    rows = Email.objects.bulk_create(
        Email(
            purpose=purpose,
            user=user,
            to=user.email,
            subject=" ".join(subject.split())[:300],
            content=fields,
        )
        for user in users
    )
    return enqueue(Email.objects.filter(pk__in=[row.pk for row in rows]), at_once=True)


def is_wanted(email: Email, at: datetime) -> bool:
    return email.user is None or email.user.is_active


def build(email: Email) -> EmailMultiAlternatives:
    content = EmailContent(subject=email.subject, **email.content)
    if email.user:
        footer = f"{site_name()} sent you this email because you have an account there."
        return build_email(content, to=email.user.email, footer=footer)
    return build_email(content, to=email.to, footer=f"{site_name()} sent you this email.")


def describe(email: Email) -> tuple[str, str]:
    to = email.user.email if email.user else email.to
    return f"{email.subject} (to {to})", reverse("admin:content_email_changelist")


def forget_finished_emails(before: datetime) -> int:
    return delete_emails(before, [Email.State.SENT, Email.State.DROPPED])


def forget_failed_emails(before: datetime) -> int:
    return delete_emails(before, [Email.State.FAILED])


def delete_emails(before: datetime, states: list[QueuedEmail.State]) -> int:
    rows = [
        model.objects.filter(state__in=states, finished_at__lt=before)
        for model in (Email, ReaderEmail)
    ]
    return sum(each.delete()[0] for each in rows)


RETENTIONS = [
    Retention(
        what="Emails",
        setting="EMAIL_DAYS",
        forget=forget_finished_emails,
        rule="Emails to readers and colleagues: deleted that long after they were sent.",
    ),
    Retention(
        what="Emails that failed",
        setting="FAILED_EMAIL_MONTHS",
        forget=forget_failed_emails,
        rule="Emails that the mail server refused: listed until someone retries them, and deleted "
        "after that long.",
    ),
]


EMAILS = Outbox(
    model=Email,
    title="Emails to colleagues",
    rows=lambda: Email.objects.select_related("user"),
    is_wanted=is_wanted,
    build=build,
    permission="content.view_email",
    describe=describe,
)
