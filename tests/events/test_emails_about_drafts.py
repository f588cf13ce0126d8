"""Emails about events that readers can’t open when the email is sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.editing.publishing import return_to_draft
from content.mail import send
from content.models import Status
from events.emails import DELIVERIES
from events.models import Delivery, Event, Message
from events.services.changes import cancel_event, save_event
from events.services.deliveries import announce_recording, enqueue
from events.services.reminders import enqueue_reminders
from tests.factories import EventFactory, RecordingFactory, RegistrationFactory, UserFactory
from tests.support.mail_servers import calendar_of, html_of, send_queued_emails, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

PAGE = "/events/the-webinar/"


def withdraw(event: Event) -> None:
    return_to_draft(entry=Event.objects.get(pk=event.pk), by=UserFactory(is_superuser=True))


def read_all(mail) -> str:
    calendar = calendar_of(mail)
    attached = calendar[1].to_ical().decode().replace("\r\n ", "") if calendar else ""
    return text_of(mail) + html_of(mail) + attached


def test_update_of_moved_event_that_is_a_draft_again_has_no_link_to_its_page(mail_server):
    event = EventFactory(slug="the-webinar")
    ana = RegistrationFactory(event=event)
    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)
    save_event(event=event, by=None)
    withdraw(event)

    send_queued_emails()

    (mail,) = mail_server.taken
    sent = read_all(mail)
    assert (PAGE in sent, f"/registrations/{ana.token}/" in sent) == (False, True)


@pytest.mark.parametrize("kind", Delivery.Purpose.values)
def test_no_email_links_to_the_page_of_a_draft(mail_server, kind):
    event = EventFactory(slug="the-webinar", draft=True, past=kind == "recording")
    if kind == "event-canceled":
        cancel_event(event=event, by=None)
    held_until = timezone.now() if kind == "released" else None
    person = RegistrationFactory(
        event=event, left=kind in ("cancellation", "released"), held_until=held_until
    )
    message = Message.objects.create(event=event, subject="Hello", body="Hello.")
    about = str(event.calendar_sequence) if kind == "update" else event.starts_at.isoformat()
    enqueue(
        registrations=type(person).objects.filter(pk=person.pk),
        kind=kind,
        about=about,
        message=message if kind == "message" else None,
    )

    send(DELIVERIES, list(Delivery.objects.filter(kind=kind).values_list("pk", flat=True)))

    assert [PAGE in read_all(mail) for mail in mail_server.taken] in ([], [False])
    assert len(mail_server.taken) == (kind not in ("day-before", "hour-before", "recording"))


def test_email_about_a_page_waits_until_the_event_is_public_again(mail_server):
    event = EventFactory(title="The webinar", past=True)
    RegistrationFactory(event=event)
    RecordingFactory(event=event)
    announce_recording(event=event)
    withdraw(event)
    send_queued_emails()
    waiting = Delivery.objects.get()
    event = Event.objects.get(pk=event.pk)
    event.status, event.published_at = Status.PUBLISHED, timezone.now()
    save_event(event=event, by=None)

    send(DELIVERIES, [waiting.pk])

    assert (waiting.state, waiting.problem) == (
        "waiting",
        "This event is not public, so no one could open its page. Publish the event first.",
    )
    assert [subject for _, subject in mail_server.subjects] == ["Recording: The webinar"]


def test_reminder_is_not_sent_after_event_was_returned_to_draft(mail_server):
    event = EventFactory(starts_at=timezone.now() + timedelta(hours=20))
    RegistrationFactory(event=event, seated_at=timezone.now() - timedelta(days=7))
    enqueue_reminders()
    withdraw(event)

    send_queued_emails()

    assert mail_server.taken == []


@pytest.mark.parametrize(
    "facts", [{}, {"left": True}, {"event__past": True}], ids=["seat", "canceled", "over"]
)
def test_registrants_pages_do_not_link_to_the_page_of_a_draft(client, facts):
    person = RegistrationFactory(event__slug="the-webinar", event__draft=True, **facts)
    if person.event.is_over:
        RecordingFactory(event=person.event)
    secret = person.secret_path()

    pages = [client.get(path) for path in (secret, f"{secret}cancel/", f"{secret}join/")]

    assert [(page.status_code, PAGE in page.text) for page in pages] == [(200, False)] * 3
