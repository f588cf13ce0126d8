"""Importing events in the admin, on the pages that resources have, too."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from events.models import Event
from imports.models import ImportRun
from tests.support.import_pages import messages_of, table_rows, text_of
from tests.support.signing_in import sign_in
from tests.support.spreadsheets import csv_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]
ROWS = [
    ["Title", "Type", "Date", "Starts", "Mood"],
    ["Mastery", "webinar", "2031-05-06", "3 PM ET / 12 PM PT", ""],
    ["No date", "webinar", "soon", "3 PM", ""],
]


def upload(client, *rows):
    file = SimpleUploadedFile("events.csv", csv_bytes(*rows))
    return client.post(reverse("imports:event-import"), {"file": file})


def test_events_are_previewed_and_imported(client):
    sign_in(client, "Event managers")
    address = upload(client, *ROWS).url

    page = html.fromstring(client.get(address).text)
    before = Event.objects.count()
    done = html.fromstring(client.post(address, {"is_published": "on", "previewed": "08"}).text)

    assert [row[:2] for row in table_rows(page)] == [["2", "Mastery"], ["3", "No date"]]
    assert table_rows(page)[0][2] == "New Date 3:00 pm ET, Tuesday, May 6, 2031 Type Webinar"
    assert text_of(page.find_class("confirm-import")[0].find(".//button")) == "Import 1 row"
    assert before == 0
    assert text_of(done.find_class("status-line")[0]) == "1 new, 1 failed."
    assert Event.objects.get().date_line == "3:00 pm ET, Tuesday, May 6, 2031"
    assert ImportRun.objects.get().importer == "Events"


def test_file_without_anything_new_says_why(client):
    sign_in(client, "Event managers")

    page = html.fromstring(client.get(upload(client, ROWS[0], ROWS[2]).url).text)

    assert text_of(page.find_class("confirm-import")[0]).startswith(
        "No row can be imported. The list says what is wrong with each."
    )


def test_upload_of_another_kind_is_not_found(client):
    sign_in(client, "Editors")
    address = upload(client, *ROWS).url.replace("events/event", "wiki/resource")

    response = client.get(address)

    assert response.url == reverse("imports:resource-import")
    assert messages_of(response)[0].startswith("That spreadsheet is no longer here")


def test_list_of_events_links_to_import_only_for_those_who_may(client):
    found = {}
    for group in ("Event managers", "Writers"):
        sign_in(client, group)
        page = html.fromstring(client.get(reverse("admin:events_event_changelist")).text)
        found[group] = page.xpath("//a[text()='Import a spreadsheet']/@href")

    assert found == {"Event managers": [reverse("imports:event-import")], "Writers": []}


def test_empty_spreadsheet_of_events_is_read_again(client):
    sign_in(client, "Event managers")

    response = client.get(reverse("imports:event-template"))

    assert response.headers["Content-Disposition"] == 'attachment; filename="events.xlsx"'
    assert response.content[:2] == b"PK"
