"""Emails that have no table of their own: to colleagues, and to single readers."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from content.mail.building import build_email
from content.mail.contents import EmailContent
from content.mail.outboxes import Outbox
from content.mail.queueing import enqueue
from content.models import Email, ReaderEmail, User
from content.site import site_name

KEPT_FOR = timedelta(days=90)


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


def forget_old_emails() -> None:
    """Delete what was sent or dropped long ago. Failed emails stay, until someone retries them."""
    before = timezone.now() - KEPT_FOR
    finished = [Email.State.SENT, Email.State.DROPPED]
    for model in (Email, ReaderEmail):
        model.objects.filter(state__in=finished, finished_at__lt=before).delete()


EMAILS = Outbox(
    model=Email,
    title="Emails to colleagues",
    rows=lambda: Email.objects.select_related("user"),
    is_wanted=is_wanted,
    build=build,
    permission="content.view_email",
    describe=describe,
)
