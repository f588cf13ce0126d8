"""An event's state depends on its fields and the time."""

from datetime import UTC, datetime, timedelta

import pytest

from content.editing.saving import save_entry
from events.models import Event, Recording, Seats
from events.policy import EventState, may_register, state_of

START = datetime(2018, 11, 7, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPENS, CLOSES = START - 48 * HOUR, START - 2 * HOUR


def make_event(*, capacity: int | None = None, taken: int = 0, recorded: bool = False, **facts):
    """Return an unsaved one-hour event with seats."""
    event = Event(**{"starts_at": START, "ends_at": START + HOUR, "over_at": START + HOUR} | facts)
    event.seats = Seats(event=event, capacity=capacity, taken=taken)
    event.recording = Recording(event=event, available_at=START + 24 * HOUR if recorded else None)
    return event


def timeline(event: Event) -> list[tuple[str, bool]]:
    """Return the state, and whether registrations are taken, at each relevant moment."""
    moments = [
        OPENS - HOUR,
        OPENS,
        CLOSES - HOUR,
        CLOSES,
        START - timedelta(seconds=1),
        START,
        START + HOUR - timedelta(seconds=1),
        START + HOUR,
    ]
    return [(state_of(event, at=at), may_register(event, at=at)) for at in moments]


def test_event_state_changes_over_time():
    event = make_event(registration_opens_at=OPENS, registration_closes_at=CLOSES)

    assert timeline(event) == [
        (EventState.ANNOUNCED, False),
        (EventState.OPEN, True),
        (EventState.OPEN, True),
        (EventState.CLOSED, False),
        (EventState.CLOSED, False),
        (EventState.LIVE, False),
        (EventState.LIVE, False),
        (EventState.PAST, False),
    ]


def test_event_without_registration_window_is_open_until_it_ends():
    assert timeline(make_event()) == [(EventState.OPEN, True)] * 5 + [
        (EventState.LIVE, True),
        (EventState.LIVE, True),
        (EventState.PAST, False),
    ]


@pytest.mark.parametrize("has_waiting_list", [True, False])
def test_full_event_takes_registrations_only_with_waiting_list(has_waiting_list):
    event = make_event(capacity=5, taken=5, has_waiting_list=has_waiting_list)

    assert timeline(event) == [(EventState.FULL, has_waiting_list)] * 5 + [
        (EventState.LIVE, has_waiting_list),
        (EventState.LIVE, has_waiting_list),
        (EventState.PAST, False),
    ]


def test_full_event_with_closed_registration_is_closed():
    event = make_event(capacity=5, taken=5, registration_closes_at=CLOSES)

    assert state_of(event, at=CLOSES) == EventState.CLOSED


def test_event_with_one_seat_left_is_open():
    event = make_event(capacity=5, taken=4, has_waiting_list=False)

    assert timeline(event)[0] == (EventState.OPEN, True)


@pytest.mark.parametrize(
    "facts",
    [
        {"takes_registrations": False},
        {"host_name": "Another", "registration_url": "https://example.org/register"},
    ],
)
def test_event_without_registration_is_announced_until_it_begins(facts):
    assert timeline(make_event(**facts)) == [(EventState.ANNOUNCED, False)] * 5 + [
        (EventState.LIVE, False),
        (EventState.LIVE, False),
        (EventState.PAST, False),
    ]


def test_canceled_takes_precedence_over_other_states():
    event = make_event(canceled_at=OPENS, recorded=True)

    assert timeline(event) == [(EventState.CANCELED, False)] * 8


def test_event_is_recorded_once_recording_is_available():
    after = START + 48 * HOUR

    assert state_of(make_event(recorded=True), at=after) == EventState.RECORDED
    assert state_of(make_event(recorded=False), at=after) == EventState.PAST


def test_event_without_end_is_over_at_assumed_end():
    event = make_event(ends_at=None, over_at=START + 2 * HOUR)

    states = [state_of(event, at=START + hours * HOUR) for hours in (0, 1, 2)]

    assert states == [EventState.LIVE, EventState.LIVE, EventState.PAST]


@pytest.mark.django_db
def test_saving_sets_over_at():
    whole_day = {"is_all_day": True, "time_zone": "America/New_York"}
    events = [
        Event(slug="known", starts_at=START, ends_at=START + HOUR),
        Event(slug="unknown", starts_at=START),
        Event(slug="day", starts_at=datetime(2018, 11, 7, 5, tzinfo=UTC), **whole_day),
    ]

    for event in events:
        save_entry(entry=event, by=None)

    assert [event.over_at for event in events] == [
        START + HOUR,
        START + 2 * HOUR,
        datetime(2018, 11, 8, 5, tzinfo=UTC),
    ]
