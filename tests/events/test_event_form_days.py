"""All-day events in the event's form."""

from datetime import UTC, datetime

import pytest
from lxml.html import HtmlElement

from tests.support.editors import Editor, reloaded
from tests.support.event_forms import chicago_event, field_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]
TIMES = ["starts_at", "ends_at"]


def field_on(editor: Editor, name: str) -> HtmlElement:
    (element,) = editor.page.xpath(f"//input[@name='{name}']")
    return element


def test_multi_day_event_ends_after_last_entered_day(ruth):
    event = chicago_event()
    ruth.open(event)

    # Without JavaScript, the fields still have times, which don’t count.
    assert ruth.save(starts_at="2031-05-06T15:00", ends_at="2031-05-08T12:00", is_all_day="on")

    saved = reloaded(event)
    assert saved.date_line == "Tuesday, May 6, 2031 – Thursday, May 8, 2031"
    assert [saved.starts_at, saved.ends_at] == [
        datetime(2031, 5, 6, 5, tzinfo=UTC),
        datetime(2031, 5, 9, 5, tzinfo=UTC),
    ]


def test_days_are_shown_as_dates_and_kept_if_unchanged(ruth):
    event = chicago_event(
        is_all_day=True,
        starts_at=datetime(2031, 5, 6, 5, tzinfo=UTC),
        ends_at=datetime(2031, 5, 9, 5, tzinfo=UTC),
    )
    ruth.open(event)
    before = field_values(ruth, *TIMES), [field_on(ruth, name).get("type") for name in TIMES]

    assert ruth.save()

    assert before == (["2031-05-06", "2031-05-08"], ["date", "date"])
    assert reloaded(event).ends_at == event.ends_at


def test_days_begin_at_midnight_in_selected_zone(ruth):
    event = chicago_event()
    ruth.open(event)

    assert ruth.save(
        is_all_day="on", time_zone="Europe/Dublin", starts_at="2031-05-06", ends_at="2031-05-06"
    )

    saved = reloaded(event)
    assert [saved.starts_at, saved.ends_at] == [
        datetime(2031, 5, 5, 23, tzinfo=UTC),
        datetime(2031, 5, 6, 23, tzinfo=UTC),
    ]


def test_clock_change_day_is_valid_for_all_day_event(ruth):
    event = chicago_event()
    ruth.open(event)

    assert ruth.save(is_all_day="on", starts_at="2031-03-09T02:30", ends_at="")

    assert reloaded(event).date_line == "Sunday, March 9, 2031"


def test_time_is_required_if_not_all_day(ruth):
    ruth.open(
        chicago_event(is_all_day=True, starts_at=datetime(2031, 5, 6, 5, tzinfo=UTC), ends_at=None)
    )

    assert not ruth.save(is_all_day=[])

    assert ruth.errors("starts_at") == ["Enter a time as well as a date."]
    assert (field_values(ruth, "starts_at"), field_on(ruth, "starts_at").get("type")) == (
        ["2031-05-06T00:00"],
        "datetime-local",
    )


def test_invalid_day_is_rejected(ruth):
    ruth.open(chicago_event())

    assert not ruth.save(is_all_day="on", starts_at="2031-02-30", ends_at="")

    assert ruth.errors("starts_at") == ["Enter a date such as 2018-11-07."]
