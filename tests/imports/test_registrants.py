"""Importing an event's people: Zoom's attendance report, and registrants with their consent."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Delivery, Registration
from events.services.registrations import register
from imports.models import ImportedConsent
from imports.registrants.columns import REGISTRANTS
from imports.registrants.importer import import_people
from imports.spreadsheets import read_spreadsheet
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


def test_staff_page_asks_for_the_source_of_consent(client, event):
    sign_in(client, "Event managers")
    address = reverse("imports:people-import", args=[event.pk])

    def send(**fields):
        file = SimpleUploadedFile("report.csv", REPORT.encode())
        return client.post(address, {"file": file, **fields})

    refused, done = send(registers="on"), send(registers="on", consent_source=SOURCE)

    assert "Enter where these people consented before you register them." in refused.text
    assert "Done: 3 new, 2 failed." in " ".join(done.text.split())
    assert Registration.objects.count() == 3
