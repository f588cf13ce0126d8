from datetime import timedelta

import pytest
from django.utils import timezone

from content.editing.saving import save_entry
from events.models import Delivery, Event
from events.services.changes import cancel_event, save_event
from events.services.reminders import enqueue_reminders
from tests.factories import EventFactory, RegistrationFactory
from tests.support.mail_servers import send_queued_emails, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

LONG_AGO = timedelta(days=30)


def event_in(**ahead) -> Event:
    return EventFactory(title="The webinar", starts_at=timezone.now() + timedelta(**ahead))


def day_of(event: Event) -> str:
    """Return “Today” or “Tomorrow” for an event, in its own time zone."""
    today = timezone.localdate(timezone=event.zone)
    return {0: "Today", 1: "Tomorrow"}[(event.local_start.date() - today).days]


def register_someone(event: Event, **facts):
    return RegistrationFactory(event=event, seated_at=timezone.now() - LONG_AGO, **facts)


@pytest.mark.parametrize(
    ("ahead", "subjects"),
    [
        ({"hours": 25}, []),
        ({"hours": 24}, ["{day}: The webinar"]),
        ({"hours": 4}, ["{day}: The webinar"]),
        ({"hours": 2}, []),
        ({"minutes": 60}, ["In an hour: The webinar"]),
        ({"minutes": 5}, ["Soon: The webinar"]),
        ({"minutes": -5}, []),
    ],
)
def test_reminder_is_sent_once_when_due(mail_server, ahead, subjects):
    event = event_in(**ahead)
    ana = register_someone(event)

    for _ in range(3):
        enqueue_reminders()
        send_queued_emails()

    expected = [subject.format(day=day_of(event)) for subject in subjects]
    assert mail_server.subjects == [(ana.email, subject) for subject in expected]


def test_all_day_event_has_no_hour_before_reminder(mail_server):
    register_someone(
        EventFactory(starts_at=timezone.now() + timedelta(minutes=55), is_all_day=True)
    )

    assert enqueue_reminders() == 0


def test_reminder_of_event_moved_to_soon_states_time_left(mail_server):
    event = event_in(hours=30)
    ana = register_someone(event)
    event.starts_at = timezone.now() + timedelta(minutes=10)
    event.ends_at = event.starts_at + timedelta(hours=1)
    save_event(event=event, by=None)

    enqueue_reminders()
    send_queued_emails()

    assert [subject for _, subject in mail_server.subjects][-1] == "Soon: The webinar"
    assert {to for to, _ in mail_server.subjects} == {ana.email}


def test_reminder_says_when_and_how_to_join(mail_server):
    event = event_in(hours=20)
    ana = register_someone(event)

    enqueue_reminders()
    send_queued_emails()

    text = text_of(mail_server.taken[0])
    assert event.date_line in text
    assert f"/registrations/{ana.token}/join/" in text
    assert event.join_url not in text


def test_reminders_can_be_turned_off_per_event(mail_server):
    for ahead in ({"hours": 20}, {"minutes": 50}):
        event = event_in(**ahead)
        event.reminds_day_before = event.reminds_hour_before = False
        save_entry(entry=event, by=None)
        register_someone(event)

    assert enqueue_reminders() == 0


def test_unseated_or_recent_registrant_gets_no_reminder(mail_server):
    event = event_in(hours=20)
    register_someone(event, left=True)
    RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event)

    assert enqueue_reminders() == 0


@pytest.mark.parametrize("facts", [{"draft": True}, {"canceled": True}])
def test_canceled_or_unpublished_event_sends_no_reminders(facts):
    event = EventFactory(starts_at=timezone.now() + timedelta(hours=20), **facts)
    register_someone(event)

    assert enqueue_reminders() == 0


def test_late_reminder_is_dropped(mail_server):
    register_someone(event_in(minutes=30))
    enqueue_reminders()
    Delivery.objects.update(not_after=timezone.now() - timedelta(seconds=1))

    send_queued_emails()

    assert (Delivery.objects.get().state, mail_server.taken) == ("dropped", [])


def test_moved_event_replaces_pending_reminder(mail_server):
    event = event_in(hours=20)
    ana = register_someone(event)
    enqueue_reminders()
    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)
    save_event(event=event, by=None)
    enqueue_reminders()

    send_queued_emails()

    subjects = sorted(subject for _, subject in mail_server.subjects)
    assert subjects == [
        f"Changed: The webinar, {event.date_line}",
        f"{day_of(event)}: The webinar",
    ]
    assert {to for to, _ in mail_server.subjects} == {ana.email}


def test_canceling_event_drops_pending_reminders(mail_server):
    event = event_in(hours=20)
    register_someone(event)
    enqueue_reminders()
    cancel_event(event=event, by=None, note="")

    send_queued_emails()

    assert [subject for _, subject in mail_server.subjects] == ["Canceled: The webinar"]
