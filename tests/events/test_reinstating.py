"""A canceled event that is back on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.exceptions import EventNotCanceled, EventOver
from events.models import Delivery, Event
from events.services.changes import cancel_event, reinstate_event
from events.services.registrations import register
from events.services.reminders import enqueue_reminders
from tests.factories import EventFactory, RegistrationFactory
from tests.support.mail_servers import calendar_of, send_queued_emails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def canceled_event(**facts) -> Event:
    event = EventFactory(title="The webinar", **facts)
    cancel_event(event=event, by=None, note="The speaker is ill.")
    return event


def test_staff_reinstate_event_and_registrants_are_told(staff, mail_server):
    event = EventFactory(title="The webinar", capacity=1)
    ana = RegistrationFactory(event=event)
    ben = RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)
    cancel_event(event=event, by=None, note="The speaker is ill.")
    send_queued_emails()
    mail_server.reset()
    address = reverse("admin:events_event_reinstate", args=[event.pk])

    links = staff.get(reverse("admin:events_event_change", args=[event.pk])).text
    shown = staff.get(address).text
    response = staff.post(address, follow=True)
    send_queued_emails()

    assert (address in links, "We’ll email 2 people" in shown) == (True, True)
    assert "The event has been reinstated. We’re emailing 2 people." in response.text
    subject = "Back on: The webinar"
    assert mail_server.subjects == [(ana.email, subject), (ben.email, subject)]
    method, calendar = calendar_of(mail_server.taken[0])
    (entry,) = calendar.events
    assert (method, entry["sequence"], str(entry["status"]), str(entry["uid"])) == (
        "REQUEST",
        2,
        "CONFIRMED",
        event.calendar_uid,
    )
    assert calendar_of(mail_server.taken[1]) is None


def test_reinstated_event_is_open_again_for_readers_and_calendars(client):
    event = canceled_event()

    reinstate_event(event=event, by=None)

    event = Event.objects.get(pk=event.pk)
    (entry,) = Calendar.from_ical(client.get("/events/calendar.ics").content).events
    page = client.get(event.get_absolute_url()).text
    assert (entry["sequence"], str(entry["status"])) == (2, "CONFIRMED")
    assert ("The speaker is ill" in page, event.date_is_struck) == (False, False)
    assert register(event=event, email="ana@example.org", name="Ana").has_seat


def test_free_seats_go_to_waiting_list_when_event_is_reinstated():
    event = canceled_event(capacity=1)
    ben = RegistrationFactory(event=event, waiting=True)

    reinstate_event(event=event, by=None)

    ben.refresh_from_db()
    assert ben.has_seat


def test_reminder_dropped_because_of_cancellation_is_sent_after_reinstating(mail_server):
    event = EventFactory(title="The webinar", starts_at=timezone.now() + timedelta(hours=20))
    RegistrationFactory(event=event, seated_at=timezone.now() - timedelta(days=7))
    enqueue_reminders()
    cancel_event(event=event, by=None)
    send_queued_emails()
    mail_server.reset()

    reinstate_event(event=event, by=None)

    assert enqueue_reminders() == 1
    send_queued_emails()
    subjects = [subject for _, subject in mail_server.subjects]
    begins = sorted(subject.partition(":")[0] for subject in subjects)
    # Twenty hours from now is tomorrow, except after midnight.
    assert begins in (["Back on", "Today"], ["Back on", "Tomorrow"])
    assert len(subjects) == 2


def test_event_canceled_again_is_announced_again(mail_server):
    event = canceled_event()
    RegistrationFactory(event=event)
    cancel_event(event=event, by=None)
    reinstate_event(event=event, by=None)
    cancel_event(event=event, by=None)
    send_queued_emails()
    mail_server.reset()
    reinstate_event(event=event, by=None)
    cancel_event(event=event, by=None)

    send_queued_emails()

    assert [subject for _, subject in mail_server.subjects] == ["Canceled: The webinar"]
    calendar = calendar_of(mail_server.taken[0])[1]
    assert calendar.events[0]["sequence"] == 5
    assert Delivery.objects.filter(kind="event-reinstated", state="sent").count() == 0


@pytest.mark.parametrize(
    ("facts", "error"),
    [({}, EventNotCanceled), ({"past": True, "canceled": True}, EventOver)],
)
def test_event_that_is_over_or_not_canceled_is_not_reinstated(facts, error):
    event = EventFactory(**facts)

    with pytest.raises(error):
        reinstate_event(event=event, by=None)
