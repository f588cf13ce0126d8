"""Emails of every kind: queued, sent, retried, limited, and shown to staff when they fail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from lxml.html import fromstring

from content.mail import EmailContent, send, send_late
from content.mail.emails import EMAILS, email_users
from content.mail.queueing import LATE
from content.models import Email
from content.retention import forget
from tests.factories import UserFactory
from tests.support.mail_servers import html_of, send_queued_emails, text_of
from tests.support.staff_pages import texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


def email(*users, **parts) -> None:
    content = EmailContent(**{"subject": "Hello", **parts})
    email_users(users=users, purpose="test", content=content)


def states() -> list[tuple[str, int]]:
    return list(Email.objects.order_by("pk").values_list("state", "attempts"))


def test_failed_email_to_a_colleague_is_shown_and_sent_again(client, mail_server):
    ana = UserFactory(name="Ana", email="ana@example.org", is_superuser=True)
    client.force_login(ana)
    mail_server.answers[ana.email] = "550 5.1.1 No such user"
    email(ana, quote="Shorter,\nplease.", button=("Open it", "https://www.example.org/"))
    send_queued_emails()

    desk = client.get("/admin/").context["waiting"]
    listed = fromstring(client.get("/admin/content/email/").content.decode())
    mail_server.answers.clear()
    client.post("/admin/content/email/again/", {"outbox": "content.email"})
    send_queued_emails()

    assert [(found.title, found.total) for found in desk] == [
        ("Emails to colleagues that failed", 1)
    ]
    (row,) = listed.xpath("//tbody/tr")
    assert texts(row)[:3] == ["Hello (to ana@example.org)", "550 5.1.1 No such user", "1 time"]
    assert [(each["To"], each["Subject"]) for each in mail_server.taken] == [(ana.email, "Hello")]
    text = text_of(mail_server.taken[0]).replace("\r\n", "\n")
    assert text.startswith("Hello\n\n“Shorter,\nplease.”\n\nOpen it:\nhttps://www.example.org/\n")
    # The styles are in the elements, because some mail programs read them nowhere else.
    html = fromstring(html_of(mail_server.taken[0]))
    assert "background: #b4441f" in html.xpath("//table[@class='button']//td/@style")[0]
    assert states() == [("sent", 1)]


def test_user_whose_account_was_deactivated_gets_no_email(mail_server):
    ana, ben = UserFactory.create_batch(2)
    email(ana, ben)
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)

    send_queued_emails()

    assert states() == [("dropped", 0), ("sent", 1)]
    assert [each["To"] for each in mail_server.taken] == [ben.email]


def test_email_that_cannot_be_written_waits_and_blocks_no_other(mail_server):
    email(UserFactory())
    Email.objects.update(content={"no_such_part": ""})
    email(UserFactory())

    send(EMAILS, list(Email.objects.order_by("pk").values_list("pk", flat=True)))

    assert states() == [("waiting", 1), ("sent", 1)]
    assert "mistake in it" in Email.objects.earliest("pk").problem


def test_limit_per_minute_holds_all_but_emails_that_someone_waits_for(mail_server, settings):
    settings.EMAILS_PER_MINUTE = 2
    with time_machine.travel(NOON, tick=False) as clock:
        email(*UserFactory.create_batch(6))
        ids = list(Email.objects.order_by("pk").values_list("pk", flat=True))
        counts = []
        send(EMAILS, ids[:4])
        counts.append(len(mail_server.taken))
        send(EMAILS, ids[5:], at_once=True)
        counts.append(len(mail_server.taken))
        for _ in range(2):
            clock.shift(LATE + timedelta(seconds=1))
            send_late()
            counts.append(len(mail_server.taken))

    assert counts == [2, 3, 5, 6]
    assert states() == [("sent", 1)] * 6


def test_old_emails_are_deleted_unless_they_failed():
    email(*UserFactory.create_batch(3))
    long_ago = timezone.now() - timedelta(days=90, minutes=1)
    for row, state in zip(Email.objects.order_by("pk"), ["sent", "failed", "waiting"], strict=True):
        Email.objects.filter(pk=row.pk).update(state=state, finished_at=long_ago)

    forget("Emails")
    forget("Emails that failed")

    assert [state for state, _ in states()] == ["failed", "waiting"]
