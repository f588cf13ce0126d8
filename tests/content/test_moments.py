"""One way to write a date, and one to write a time, wherever people read them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, Model

from content.models import Revision
from content.moments import format_day, format_local, format_minute

ROOT = Path(__file__).parents[2]
APPS = ["content", "blog", "wiki", "events", "following", "imports", "submissions", "cworks"]
# What machines read; a month's or a year's page; and Django's words for times.
MACHINE = {"Y-m-d", "F", "Y", "c"}
BY_HAND = re.compile(r"%[-]?I|%p|date_format\(|DATETIME_FORMAT")


def test_moment_is_written_in_site_time_zone():
    moment = datetime(2026, 11, 28, 14, 57, tzinfo=UTC)

    assert format_minute(moment) == "November 28, 2026, 9:57 am ET"
    assert format_day(moment) == "November 28, 2026"
    assert format_day(date(2026, 5, 3)) == "May 3, 2026"


@pytest.mark.parametrize(("hour", "text"), [(0, "12:05 am"), (12, "12:05 pm"), (23, "11:05 pm")])
def test_clock_has_no_periods_so_that_a_sentence_can_end_with_it(hour, text):
    assert format_local(datetime(2026, 1, 5, hour, 5)) == f"January 5, 2026, {text}"


def test_no_template_has_a_date_style_of_its_own():
    found = {
        (path.name, style)
        for path in (ROOT / "templates").rglob("*.*")
        for style in re.findall(r'\|(?:date|time)\b(?::"([^"]*)")?', path.read_text())
    }

    assert {style for _, style in found} <= MACHINE, found


def test_no_module_writes_times_by_hand():
    found = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if BY_HAND.search(path.read_text())
    }

    # It reads times that people typed.
    assert found == {"imports/wordpress/event_dates.py"}


def is_date(model: type[Model], column: object) -> bool:
    try:
        return isinstance(model._meta.get_field(str(column)), DateField)
    except FieldDoesNotExist:
        return False


def test_no_admin_list_leaves_a_date_to_django():
    found = {
        (model.__name__, column)
        for model, model_admin in admin.site._registry.items()
        for column in model_admin.list_display
        if is_date(model, column)
    }

    assert found == set()


def test_revision_is_named_by_its_title_and_minute():
    moment = datetime(2026, 11, 28, 14, 57, tzinfo=UTC)

    revision = Revision(data={"title": "Pacing"}, created_at=moment)

    assert str(revision) == "Pacing, November 28, 2026, 9:57 am ET"
