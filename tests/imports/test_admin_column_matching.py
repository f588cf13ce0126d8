"""Matching unknown columns in the admin, and the empty spreadsheet."""

import pytest
from django.urls import reverse
from lxml import html

from imports.models import ColumnMatch, SpreadsheetUpload
from imports.resources.columns import RESOURCES
from imports.resources.template import TEMPLATE
from imports.spreadsheets import read_spreadsheet
from imports.spreadsheets.messages import HEADINGS_ONLY
from imports.spreadsheets.template import write_template
from tests.support.import_pages import table_rows, text_of, upload
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db
ROWS = [["Naam", "Webadres", "Mood"], ["One", "https://example.org/1", "good"]]


def test_unknown_columns_are_matched_and_remembered(client):
    sign_in(client, "Editors")
    address = upload(client, *ROWS).url
    matched = client.post(
        address, {"column_0": "title", "column_1": "url", "column_2": ""}, follow=True
    )
    again = client.get(upload(client, *ROWS).url)

    number = SpreadsheetUpload.objects.latest("pk").pk
    assert address == reverse("imports:resource-columns", args=[number - 1])
    assert dict(ColumnMatch.objects.values_list("heading", "field")) == {
        "naam": "title",
        "webadres": "url",
        "mood": "",
    }
    for response in (matched, again):
        notices = [
            text_of(notice) for notice in html.fromstring(response.text).find_class("notice")
        ]
        assert notices == ["Left out, as someone chose earlier: “Mood”."]
        [(row, title, outcome)] = table_rows(html.fromstring(response.text))
        assert (row, title) == ("2", "One")
        assert "https://example.org/1" in outcome


def test_two_columns_cannot_hold_one_field(client):
    sign_in(client, "Editors")
    address = upload(client, *ROWS).url

    response = client.post(address, {"column_0": "title", "column_1": "title"})

    assert "“Naam” holds the title already. Leave one of them out." in response.text
    assert not ColumnMatch.objects.exists()


def test_title_must_be_matched(client):
    sign_in(client, "Editors")

    response = client.post(upload(client, *ROWS).url, {"column_1": "url"})

    assert "Choose the column that holds the title." in response.text


def test_empty_spreadsheet_has_all_columns(client):
    sign_in(client, "Editors")
    content = client.get(reverse("imports:resource-template")).content

    assert content[:2] == b"PK"
    with pytest.raises(Exception, match=HEADINGS_ONLY[:20]):
        read_spreadsheet(write_template(TEMPLATE), RESOURCES)
