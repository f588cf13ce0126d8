from datetime import timedelta

import pytest
from django.utils import timezone

from content.editing.saving import save_entry
from events.models import Delivery, Event
from events.services.changes import cancel_event, save_event
from events.services.reminders import enqueue_reminders
from tests.factories import EventFactory, RegistrationFactory
from tests.support.mail_servers import text_of, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

LONG_AGO = timedelta(days=30)


def event_in(**ahead) -> Event:
    return EventFactory(title="The webinar", starts_at=timezone.now() + timedelta(**ahead))


def day_of(event: Event) -> str:
    """Return the name of an event's day, in its own time zone."""
    today = timezone.localdate(timezone=event.zone)
    return {0: "Today", 1: "Tomorrow"}[(event.local_start.date() - today).days]


def someone(event: Event, **facts):
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
def test_reminder_is_sent_when_it_is_time_and_once(mail_server, ahead, subjects):
    event = event_in(**ahead)
    ana = someone(event)

    for _ in range(3):
        enqueue_reminders()
        work()

    expected = [subject.format(day=day_of(event)) for subject in subjects]
    assert mail_server.subjects == [(ana.email, subject) for subject in expected]


def test_event_that_lasts_all_day_is_not_announced_at_eleven_in_the_evening(mail_server):
    someone(EventFactory(starts_at=timezone.now() + timedelta(minutes=55), is_all_day=True))

    assert enqueue_reminders() == 0


def test_event_that_was_moved_close_says_how_close_it_is(mail_server):
    event = event_in(hours=30)
    ana = someone(event)
    event.starts_at = timezone.now() + timedelta(minutes=10)
    event.ends_at = event.starts_at + timedelta(hours=1)
    save_event(event=event, by=None)

    enqueue_reminders()
    work()

    assert [subject for _, subject in mail_server.subjects][-1] == "Soon: The webinar"
    assert {to for to, _ in mail_server.subjects} == {ana.email}


def test_reminder_says_when_and_how_to_join(mail_server):
    event = event_in(hours=20)
    ana = someone(event)

    enqueue_reminders()
    work()

    text = text_of(mail_server.taken[0])
    assert event.date_line in text
    assert f"/registrations/{ana.token}/join/" in text
    assert event.join_url not in text


def test_event_says_which_reminders_it_sends(mail_server):
    for ahead in ({"hours": 20}, {"minutes": 50}):
        event = event_in(**ahead)
        event.reminds_day_before = event.reminds_hour_before = False
        save_entry(entry=event, by=None)
        someone(event)

    assert enqueue_reminders() == 0


def test_no_one_is_reminded_who_has_no_seat_or_has_just_registered(mail_server):
    event = event_in(hours=20)
    someone(event, left=True)
    RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event)

    assert enqueue_reminders() == 0


@pytest.mark.parametrize("facts", [{"draft": True}, {"canceled": True}])
def test_no_one_is_reminded_of_what_does_not_take_place(facts):
    event = EventFactory(starts_at=timezone.now() + timedelta(hours=20), **facts)
    someone(event)

    assert enqueue_reminders() == 0


def test_reminder_that_comes_too_late_is_dropped(mail_server):
    someone(event_in(minutes=30))
    enqueue_reminders()
    Delivery.objects.update(not_after=timezone.now() - timedelta(seconds=1))

    work()

    assert (Delivery.objects.get().state, mail_server.taken) == ("dropped", [])


def test_event_that_is_moved_has_its_reminder_again_and_the_old_one_is_dropped(mail_server):
    event = event_in(hours=20)
    ana = someone(event)
    enqueue_reminders()
    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)
    save_event(event=event, by=None)
    enqueue_reminders()

    work()

    subjects = sorted(subject for _, subject in mail_server.subjects)
    assert subjects == [
        f"Changed: The webinar, {event.date_line}",
        f"{day_of(event)}: The webinar",
    ]
    assert {to for to, _ in mail_server.subjects} == {ana.email}


def test_event_that_is_canceled_reminds_no_one_any_more(mail_server):
    event = event_in(hours=20)
    someone(event)
    enqueue_reminders()
    cancel_event(event=event, by=None, note="")

    work()

    assert [subject for _, subject in mail_server.subjects] == ["Canceled: The webinar"]
