"""The original site's list of events is imported in full, once."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection

from events.models import Event
from tests.support.corpus import corpus_path
from tests.support.printed_reports import table_of

pytestmark = pytest.mark.django_db


def all_rows() -> dict[str, list]:
    with connection.cursor() as cursor:
        rows = {}
        # Each import keeps its report.
        reports = {"imports_importrun", "imports_importfinding"}
        for table in sorted({*connection.introspection.table_names()} - reports):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(str, cursor.fetchall()))
    return rows


def test_events_are_imported_once_with_time_and_people(capsys):
    file = corpus_path("competencyworks/events.csv")
    call_command("import_events", file)
    first = all_rows()
    call_command("import_events", file)

    assert all_rows() == first
    events = Event.objects.published().as_page().order_by("starts_at", "pk")
    assert [(event.heading, event.date_line, event.starts_at) for event in events] == [
        (
            "Promoting Partnerships Between K-12 and Expanded Learning through "
            "Competency-Based Approaches",
            "1:00–2:30 pm ET, Thursday, June 12, 2014",
            datetime(2014, 6, 12, 17, tzinfo=UTC),
        ),
        (
            "CompetencyWorks Meetup at iNACOL18",
            "6:00 pm CT, Sunday, October 21, 2018",
            datetime(2018, 10, 21, 23, tzinfo=UTC),
        ),
        (
            "Meeting Students Where They Are",
            "3:00–4:00 pm ET, Wednesday, November 7, 2018",
            datetime(2018, 11, 7, 20, tzinfo=UTC),
        ),
        (
            "iNACOL and CompetencyWorks Meet Up",
            "11:00 am–12:00 pm CT, Wednesday, March 6, 2019",
            datetime(2019, 3, 6, 17, tzinfo=UTC),
        ),
        (
            "CEO State of Play in Personalized Learning",
            "3:30–4:30 pm CT, Wednesday, March 6, 2019",
            datetime(2019, 3, 6, 21, 30, tzinfo=UTC),
        ),
    ]
    assert [
        (event.event_type, event.host_name, event.venue, event.is_online) for event in events
    ] == [
        ("webinar", "American Youth Policy Forum", "", True),
        ("meetup", "", "Davidson Ballroom / Innovation Corner, Nashville", False),
        ("webinar", "", "", True),
        ("meetup", "", "Hilton Austin Downtown, Room 602", False),
        ("session", "iNACOL", "Hilton Austin Downtown, Salon H", False),
    ]
    assert [[(person.name, person.affiliation) for person in event.presenters] for event in events][
        2:4
    ] == [
        [
            ("Chris Sturgis", "CompetencyWorks"),
            ("Antonia Rudenstine", "reDesign"),
            ("Sydney Schaef", "reDesign"),
        ],
        [("Susan Patrick", "iNACOL")],
    ]
    assert all(event.published_at == event.starts_at for event in events)
    assert not any(event.takes_registrations for event in events)


def test_dry_run_writes_nothing(capsys):
    file, before = corpus_path("competencyworks/events.csv"), all_rows()

    call_command("import_events", file, dry_run=True)

    assert all_rows() == before
    assert table_of(capsys.readouterr().out) == ("What an import would do", {"new": "5"})
