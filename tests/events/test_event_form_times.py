"""All times in an event's form are in its own time zone, exact to the stored second."""

from datetime import UTC, datetime

import pytest

from events.models import Event
from tests.factories import RegistrationFactory
from tests.support.editors import reloaded
from tests.support.event_forms import chicago_event, field_values
from tests.support.mail_servers import send_queued_emails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]
TIMES = ["starts_at", "ends_at"]


def test_form_uses_event_time_zone(ruth):
    event = chicago_event(registration_closes_at=datetime(2031, 5, 6, 4, tzinfo=UTC))
    ruth.open(event)
    before = field_values(ruth, *TIMES, "registration_closes_at")

    assert ruth.save(
        starts_at="2031-05-06T10:00",
        ends_at="2031-05-06T11:30",
        registration_opens_at="2031-02-01T09:00",
        registration_closes_at="2031-05-05T18:00",
    )

    assert before == ["2031-05-06T15:00", "2031-05-06T16:00", "2031-05-05T23:00"]
    saved = reloaded(event)
    assert [saved.starts_at, saved.ends_at] == [
        datetime(2031, 5, 6, 15, tzinfo=UTC),
        datetime(2031, 5, 6, 16, 30, tzinfo=UTC),
    ]
    # In February, Chicago is one hour further from UTC.
    assert [saved.registration_opens_at, saved.registration_closes_at] == [
        datetime(2031, 2, 1, 15, tzinfo=UTC),
        datetime(2031, 5, 5, 23, tzinfo=UTC),
    ]


def test_unchanged_save_moves_nothing_and_notifies_no_one(ruth):
    event = chicago_event(starts_at=datetime(2031, 5, 6, 20, 0, 17, tzinfo=UTC), ends_at=None)
    RegistrationFactory(event=event)
    ruth.open(event)

    assert ruth.save()

    saved = reloaded(event)
    assert (saved.starts_at, saved.calendar_sequence, send_queued_emails()) == (
        event.starts_at,
        0,
        0,
    )


# 1:30 am in Chicago, before and after clocks go back.
@pytest.mark.parametrize("hour", [6, 7])
def test_stored_ambiguous_hour_is_kept_if_unchanged(ruth, hour):
    moment = datetime(2031, 11, 2, hour, 30, tzinfo=UTC)
    event = chicago_event(starts_at=moment)
    ruth.open(event)
    before = field_values(ruth, "starts_at")

    assert ruth.save(ends_at="2031-11-02T03:30")

    assert before == ["2031-11-02T01:30"]
    assert reloaded(event).starts_at == moment


def test_changing_zone_keeps_entered_times(ruth):
    event = chicago_event()
    ruth.open(event)

    assert ruth.save(time_zone="America/New_York")

    assert reloaded(event).date_line == "3:00–4:00 pm ET, Tuesday, May 6, 2031"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "2031-03-09T02:30",
            "This time does not exist: clocks skip it when daylight saving time starts. Choose "
            "an hour earlier or later.",
        ),
        (
            "2031-11-02T01:30",
            "This time occurs twice, because clocks go back when daylight saving time ends. Choose "
            "an hour earlier or later.",
        ),
        ("0031-05-06T15:00", "Choose a date between 1900 and 2199."),
        ("tomorrow", "Enter a date and time such as 2018-11-07 15:00."),
    ],
)
def test_impossible_time_is_rejected_and_kept(ruth, typed, sentence):
    ruth.open(chicago_event())

    saved = ruth.save(starts_at=typed, ends_at="")

    assert (saved, field_values(ruth, "starts_at")) == (False, [typed])
    assert ruth.errors("starts_at") == [sentence]


def test_same_hour_is_valid_in_zone_without_clock_change(ruth):
    event = chicago_event()
    ruth.open(event)

    assert ruth.save(time_zone="America/Phoenix", starts_at="2031-03-09T02:30", ends_at="")

    assert reloaded(event).starts_at == datetime(2031, 3, 9, 9, 30, tzinfo=UTC)


def test_unknown_zone_is_rejected(ruth):
    ruth.open(chicago_event())

    assert not ruth.save(time_zone="America/Springfield", venue="Town hall")

    assert ruth.errors("time_zone") == [
        "“America/Springfield” is not a time zone. Choose one such as America/New_York."
    ]
    assert field_values(ruth, "starts_at", "venue") == ["2031-05-06T15:00", "Town hall"]


def test_us_zones_are_listed_first(ruth):
    ruth.open(chicago_event())

    (select,) = ruth.page.xpath("//select[@name='time_zone']")

    first, others = select.findall("optgroup")
    assert [option.text for option in first] == [
        "Eastern (New York)",
        "Central (Chicago)",
        "Mountain (Denver)",
        "Arizona (Phoenix)",
        "Pacific (Los Angeles)",
        "Alaska (Anchorage)",
        "Hawaii (Honolulu)",
    ]
    assert "Europe/Dublin" in [option.get("value") for option in others]


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"ends_at": "2031-05-06T14:00"}, "ends_at", "The event must end after it starts."),
        (
            {
                "registration_opens_at": "2031-05-02T09:00",
                "registration_closes_at": "2031-05-01T09:00",
            },
            "registration_closes_at",
            "Registration must close after it opens.",
        ),
    ],
)
def test_times_in_wrong_order_show_field_error(ruth, fields, name, sentence):
    ruth.open(chicago_event())

    assert not ruth.save(**fields)

    assert (ruth.errors(name), ruth.alerts) == (
        [sentence],
        ["This wasn’t saved. Fix the errors marked below."],
    )


def test_history_shows_times_in_event_time_zone(ruth):
    event = chicago_event()
    first = event.revisions.newest_first().first()
    ruth.open(event)
    ruth.save(starts_at="2031-05-06T15:30")
    last = event.revisions.newest_first().first()

    url = ruth.url.replace("change/", "history/compare/")
    page = ruth.client.get(url, {"a": first.pk, "b": last.pk})

    changes = page.context["changes"]
    assert [(change.label, describe_pieces(change.pieces)) for change in changes] == [
        ("Starts", ["same: May 6, 2031, 3:", "removed: 00", "added: 30", "same:  pm"]),
    ]


def describe_pieces(pieces) -> list[str]:
    return [f"{piece.kind}: {piece.text}" for piece in pieces]


def test_new_event_uses_default_zone_of_form(ruth):
    ruth.url = "/admin/events/event/add/"
    ruth.read(ruth.client.get(ruth.url))

    assert ruth.save(title="Office hours", summary="Ask us.", starts_at="2031-05-06T15:00")

    assert Event.objects.get().date_line == "3:00 pm ET, Tuesday, May 6, 2031"
