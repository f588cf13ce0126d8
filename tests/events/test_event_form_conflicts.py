"""Two editors change an event's times at once."""

from datetime import UTC, datetime

import pytest

from events.services.seats import close_registration
from tests.support.editors import reloaded
from tests.support.event_forms import chicago_event, field_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]
TIMES = ["starts_at", "ends_at"]
ZONED = ["time_zone", *TIMES]


def test_time_and_place_changes_are_merged(ruth, ben):
    event = chicago_event()
    ruth.open(event)
    ben.open(event)
    assert ruth.save(venue="Town hall")

    saved = ben.save(starts_at="2031-05-06T10:00", ends_at="2031-05-06T11:00")
    merged = field_values(ben, "venue", "starts_at")
    assert ben.save()

    assert (saved, merged) == (False, ["Town hall", "2031-05-06T10:00"])
    assert (reloaded(event).venue, reloaded(event).starts_at.hour) == ("Town hall", 15)


def test_merge_keeps_entered_times_in_new_zone(ruth, ben):
    event = chicago_event()
    ruth.open(event)
    ben.open(event)
    assert ruth.save(time_zone="America/New_York")

    ben.save(venue="Town hall")
    merged = field_values(ben, *ZONED)
    assert ben.save()

    assert merged == ["America/New_York", "2031-05-06T15:00", "2031-05-06T16:00"]
    assert reloaded(event).date_line == "3:00–4:00 pm ET, Tuesday, May 6, 2031"


def test_zone_and_time_changes_conflict(ruth, ben):
    event = chicago_event()
    ruth.open(event)
    ben.open(event)
    ruth.save(time_zone="America/New_York")

    ben.save(starts_at="2031-05-06T15:30")

    assert ben.errors("time_zone") == [
        "You and Ruth Okonjo-Lind changed the time zone and the times independently. Check each "
        "time: it is now in this time zone."
    ]
    assert field_values(ben, *ZONED) == ["America/New_York", "2031-05-06T15:30", "2031-05-06T16:00"]
    assert ben.save()
    assert reloaded(event).date_line == "3:30–4:00 pm ET, Tuesday, May 6, 2031"


def test_time_conflict_is_shown_in_event_time_zone(ruth, ben):
    event = chicago_event()
    ruth.open(event)
    ben.open(event)
    ruth.save(starts_at="2031-05-06T15:15")

    ben.save(starts_at="2031-05-06T15:30")

    assert ben.choices == {
        "starts_at": ["Yours: May 6, 2031, 3:30 pm", "Theirs: May 6, 2031, 3:15 pm"]
    }
    assert field_values(ben, "starts_at") == ["2031-05-06T15:30"]


def test_time_conflict_stays_in_event_time_zone_while_form_has_errors(ruth, ben):
    event = chicago_event()
    ruth.open(event)
    ben.open(event)
    ruth.save(starts_at="2031-05-06T15:15")
    ben.save(starts_at="2031-05-06T15:30")

    assert not ben.save(**{"choice-starts_at": "theirs", "ends_at": "2031-05-06T09:00"})

    assert ben.choices == {
        "starts_at": ["Yours: May 6, 2031, 3:30 pm", "Theirs: May 6, 2031, 3:15 pm"]
    }
    assert field_values(ben, "starts_at") == ["2031-05-06T15:15"]


def test_days_changed_by_one_editor_are_merged(ruth, ben):
    event = chicago_event(
        is_all_day=True,
        starts_at=datetime(2031, 5, 6, 5, tzinfo=UTC),
        ends_at=datetime(2031, 5, 9, 5, tzinfo=UTC),
    )
    ruth.open(event)
    ben.open(event)
    ruth.save(venue="Town hall")

    ben.save(ends_at="2031-05-10")
    merged = field_values(ben, "venue", *TIMES), ben.errors("ends_at")
    assert ben.save()

    assert merged == (["Town hall", "2031-05-06", "2031-05-10"], [])
    assert reloaded(event).ends_at == datetime(2031, 5, 11, 5, tzinfo=UTC)


def test_stale_all_day_form_does_not_discard_restored_times(ruth, ben):
    event = chicago_event(
        is_all_day=True, starts_at=datetime(2031, 5, 6, 5, tzinfo=UTC), ends_at=None
    )
    ruth.open(event)
    ben.open(event)
    ruth.save(is_all_day=[], starts_at="2031-05-06T15:00")

    ben.save(venue="Town hall")

    assert field_values(ben, "starts_at") == ["2031-05-06T15:00"]
    assert "is_all_day" not in ben.fields
    assert ben.save()
    assert reloaded(event).starts_at == datetime(2031, 5, 6, 20, tzinfo=UTC)


def test_registration_closed_while_form_is_open_stays_closed(ruth):
    event = chicago_event()
    ruth.open(event)
    closed = close_registration(event=reloaded(event), by=ruth.user).registration_closes_at

    ruth.save(venue="Town hall")
    assert ruth.save()

    assert (reloaded(event).registration_closes_at, reloaded(event).venue) == (closed, "Town hall")
