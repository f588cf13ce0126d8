"""Importing an event's people: Zoom's attendance report, and registrants with their consent."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Delivery, Registration
from events.services.registrations import register
from imports.models import ImportedConsent, SpreadsheetUpload
from imports.registrants.columns import REGISTRANTS
from imports.registrants.importer import import_people, read_people
from imports.spreadsheets import read_spreadsheet
from imports.spreadsheets.dates import DAY_FIRST
from tests.factories import EventFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

REPORT = """\ufeffAttendee Report
Report Generated:,"Jul 16, 2021 09:00 AM"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered
Mastery,912 345 678,"Jul 15, 2021 02:55 PM",65,3
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time
Yes,Host,host@example.org,"Jul 15, 2021 02:50 PM","Jul 15, 2021 04:00 PM"
Attendee Details
Attended,User Name (Original Name),First Name,Last Name,Email,Join Time,Leave Time
Yes,Ana,Ana,D,ana@example.org,"Jul 15, 2021 03:10 PM","Jul 15, 2021 03:20 PM"
Yes,Ana,Ana,D,Ana@Example.org,"Jul 15, 2021 03:01 PM","Jul 15, 2021 03:05 PM"
No,Ben,Ben,E,ben@example.org,--,--
Yes,Cy,Cy,F,cy@example.org,"Jul 15, 2021 03:02 PM","Jul 15, 2021 04:00 PM"
Yes,Dot,Dot,G,not an address,"Jul 15, 2021 03:02 PM",
Yes,Eve,Eve,H,eve@example.org,"Jul 20, 2020 03:02 PM",
"""
SOURCE = "Zoom registration form, July 2021"


@pytest.fixture
def event():
    return EventFactory(
        starts_at=datetime(2021, 7, 15, 19, tzinfo=UTC),
        ends_at=datetime(2021, 7, 15, 20, tzinfo=UTC),
        time_zone="America/New_York",
    )


@pytest.fixture
def registered(event, django_user_model):
    staff = django_user_model.objects.create(email="staff@example.org")
    for name in ("Ana", "Ben", "Eve"):
        register(event=event, email=f"{name.lower()}@example.org", name=name, by=staff)
    return event


def run(event, text: str = REPORT, **options) -> list[tuple]:
    people = import_people(
        event=event, sheet=read_spreadsheet(text.encode(), REGISTRANTS), **options
    )
    return [(person.number, person.outcome.value, person.reason) for person in people]


def attendance(event) -> dict[str, datetime | None]:
    return dict(event.registrations.values_list("email", "attended_at"))


def test_zoom_report_marks_who_attended_and_when_they_first_joined(registered):
    found = run(registered)

    assert found == [
        (10, "updated", ""),
        (12, "unchanged", ""),
        (13, "skipped", "No one is registered here with this address."),
        (14, "failed", "Email: “not an address” isn’t an email address."),
        (
            15,
            "failed",
            "Join Time: “Jul 20, 2020 03:02 PM” isn’t when this event took place. This may be the "
            "report of another event.",
        ),
    ]
    assert attendance(registered) == {
        "ana@example.org": datetime(2021, 7, 15, 19, 1, tzinfo=UTC),
        "ben@example.org": None,
        "eve@example.org": None,
    }


def test_person_who_joined_several_times_is_read_once_with_the_first_times():
    lines = [
        "Name (Original Name),User Email,Registration Time,Join Time,Leave Time,Duration (Minutes),"
        "Is Guest,In Waiting Room",
        ",ana@example.org,,7/15/2021 15:40,7/15/2021 15:55,15,Yes,No",
        "Ana,ANA@example.org,7/2/2021 9:00,7/15/2021 15:01,7/15/2021 15:05,4,Yes,No",
        "Ana D,ana@example.org,7/1/2021 9:00,7/15/2021 15:10,7/15/2021 15:30,20,Yes,No",
    ]
    sheet = read_spreadsheet("\n".join(lines).encode(), REGISTRANTS)
    event = EventFactory.build(starts_at=datetime(2021, 7, 15, 19, tzinfo=UTC))

    (person,) = read_people(sheet, event)

    assert (sheet.notices, sheet.unknown) == ([], [])
    assert (person.number, person.name, person.registered_at, person.attended_at, person.notes) == (
        2,
        "Ana",
        datetime(2021, 7, 1, 13, tzinfo=UTC),
        datetime(2021, 7, 15, 19, 1, tzinfo=UTC),
        [],
    )


def test_importing_the_same_report_again_changes_nothing(registered):
    run(registered)
    before = attendance(registered)

    assert [outcome for _, outcome, _ in run(registered)][:2] == ["unchanged", "unchanged"]
    assert attendance(registered) == before


def test_registrants_are_imported_with_the_source_of_their_consent_and_not_emailed(event):
    run(event, consent_source=SOURCE)

    people = Registration.objects.filter(event=event).order_by("email")
    assert [(each.email, each.name, each.imported_consent.source) for each in people] == [
        ("ana@example.org", "Ana", SOURCE),
        ("ben@example.org", "Ben", SOURCE),
        ("cy@example.org", "Cy", SOURCE),
    ]
    assert event.seats.__class__.objects.get(event=event).taken == 3
    assert not Delivery.objects.exists()


def test_trial_saves_nothing(registered):
    run(registered, consent_source=SOURCE, is_trial=True)

    assert (Registration.objects.count(), ImportedConsent.objects.count()) == (3, 0)
    assert set(attendance(registered).values()) == {None}


def rows_of(event, *lines: str) -> list[tuple]:
    people = import_people(
        event=event,
        sheet=read_spreadsheet("\n".join(lines).encode(), REGISTRANTS),
        consent_source=SOURCE,
    )
    return [(person.outcome.value, person.reason, person.notes) for person in people]


def test_date_without_time_is_understood(event):
    found = rows_of(
        event,
        "Email,Order Date,Join Time",
        "ana@example.org,7/1/2021,",
        "ben@example.org,2021-07-02 08:30:00,7/15/2021",
    )

    assert found == [("new", "", []), ("new", "", [])]
    assert list(
        Registration.objects.order_by("email").values_list("created_at", "attended_at")
    ) == [
        (datetime(2021, 7, 1, 4, tzinfo=UTC), None),
        (datetime(2021, 7, 2, 12, 30, tzinfo=UTC), datetime(2021, 7, 15, 19, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("canceled by self", ("skipped", "The file says “canceled by self”.", [])),
        ("Pending Approval", ("skipped", "The file says “Pending Approval”.", [])),
        ("Not Attending", ("skipped", "The file says “Not Attending”.", [])),
        ("Approved", ("new", "", [])),
        (
            "Gold",
            (
                "new",
                "",
                [
                    "Approval Status: “Gold” isn’t a known status, so the row was read as if the "
                    "person comes."
                ],
            ),
        ),
    ],
)
def test_status_of_other_programs_is_understood(event, status, outcome):
    assert rows_of(event, "Email,Approval Status", f"ana@example.org,{status}") == [outcome]


def test_people_who_are_checked_in_attended(event):
    rows_of(event, "Email,Attendee Status", "ana@example.org,Checked In", "b@example.org,Attending")

    assert attendance(event) == {"ana@example.org": event.starts_at, "b@example.org": None}


def test_odd_values_are_left_out_with_notes(event):
    found = rows_of(
        event, "Email,Attended,Order Date", "ana@example.org,maybe,soon", "ben@example.org,absent,"
    )

    assert found == [
        (
            "new",
            "",
            [
                "Order Date: “soon” isn’t a date. Enter it like 2018-11-07. It was left out.",
                "Attended: “maybe” is neither yes nor no, so it was left out. Enter Yes or No.",
            ],
        ),
        ("new", "", []),
    ]
    assert set(attendance(event).values()) == {None}


def choose(client, event, text: str, **fields):
    """Upload a list, and return the answer: a redirect, or the page with what is wrong."""
    file = SimpleUploadedFile("report.csv", text.encode())
    address = reverse("imports:people-import", args=[event.pk])
    return client.post(address, {"file": file, **fields})


def said_on(response) -> str:
    return " ".join(response.text.split())


def test_staff_page_asks_for_consent_and_shows_people_before_it_imports_them(client, event):
    sign_in(client, "Event managers")

    refused = choose(client, event, REPORT, registers="on")
    address = choose(client, event, REPORT, registers="on", consent_source=SOURCE).url
    preview = client.get(address)
    before = Registration.objects.count()
    done = client.post(address)
    again = client.post(address, follow=True)

    assert "Enter where these people consented before you register them." in refused.text
    assert "This would happen: 3 new, 2 failed." in said_on(preview)
    assert before == 0
    assert "Done: 3 new, 2 failed." in said_on(done)
    assert Registration.objects.count() == 3
    assert not SpreadsheetUpload.objects.exists()
    assert "That list is no longer here" in again.text


def test_unknown_columns_are_matched_and_days_before_months_announced(client, event):
    sign_in(client, "Event managers")
    lines = [
        "E-post,Navn,Kom",
        "kari@example.org,Kari,15/07/2021 15:05",
        "ola@example.org,Ola,16/07/2021 01:00",
    ]
    columns = choose(client, event, "\n".join(lines), registers="on", consent_source=SOURCE).url

    asked = client.get(columns)
    refused = client.post(columns, {"column_1": "name"})
    preview = client.post(
        columns, {"column_0": "email", "column_1": "name", "column_2": "joined"}, follow=True
    )
    client.post(preview.request["PATH_INFO"])

    assert "No column is named “Email address”." in asked.text
    assert "Choose the column that holds the email address." in refused.text
    assert "This would happen: 2 new." in said_on(preview)
    assert DAY_FIRST in said_on(preview)
    assert list(
        Registration.objects.order_by("email").values_list("email", "name", "attended_at")
    ) == [
        ("kari@example.org", "Kari", datetime(2021, 7, 15, 19, 5, tzinfo=UTC)),
        ("ola@example.org", "Ola", datetime(2021, 7, 16, 5, tzinfo=UTC)),
    ]
