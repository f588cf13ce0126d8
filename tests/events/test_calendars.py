"""Calendar files, as calendar programs read them (RFC 5545, RFC 5546, RFC 7986)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from content.models import Entry
from events.calendar_texts import CANCEL, REQUEST
from events.calendars import invitation, public_calendar
from events.models import Event
from events.services.changes import cancel_event, save_event
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

NOVEMBER = {
    "starts_at": datetime(2018, 11, 7, 20, tzinfo=UTC),
    "ends_at": datetime(2018, 11, 7, 21, tzinfo=UTC),
}


def parse(content: bytes) -> Calendar:
    return Calendar.from_ical(content)


def events_of(content: bytes) -> list:
    return list(parse(content).events)


def unfold(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_calendar_event_has_all_public_details(settings):
    settings.DEFAULT_FROM_EMAIL = "The events <events@example.org>"
    event = EventFactory(
        **NOVEMBER,
        slug="the-event",
        title="Grades, levels; and more",
        venue="Town library",
        room="2",
        address="Main Street",
        calendar_sequence=3,
        calendar_changed_at=datetime(2018, 10, 1, 12, tzinfo=UTC),
        created_at=datetime(2018, 9, 1, 12, tzinfo=UTC),
    )

    calendar = parse(public_calendar([event]))

    assert {name: calendar[name] for name in calendar} == {
        "VERSION": "2.0",
        "PRODID": "-//CompetencyWorks//Events//EN",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
    }
    (component,) = calendar.events
    changed = component["LAST-MODIFIED"].dt
    assert {name: component[name].to_ical().decode() for name in component} == {
        "UID": event.calendar_uid,
        "SEQUENCE": "3",
        "DTSTAMP": "20181001T120000Z",
        "LAST-MODIFIED": "20181001T120000Z",
        "CREATED": "20180901T120000Z",
        "SUMMARY": r"Grades\, levels\; and more",
        "DESCRIPTION": rf"What it is about.\n\n{settings.SITE_URL}/events/the-event/",
        "STATUS": "CONFIRMED",
        "ORGANIZER": "mailto:events@example.org",
        "DTSTART": "20181107T150000",
        "DTEND": "20181107T160000",
        "LOCATION": r"Town library\, 2\, Main Street\, Online",
        "URL": f"{settings.SITE_URL}/events/the-event/",
    }
    assert component["DTSTART"].params == {"TZID": "America/New_York"}
    assert component["ORGANIZER"].params == {"CN": "The events"}
    assert component["DTSTART"].dt.astimezone(UTC) == event.starts_at
    assert changed == event.calendar_changed_at


def test_lines_are_folded_at_75_octets_without_splitting_characters():
    words = "Überprüfung für Schülerinnen – 学習の評価 🎓 " * 5
    event = EventFactory(title=words.strip(), summary=words.strip())

    content = public_calendar([event])

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    # Each line is valid UTF-8 on its own: no character spans two lines.
    assert [line.decode() for line in lines][-1] == ""
    assert [str(each["summary"]) for each in events_of(content)] == [words.strip()]


def test_all_day_event_has_dates_and_exclusive_end():
    start, end = datetime(2019, 3, 9, 5, tzinfo=UTC), datetime(2019, 3, 12, 4, tzinfo=UTC)
    days = EventFactory(starts_at=start, ends_at=end, is_all_day=True)
    day = EventFactory(starts_at=start, ends_at=None, is_all_day=True)

    components = events_of(public_calendar([days, day]))

    lines = unfold(public_calendar([days]))
    assert [line for line in lines if line.startswith(("DTSTART", "DTEND"))] == [
        "DTSTART;VALUE=DATE:20190309",
        "DTEND;VALUE=DATE:20190312",
    ]
    assert [(each["dtstart"].dt, each["dtend"].dt) for each in components] == [
        (date(2019, 3, 9), date(2019, 3, 12)),
        (date(2019, 3, 9), date(2019, 3, 10)),
    ]
    assert "BEGIN:VTIMEZONE" not in lines


def test_event_without_end_has_no_dtend():
    (component,) = events_of(public_calendar([EventFactory(ends_at=None)]))

    assert "DTEND" not in component
    assert "DURATION" not in component


def test_each_zone_is_defined_once_before_events_except_utc():
    zones = ["America/New_York", "Europe/London", "America/New_York", "UTC"]
    events = [EventFactory(**NOVEMBER, time_zone=zone) for zone in zones]

    calendar = parse(public_calendar(events))

    names = [component.name for component in calendar.subcomponents]
    assert names == ["VTIMEZONE"] * 2 + ["VEVENT"] * 4
    assert [zone["tzid"] for zone in calendar.timezones] == ["America/New_York", "Europe/London"]
    assert [each["dtstart"].to_ical().decode() for each in calendar.events] == [
        "20181107T150000",
        "20181107T200000",
        "20181107T150000",
        "20181107T200000Z",
    ]


def test_repeated_hour_is_unambiguous():
    event = EventFactory(
        starts_at=datetime(2019, 11, 3, 5, 30, tzinfo=UTC),  # 1:30 am, for the first time
        ends_at=datetime(2019, 11, 3, 6, 30, tzinfo=UTC),  # 1:30 am again, an hour later
    )

    (component,) = events_of(public_calendar([event]))

    assert component["dtstart"].to_ical() == b"20191103T013000"
    assert component["dtend"].to_ical() == b"20191103T063000Z"


def test_uid_is_stable_and_sequence_increases_with_changes():
    event = EventFactory(slug="before")
    uid = event.calendar_uid

    sequences = []
    for change in (
        {"title": "Another title"},
        {"starts_at": event.starts_at + timedelta(days=1), "ends_at": None},
        {"venue": "Somewhere else"},
        {"slug": "after"},
    ):
        event = Event.objects.get(pk=event.pk)
        for name, value in change.items():
            setattr(event, name, value)
        save_event(event=event, by=None)
        (component,) = events_of(public_calendar([Event.objects.get(pk=event.pk)]))
        sequences.append((str(component["uid"]), component["sequence"]))
    cancel_event(event=event, by=None, note="Snow")
    (component,) = events_of(public_calendar([Event.objects.get(pk=event.pk)]))
    sequences.append((str(component["uid"]), component["sequence"]))

    assert sequences == [(uid, 0), (uid, 1), (uid, 2), (uid, 2), (uid, 3)]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uid)


def test_canceled_event_has_status_and_note():
    event = EventFactory(canceled=True, cancellation_note="Snow.", slug="off")

    (component,) = events_of(public_calendar([event]))

    assert component["status"] == "CANCELLED"  # words-ok: RFC 5545
    assert str(component["description"]).startswith("This event is canceled. Snow.\n\n")


def test_invitation_and_cancellation_have_same_organizer(settings):
    settings.DEFAULT_FROM_EMAIL = "The events <events@example.org>"
    event = EventFactory(calendar_sequence=2)
    person = {"name": "Ana; Ben", "email": "ana@example.org", "url": "https://example.org/mine"}

    invited = parse(invitation(event, method=REQUEST, **person))
    called_off = parse(invitation(event, method=CANCEL, **person))

    assert [invited["method"], called_off["method"]] == ["REQUEST", "CANCEL"]
    both = [calendar.events[0] for calendar in (invited, called_off)]
    assert [
        (str(each["uid"]), each["sequence"], str(each["organizer"]), str(each["attendee"]))
        for each in both
    ] == [(event.calendar_uid, 2, "mailto:events@example.org", "mailto:ana@example.org")] * 2
    assert [str(each["status"]) for each in both] == [
        "CONFIRMED",
        "CANCELLED",  # words-ok: RFC 5545
    ]
    assert both[0]["attendee"].params["CN"] == "Ana; Ben"


def test_event_file_is_a_named_calendar(client):
    event = EventFactory(slug="the-event")

    response = client.get("/events/the-event.ics")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="the-event.ics"'
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert response.content == public_calendar([event])


def test_calendar_feed_has_name_and_refresh_interval(client, settings):
    response = client.get(reverse("events:calendar"))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="calendar.ics"'
    assert unfold(response.content) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CompetencyWorks//Events//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:CompetencyWorks: events",
        "X-WR-CALNAME:CompetencyWorks: events",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        f"SOURCE;VALUE=URI:{settings.SITE_URL}/events/calendar.ics",
        "X-PUBLISHED-TTL:PT6H",
        "END:VCALENDAR",
        "",
    ]


def test_calendar_has_upcoming_recent_and_canceled_events(client):
    now = timezone.now()
    for name, days in {"next": 7, "last month": -30, "last year": -364, "long ago": -367}.items():
        EventFactory(title=name, starts_at=now + timedelta(days=days))
    EventFactory(title="off", canceled=True, starts_at=now + timedelta(days=8))
    EventFactory(title="draft", draft=True)
    EventFactory(title="scheduled", scheduled=True)

    components = events_of(client.get("/events/calendar.ics").content)

    assert [(str(each["summary"]), str(each["status"])) for each in components] == [
        ("last year", "CONFIRMED"),
        ("last month", "CONFIRMED"),
        ("next", "CONFIRMED"),
        ("off", "CANCELLED"),  # words-ok: RFC 5545
    ]


def test_calendar_has_all_upcoming_events_and_latest_past_ones(client, monkeypatch):
    monkeypatch.setattr("events.views.calendars.MOST_PAST", 2)
    now = timezone.now()
    for name, days in {"older": -9, "old": -8, "recent": -7, "a": 1, "b": 2, "c": 3}.items():
        EventFactory(title=name, starts_at=now + timedelta(days=days))

    components = events_of(client.get("/events/calendar.ics").content)

    assert [str(each["summary"]) for each in components] == ["old", "recent", "a", "b", "c"]


@pytest.mark.parametrize("path", ["/events/calendar.ics", "/events/the-event.ics"])
def test_unchanged_calendar_is_not_modified(client, path):
    event = EventFactory(slug="the-event")
    first = client.get(path)
    by_tag = {"If-None-Match": first["ETag"]}

    unchanged = client.get(path, headers=by_tag)
    Entry.objects.filter(pk=event.pk).update(title="Another title")
    changed = client.get(path, headers=by_tag)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert client.get(path).content == client.get(path).content


def test_calendar_is_modified_when_scheduled_event_appears(client):
    event, now = EventFactory(), timezone.now()
    Entry.objects.filter(pk=event.pk).update(
        published_at=now + timedelta(hours=1), modified_at=now - timedelta(days=3)
    )
    before = client.get("/events/calendar.ics")

    Entry.objects.filter(pk=event.pk).update(published_at=now)

    headers = {"If-None-Match": before["ETag"]}
    assert client.get("/events/calendar.ics", headers=headers).status_code == 200


def test_calendars_reject_post(client):
    EventFactory(slug="the-event")

    statuses = [
        client.post(path).status_code for path in ("/events/calendar.ics", "/events/the-event.ics")
    ]

    assert statuses == [405, 405]
