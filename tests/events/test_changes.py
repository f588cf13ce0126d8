"""Moving or canceling an event: people are notified and calendars updated once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.models import Delivery, Event
from events.services.changes import cancel_event, save_event
from events.services.registrations import cancel_registration, register
from tests.factories import EventFactory, RegistrationFactory, UserFactory
from tests.support.mail_servers import calendar_of, send_queued_emails, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def reload(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def move(event: Event, hours: int = 24) -> int:
    event = reload(event)
    event.starts_at += timedelta(hours=hours)
    event.ends_at += timedelta(hours=hours)
    return save_event(event=event, by=None)


def calendars(mails) -> list[tuple[str, str, int, str]]:
    """Return (recipient, method, sequence, status) of each calendar file."""
    rows = []
    for mail in mails:
        found = calendar_of(mail)
        if found:
            method, calendar = found
            entry = calendar.events[0]
            assert str(calendar["method"]) == method
            rows.append((mail["To"], method, entry["sequence"], str(entry["status"])))
    return rows


def test_confirmation_calendar_file_is_accepted_by_email_programs(mail_server):
    event = EventFactory(title="The webinar")

    ana = register(event=event, email="ana@example.org", name='Ana "A" Díaz; Jr.')
    send_queued_emails()

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


def test_seated_registrants_are_told_once_about_move(mail_server):
    event = EventFactory(title="The webinar", capacity=1)
    ana = RegistrationFactory(event=event)
    ben = RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)

    notified = move(event)
    send_queued_emails()

    moved = reload(event)
    assert (notified, moved.calendar_sequence, moved.calendar_uid) == (2, 1, event.calendar_uid)
    assert moved.previous_starts_at == event.starts_at
    assert moved.calendar_changed_at > event.calendar_changed_at
    subject = f"Changed: The webinar, {moved.date_line}"
    assert mail_server.subjects == [(ana.email, subject), (ben.email, subject)]
    assert calendars(mail_server.taken) == [(ana.email, "REQUEST", 1, "CONFIRMED")]
    assert "You’re still on the waiting list." in text_of(mail_server.taken[1])


def test_only_last_of_two_quick_changes_is_emailed(mail_server):
    event = EventFactory()
    ana = RegistrationFactory(event=event)

    move(event)
    move(event)
    send_queued_emails()

    assert calendars(mail_server.taken) == [(ana.email, "REQUEST", 2, "CONFIRMED")]
    assert [delivery.state for delivery in Delivery.objects.order_by("pk")] == ["dropped", "sent"]


@pytest.mark.parametrize(
    ("change", "is_notified"),
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
def test_only_time_and_place_changes_are_emailed(change, is_notified):
    event = EventFactory()
    RegistrationFactory(event=event)
    for field, value in change.items():
        setattr(event, field, value)

    notified = save_event(event=event, by=None)

    changed = reload(event)
    assert (notified, changed.calendar_sequence) == ((1, 1) if is_notified else (0, 0))
    assert getattr(changed, next(iter(change))) == next(iter(change.values()))


@pytest.mark.parametrize("facts", [{"draft": True}, {"past": True}, {"canceled": True}])
def test_irrelevant_changes_are_not_emailed(facts):
    event = EventFactory(**facts)
    RegistrationFactory(event=event)
    event.room = "602"

    assert save_event(event=event, by=None) == (1 if "draft" in facts else 0)


def test_canceled_event_is_removed_from_calendars_once(mail_server):
    event = EventFactory(title="The webinar", capacity=1)
    ana = RegistrationFactory(event=event)
    ben = RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)

    notified = [
        cancel_event(event=event, by=UserFactory(), note="The host is ill.") for _ in range(2)
    ]
    send_queued_emails()

    canceled = reload(event)
    assert notified == [2, 0]
    assert (canceled.calendar_sequence, canceled.cancellation_note) == (1, "The host is ill.")
    assert mail_server.subjects == [
        (ana.email, "Canceled: The webinar"),
        (ben.email, "Canceled: The webinar"),
    ]
    assert calendars(mail_server.taken) == [
        (ana.email, "CANCEL", 1, "CANCELLED")  # words-ok: RFC 5545
    ]
    assert "The host is ill." in text_of(mail_server.taken[0])


def test_stale_form_does_not_undo_cancellation():
    event = EventFactory()
    opened = reload(event)
    cancel_event(event=event, by=None, note="The host is ill.")

    opened.title = "Another title"
    save_event(event=opened, by=None)

    now = reload(event)
    assert (now.is_canceled, now.cancellation_note, now.calendar_sequence) == (
        True,
        "The host is ill.",
        1,
    )


def test_canceled_registration_is_removed_from_calendar_and_can_be_restored(mail_server):
    event = EventFactory()
    ana = register(event=event, email="ana@example.org", name="Ana")
    cancel_registration(registration=ana)
    register(event=event, email="ana@example.org", name="Ana")
    send_queued_emails()

    assert [row[1] for row in calendars(mail_server.taken)] == ["REQUEST", "REQUEST"]
    first, second = (calendar_of(mail)[1].events[0] for mail in mail_server.taken)
    assert first["uid"] == second["uid"]


def test_cancellation_email_has_same_organizer_and_uid(mail_server):
    event = EventFactory()
    ana = register(event=event, email="ana@example.org", name="Ana")
    send_queued_emails()
    cancel_registration(registration=ana)
    send_queued_emails()

    (_, asked), (method, taken_out) = (calendar_of(mail) for mail in mail_server.taken)
    assert method == "CANCEL"
    for name in ("uid", "organizer", "attendee", "sequence"):
        assert asked.events[0][name] == taken_out.events[0][name]
    assert taken_out.events[0]["dtstamp"].dt >= asked.events[0]["dtstamp"].dt
    assert mail_server.taken[1].get_content_type() == "multipart/mixed"


def test_room_change_after_move_is_not_reported_as_move(mail_server):
    event = EventFactory()
    RegistrationFactory(event=event)
    move(event)
    changed = reload(event)
    changed.room = "602"
    save_event(event=changed, by=None)

    send_queued_emails()

    (mail,) = mail_server.taken
    assert "The time or place of" in text_of(mail)
    assert "moved" not in text_of(mail)


def test_event_moved_back_is_not_marked_rescheduled():
    event = EventFactory()
    move(event, hours=24)

    move(event, hours=-24)

    assert (reload(event).is_rescheduled, reload(event).calendar_sequence) == (False, 2)


def test_delayed_email_is_not_sent_after_event(mail_server):
    event = EventFactory()
    register(event=event, email="ana@example.org", name="Ana")
    move(event)
    Event.objects.filter(pk=event.pk).update(over_at=event.created_at)

    send_queued_emails()

    assert mail_server.taken == []
    assert {delivery.state for delivery in Delivery.objects.all()} == {"dropped"}


def test_leaving_waiting_list_sends_no_calendar_cancellation(mail_server):
    ana = RegistrationFactory(event=EventFactory(capacity=0), waiting=True)

    cancel_registration(registration=ana)
    send_queued_emails()

    (mail,) = mail_server.taken
    assert (calendar_of(mail), "calendar" in text_of(mail)) == (None, False)


@pytest.mark.parametrize(("month", "day"), [(3, 14), (11, 7)])
def test_all_day_event_on_clock_change_ends_at_midnight(month, day):
    zone = ZoneInfo("America/New_York")
    event = EventFactory(
        starts_at=datetime(2027, month, day, tzinfo=zone), ends_at=None, is_all_day=True
    )

    assert reload(event).over_at == datetime(2027, month, day + 1, tzinfo=zone)
