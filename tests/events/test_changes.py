"""Moving or canceling an event: people and their calendars are told once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.models import Delivery, Event
from events.services.changes import cancel_event, save_event
from events.services.registrations import cancel_registration, register
from tests.factories import EventFactory, RegistrationFactory, UserFactory
from tests.support.mail_servers import calendar_of, text_of, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def stored(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def move(event: Event, hours: int = 24) -> int:
    event = stored(event)
    event.starts_at += timedelta(hours=hours)
    event.ends_at += timedelta(hours=hours)
    return save_event(event=event, by=None)


def calendars(mails) -> list[tuple[str, str, int, str]]:
    """(recipient, method, sequence, status) of each calendar file."""
    rows = []
    for mail in mails:
        found = calendar_of(mail)
        if found:
            method, calendar = found
            entry = calendar.events[0]
            assert str(calendar["method"]) == method
            rows.append((mail["To"], method, entry["sequence"], str(entry["status"])))
    return rows


def test_calendar_file_of_a_confirmation_is_one_that_email_programs_take(mail_server):
    event = EventFactory(title="The webinar")

    ana = register(event=event, email="ana@example.org", name='Ana "A" Díaz; Jr.')
    work()

    (mail,) = mail_server.taken
    method, calendar = calendar_of(mail)
    (entry,) = calendar.events
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "invite.ics"
    assert (method, str(calendar["method"]), str(calendar["version"])) == (
        "REQUEST",
        "REQUEST",
        "2.0",
    )
    assert str(entry["organizer"]) == "mailto:events@example.org"
    assert mail["From"].addresses[0].addr_spec == "events@example.org"
    assert str(entry["attendee"]) == "mailto:ana@example.org"
    assert (str(entry["uid"]), entry["sequence"]) == (event.calendar_uid, 0)
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (event.local_start, event.local_end)
    assert str(entry["dtstart"].dt.tzinfo) == "America/New_York"
    assert str(entry["url"]) == f"http://127.0.0.1:8000/registrations/{ana.token}/"
    assert len(calendar.timezones) == 1
    lines = attachment.get_content().encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line for line in lines)


def test_who_has_a_seat_hears_once_that_an_event_is_moved(mail_server):
    event = EventFactory(title="The webinar", capacity=1)
    ana = RegistrationFactory(event=event)
    ben = RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)

    told = move(event)
    work()

    moved = stored(event)
    assert (told, moved.calendar_sequence, moved.calendar_uid) == (2, 1, event.calendar_uid)
    assert moved.previous_starts_at == event.starts_at
    assert moved.calendar_changed_at > event.calendar_changed_at
    subject = f"Changed: The webinar, {moved.date_line}"
    assert mail_server.subjects == [(ana.email, subject), (ben.email, subject)]
    assert calendars(mail_server.taken) == [(ana.email, "REQUEST", 1, "CONFIRMED")]
    assert "You’re still on the waiting list." in text_of(mail_server.taken[1])


def test_of_two_changes_in_a_row_only_the_last_is_emailed(mail_server):
    event = EventFactory()
    ana = RegistrationFactory(event=event)

    move(event)
    move(event)
    work()

    assert calendars(mail_server.taken) == [(ana.email, "REQUEST", 2, "CONFIRMED")]
    assert [delivery.state for delivery in Delivery.objects.order_by("pk")] == ["dropped", "sent"]


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({"venue": "Town hall"}, True),
        ({"room": "602"}, True),
        ({"address": "1 Main Street"}, True),
        ({"time_zone": "America/Chicago"}, True),
        ({"ends_at": None}, True),
        ({"title": "Another title"}, False),
        ({"body": "Another text."}, False),
        ({"join_url": "https://meeting.example.org/another"}, False),
    ],
)
def test_people_hear_of_another_time_or_place_and_of_nothing_else(change, is_told):
    event = EventFactory()
    RegistrationFactory(event=event)
    for field, value in change.items():
        setattr(event, field, value)

    told = save_event(event=event, by=None)

    changed = stored(event)
    assert (told, changed.calendar_sequence) == ((1, 1) if is_told else (0, 0))
    assert getattr(changed, next(iter(change))) == next(iter(change.values()))


@pytest.mark.parametrize("facts", [{"draft": True}, {"past": True}, {"canceled": True}])
def test_no_one_is_told_where_no_one_needs_to_know(facts):
    event = EventFactory(**facts)
    RegistrationFactory(event=event)
    event.room = "602"

    assert save_event(event=event, by=None) == (1 if "draft" in facts else 0)


def test_canceled_event_is_taken_out_of_calendars_once(mail_server):
    event = EventFactory(title="The webinar", capacity=1)
    ana = RegistrationFactory(event=event)
    ben = RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)

    told = [cancel_event(event=event, by=UserFactory(), note="The host is ill.") for _ in range(2)]
    work()

    canceled = stored(event)
    assert told == [2, 0]
    assert (canceled.calendar_sequence, canceled.cancellation_note) == (1, "The host is ill.")
    assert mail_server.subjects == [
        (ana.email, "Canceled: The webinar"),
        (ben.email, "Canceled: The webinar"),
    ]
    assert calendars(mail_server.taken) == [
        (ana.email, "CANCEL", 1, "CANCELLED")  # words-ok: RFC 5545
    ]
    assert "The host is ill." in text_of(mail_server.taken[0])


def test_form_that_was_open_before_does_not_undo_a_cancellation():
    event = EventFactory()
    opened = stored(event)
    cancel_event(event=event, by=None, note="The host is ill.")

    opened.title = "Another title"
    save_event(event=opened, by=None)

    now = stored(event)
    assert (now.is_canceled, now.cancellation_note, now.calendar_sequence) == (
        True,
        "The host is ill.",
        1,
    )


def test_who_cancels_has_it_taken_out_of_their_calendar_and_can_put_it_back(mail_server):
    event = EventFactory()
    ana = register(event=event, email="ana@example.org", name="Ana")
    cancel_registration(registration=ana)
    register(event=event, email="ana@example.org", name="Ana")
    work()

    assert [row[1] for row in calendars(mail_server.taken)] == ["REQUEST", "REQUEST"]
    first, second = (calendar_of(mail)[1].events[0] for mail in mail_server.taken)
    assert first["uid"] == second["uid"]


def test_cancellation_email_comes_from_the_organizer_with_the_same_uid(mail_server):
    event = EventFactory()
    ana = register(event=event, email="ana@example.org", name="Ana")
    work()
    cancel_registration(registration=ana)
    work()

    (_, asked), (method, taken_out) = (calendar_of(mail) for mail in mail_server.taken)
    assert method == "CANCEL"
    for name in ("uid", "organizer", "attendee", "sequence"):
        assert asked.events[0][name] == taken_out.events[0][name]
    assert taken_out.events[0]["dtstamp"].dt >= asked.events[0]["dtstamp"].dt
    assert mail_server.taken[1].get_content_type() == "multipart/mixed"


def test_room_that_changes_after_a_move_is_not_told_as_another_move(mail_server):
    event = EventFactory()
    RegistrationFactory(event=event)
    move(event)
    changed = stored(event)
    changed.room = "602"
    save_event(event=changed, by=None)

    work()

    (mail,) = mail_server.taken
    assert "The time or place of" in text_of(mail)
    assert "moved" not in text_of(mail)


def test_event_that_is_moved_back_is_not_called_moved():
    event = EventFactory()
    move(event, hours=24)

    move(event, hours=-24)

    assert (stored(event).is_rescheduled, stored(event).calendar_sequence) == (False, 2)


def test_email_that_is_late_by_days_is_not_sent_after_the_event(mail_server):
    event = EventFactory()
    register(event=event, email="ana@example.org", name="Ana")
    move(event)
    Event.objects.filter(pk=event.pk).update(over_at=event.created_at)

    work()

    assert mail_server.taken == []
    assert {delivery.state for delivery in Delivery.objects.all()} == {"dropped"}


def test_who_only_waited_has_nothing_taken_out_of_their_calendar(mail_server):
    ana = RegistrationFactory(event=EventFactory(capacity=0), waiting=True)

    cancel_registration(registration=ana)
    work()

    (mail,) = mail_server.taken
    assert (calendar_of(mail), "calendar" in text_of(mail)) == (None, False)


@pytest.mark.parametrize(("month", "day"), [(3, 14), (11, 7)])
def test_day_on_which_clocks_change_is_over_at_its_midnight(month, day):
    zone = ZoneInfo("America/New_York")
    event = EventFactory(
        starts_at=datetime(2027, month, day, tzinfo=zone), ends_at=None, is_all_day=True
    )

    assert stored(event).over_at == datetime(2027, month, day + 1, tzinfo=zone)
