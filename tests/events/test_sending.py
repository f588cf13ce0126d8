"""Sending emails: each once, later if the server is down, and never if it no longer applies."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from content import mail
from content.mail import send_late
from content.mail.queueing import LATE
from content.mail.sending import GIVE_UP_AFTER, send_one
from events.emails import DELIVERIES
from events.models import Delivery, Message, Registration
from events.services.deliveries import announce_recording, enqueue, retry_failed
from events.services.messages import recipients_of, send_message
from events.services.registrations import cancel_registration, register
from tests.factories import EventFactory, RecordingFactory, RegistrationFactory
from tests.support.database_servers import get_free_port
from tests.support.mail_servers import html_of, send_queued_emails, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def confirm(registration: Registration) -> Delivery:
    everyone = Registration.objects.filter(pk=registration.pk)
    enqueue(registrations=everyone, kind=Delivery.Purpose.CONFIRMATION)
    return Delivery.objects.get(registration=registration)


def send(ids: list[int]) -> None:
    mail.send(DELIVERIES, ids)


def states() -> list[tuple[str, int, str]]:
    rows = Delivery.objects.order_by("pk")
    return list(rows.values_list("state", "attempts", "problem"))


def make_due() -> None:
    Delivery.objects.update(due_at=timezone.now() - LATE - timedelta(seconds=1))


def test_rolled_back_registration_is_not_confirmed(mail_server):
    event = EventFactory()

    with transaction.atomic():
        register(event=event, email="ana@example.org", name="Ana")
        transaction.set_rollback(True)

    assert (send_queued_emails(), Delivery.objects.count(), mail_server.taken) == (0, 0, [])


def test_sent_email_is_not_sent_again(mail_server):
    delivery = confirm(RegistrationFactory())

    for _ in range(3):
        send([delivery.pk])

    assert (len(mail_server.taken), states()) == (1, [("sent", 1, "")])


def test_same_email_is_enqueued_once(mail_server):
    ana = RegistrationFactory()
    everyone = Registration.objects.all()

    counts = [enqueue(registrations=everyone, kind="recording") for _ in range(2)]

    assert (counts, ana.deliveries.count()) == ([1, 0], 1)


def test_message_id_is_unchanged_when_email_is_resent(mail_server):
    delivery = confirm(RegistrationFactory())
    send([delivery.pk])
    # As if the worker had crashed just after the server accepted the email.
    Delivery.objects.update(state="waiting")
    send([delivery.pk])

    first, second = mail_server.taken
    assert first["Message-ID"] == second["Message-ID"] != confirm(RegistrationFactory())
    assert first["Auto-Submitted"] == "auto-generated"


def test_rejected_email_shows_server_reply_and_can_be_retried(mail_server):
    ana, ben = RegistrationFactory.create_batch(2, event=EventFactory())
    mail_server.answers[ana.email] = "550 5.1.1 No such user"
    ids = [confirm(ana).pk, confirm(ben).pk]

    send(ids)

    assert states() == [("failed", 1, "550 5.1.1 No such user"), ("sent", 1, "")]
    mail_server.answers.clear()
    assert retry_failed(event=ana.event) == 1
    send_queued_emails()
    assert [each["To"] for each in mail_server.taken] == [ben.email, ana.email]


@pytest.mark.parametrize("where", ["address", "data"])
def test_deferred_email_is_sent_later(mail_server, where):
    ana = RegistrationFactory()
    answer = "451 4.7.1 Greylisted, try again later"
    mail_server.answers[ana.email if where == "address" else "data"] = answer
    delivery = confirm(ana)

    send([delivery.pk])
    too_early = send_late()
    put_off = states()
    mail_server.answers.clear()
    make_due()
    send_late()

    assert (put_off, too_early) == ([("waiting", 1, answer)], 0)
    assert (states(), len(mail_server.taken)) == ([("sent", 2, "")], 1)


def test_invalid_email_address_fails_without_blocking_others(mail_server):
    event = EventFactory()
    broken = RegistrationFactory(event=event, email="ana@@example.org")
    fine = RegistrationFactory(event=event)

    send([confirm(broken).pk, confirm(fine).pk])

    assert [row[0] for row in states()] == ["failed", "sent"]


def test_retry_delay_grows_while_server_is_down(settings, mail_server):
    away = {**mail_server.mailers["default"]}
    away["OPTIONS"] = {**away["OPTIONS"], "port": get_free_port()}
    settings.MAILERS = {"default": away}
    deliveries = [confirm(RegistrationFactory()) for _ in range(3)]
    waits = []

    for _ in range(8):
        send([delivery.pk for delivery in deliveries])
        due = Delivery.objects.order_by("pk").first().due_at
        waits.append(round((due - timezone.now()).total_seconds() / 60))

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [row[:2] for row in states()] == [("waiting", 8)] * 3
    assert "Connection refused" in states()[0][2]

    # The server is back after an hour or more.
    settings.MAILERS = mail_server.mailers
    make_due()
    send_late()
    assert [row[0] for row in states()] == ["sent"] * 3
    assert len(mail_server.taken) == 3


def test_email_deferred_for_days_is_given_up(mail_server):
    ana = RegistrationFactory()
    mail_server.answers[ana.email] = "452 4.2.2 Mailbox full"
    delivery = confirm(ana)
    Delivery.objects.update(created_at=timezone.now() - GIVE_UP_AFTER - timedelta(minutes=1))

    send([delivery.pk])

    assert states() == [("failed", 1, "452 4.2.2 Mailbox full")]


def test_next_worker_sends_what_crashed_worker_did_not(mail_server):
    ana, ben = RegistrationFactory.create_batch(2, event=EventFactory())
    confirm(ana)
    confirm(ben)
    make_due()

    count = send_late()

    assert (count, [row[0] for row in states()]) == (2, ["sent"] * 2)


@pytest.mark.parametrize(
    "kind", ["confirmation", "seat", "update", "day-before", "hour-before", "recording", "message"]
)
def test_registrant_who_canceled_meanwhile_gets_no_email(mail_server, kind):
    event = EventFactory()
    ana = RegistrationFactory(event=event)
    about = {"update": "0", "day-before": event.starts_at.isoformat()}.get(kind, "")
    enqueue(registrations=Registration.objects.all(), kind=kind, about=about)
    cancel_registration(registration=ana)

    send_queued_emails()

    assert [each["Subject"] for each in mail_server.taken] == [
        f"Your registration is canceled: {event.heading}"
    ]


def test_message_goes_to_its_audience(mail_server):
    event = EventFactory(capacity=3, past=True, title="The webinar")
    came = RegistrationFactory(event=event, attended_at=timezone.now(), name="Ana <b>")
    absent = RegistrationFactory(event=event)
    waiting = RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)

    reached = {
        audience: set(recipients_of(event=event, audience=audience))
        for audience in ("registered", "waiting", "both", "attended", "absent")
    }
    message = Message.objects.create(
        event=event,
        audience="attended",
        subject="Thanks, {name}",
        body="Dear {name},\n\nsee **[the notes](/blog/notes/)**.",
    )
    counts = [send_message(message=message) for _ in range(2)]
    send_queued_emails()

    assert counts == [1, 0]

    assert reached == {
        "registered": {came, absent},
        "waiting": {waiting},
        "both": {came, absent, waiting},
        "attended": {came},
        "absent": {absent},
    }
    assert mail_server.subjects == [(came.email, "Thanks, Ana <b>")]
    assert ">Dear Ana &lt;b&gt;,</p>" in html_of(mail_server.taken[0])
    assert 'href="http://127.0.0.1:8000/blog/notes/"' in html_of(mail_server.taken[0])
    assert "Dear Ana <b>," in text_of(mail_server.taken[0])


def test_registrant_name_cannot_create_link_in_message(mail_server):
    ana = RegistrationFactory(name="[Click](https://evil.example) <a href='//evil.example'>x</a>")

    send_message(
        message=Message.objects.create(event=ana.event, subject="Hello", body="Dear {name}")
    )
    send_queued_emails()

    assert "<a href='//evil" not in html_of(mail_server.taken[0])
    assert 'href="https://evil' not in html_of(mail_server.taken[0])


def test_seated_registrants_are_told_about_recording_once(mail_server):
    event = EventFactory(past=True, title="The webinar")
    ana = RegistrationFactory(event=event, attended_at=timezone.now())
    ben = RegistrationFactory(event=event)
    RegistrationFactory(event=event, left=True)
    RecordingFactory(event=event)

    counts = [announce_recording(event=event) for _ in range(2)]
    send_queued_emails()

    assert counts == [2, 0]
    assert mail_server.subjects == [
        (ana.email, "Recording: The webinar"),
        (ben.email, "Recording: The webinar"),
    ]
    texts = [text_of(each) for each in mail_server.taken]
    assert "Thank you for coming to The webinar." in texts[0]
    assert "Thank you for your interest in The webinar." in texts[1]


def test_recording_unpublished_before_email_is_not_announced(mail_server):
    event = EventFactory(past=True)
    RegistrationFactory(event=event)
    RecordingFactory(event=event, available_at=None)
    announce_recording(event=event)

    send_queued_emails()

    assert (states(), mail_server.taken) == ([("dropped", 0, "")], [])


# Two workers


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_email_once(mail_server):
    event = EventFactory()
    ids = [confirm(ana).pk for ana in RegistrationFactory.create_batch(20, event=event)]

    def run() -> None:
        try:
            send(ids)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    # Each worker skips emails that the other is sending; none is left over.
    assert len({each["To"] for each in mail_server.taken}) == len(mail_server.taken) == 20
    assert states() == [("sent", 1, "")] * 20


@pytest.mark.django_db(transaction=True)
def test_slow_server_does_not_block_cancellation_or_send_stale_email(mail_server):
    ana = RegistrationFactory()
    delivery = confirm(ana)
    order = []

    class SlowMailer:
        def open(self) -> None:
            canceller.start()
            canceller.join(timeout=30)

        def send_messages(self, messages) -> None:
            order.append("mail is out")

    def cancel() -> None:
        try:
            cancel_registration(registration=Registration.objects.get(pk=ana.pk))
            order.append("canceled")
        finally:
            connection.close()

    canceller = threading.Thread(target=cancel)

    send_one(DELIVERIES, delivery.pk, SlowMailer())
    canceller.join(timeout=60)

    assert order == ["canceled", "mail is out"]
    enqueue(registrations=Registration.objects.all(), kind="recording")
    send_queued_emails()
    assert [each["Subject"] for each in mail_server.taken] == [
        f"Your registration is canceled: {ana.event.heading}"
    ]
