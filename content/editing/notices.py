"""Emails to staff: queued in the transaction that causes them, and sent by a worker."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from content.models import User

# Over more than a day. Then the job is among the failed ones, which administrators see.
RETRY = RetryStrategy(max_attempts=12, exponential_wait=3)


def notify(
    *, users: Iterable[User], subject: str, sentence: str, address: str, note: str = ""
) -> None:
    """Email each of these users a sentence, a colleague’s note if there is one, and a link."""
    context = {
        "sentence": sentence,
        "note": note,
        "address": address,
        "site_name": settings.SITE_NAME,
    }
    text = render_to_string("content/email/notice.txt", context).strip() + "\n"
    line = " ".join(subject.split())
    for user in users:
        # One job each, so that no one gets an email twice because someone else’s failed.
        send_notice.defer(user_id=user.pk, subject=line, text=text)


@app.task(name="content.send_notice", retry=RETRY)
def send_notice(*, user_id: int, subject: str, text: str) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        headers = {"Auto-Submitted": "auto-generated"}
        EmailMessage(subject=subject, body=text, to=[user.email], headers=headers).send()
