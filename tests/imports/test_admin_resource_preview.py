"""The preview of an uploaded spreadsheet."""

import pytest
from django.urls import reverse
from lxml import html

from imports.models import SpreadsheetUpload
from tests.factories import ResourceFactory, TopicFactory
from tests.support.import_pages import (
    IMPORT,
    messages_of,
    open_preview,
    submit_preview,
    table_rows,
    text_of,
    upload,
)
from tests.support.resource_imports import HEADINGS
from tests.support.signing_in import sign_in
from wiki.models import Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def test_preview_shows_outcome_of_each_row_and_writes_nothing(client):
    sign_in(client, "Editors")
    TopicFactory(name="Equity")
    ResourceFactory(title="Ours", url="https://example.org/ours")

    _, page = open_preview(
        client,
        ["One", "https://example.org/1", "book", "", "x", "Equity, Foo"],
        ["Two", "", "<b>novel</b>", "", "", ""],
        ["Three", "http://example.org/1/", "book", "", "", ""],
        ["Four", "https://example.org/ours", "book", "", "", ""],
        headings=[*HEADINGS, "Mood", "Topics"],
    )

    assert table_rows(page) == [
        [
            "2",
            "One",
            "New Address https://example.org/1 Format Book Topics Equity This site has no topic "
            "“Foo”, so it was left out.",
        ],
        [
            "3",
            "Two",
            "Failed Format: “<b>novel</b>” isn’t a format. Use Report, Article, Book, Paper, "
            "Tool, Video, Recording, Policy, or Website.",
        ],
        ["4", "Three", "Duplicate Row 2 has the same address."],
        [
            "5",
            "Four",
            "Duplicate It is in the library already and did not come from a spreadsheet.",
        ],
    ]
    assert [text_of(notice) for notice in page.find_class("notice")] == [
        "The column “Mood” isn’t recognized, so it was skipped."
    ]
    assert [text_of(link) for link in page.find_class("outcomes")[0].iter("a")] == [
        "All 4",
        "1 new",
        "2 duplicate",
        "1 failed",
    ]
    assert text_of(page.xpath("//button[@class='button default']")[0]) == "Import 1 row"
    assert [resource.title for resource in Resource.objects.all()] == ["Ours"]


def test_preview_shows_new_row_and_possible_duplicates(client):
    sign_in(client, "Editors")
    TopicFactory(name="Equity")
    headings = [*HEADINGS, "Authors", "Year", "Topics"]
    old = ["Moved", "https://example.org/old", "book", "", "Ada <b>", "2018", "equity"]
    address, page = open_preview(client, old, headings=headings)
    before = table_rows(page)
    submit_preview(client, address, page)
    resource = Resource.objects.get()

    _, page = open_preview(client, ["Moved", "https://example.org/new", "", ""])

    assert before == [
        [
            "2",
            "Moved",
            "New Address https://example.org/old Format Book Year 2018 Made by Ada <b> "
            "Topics Equity",
        ]
    ]
    assert [row[2].split(" Address ")[0] for row in table_rows(page)] == [
        f"New It may be the same as “Moved” ({resource.get_absolute_url()}) with a new address. "
        "If it is, change the address there instead. Open “Moved”"
    ]
    assert page.xpath("//td/p/a/@href") == [
        reverse("admin:wiki_resource_change", args=[resource.pk])
    ]


def test_preview_shows_old_and_new_values(client):
    sign_in(client, "Editors")
    row = ["One", "https://example.org/1", "book", "Old."]
    submit_preview(client, *open_preview(client, row))

    _, page = open_preview(client, ["One", "https://example.org/1", "report", "New."])

    assert table_rows(page) == [
        ["2", "One", "Updated Format Book → Report Summary Old. → New."],
    ]
    link = page.find_class("import-rows")[0].xpath(".//a")[0].get("href")
    assert link == reverse("admin:wiki_resource_change", args=[Resource.objects.get().pk])


@pytest.mark.usefixtures("another_import")
@pytest.mark.parametrize(("is_published", "checked"), [("on", "checked"), ("", None)])
def test_preview_is_shown_again_while_another_import_is_running(client, is_published, checked):
    sign_in(client, "Editors")
    address, page = open_preview(client, ["One", "", "book", ""])

    response = submit_preview(client, address, page, is_published=is_published)
    again = html.fromstring(client.get(response.url).text)

    assert messages_of(response) == [
        "Another import is running. Wait until it is done, then try again."
    ]
    assert response.url.partition("?")[0] == address
    assert table_rows(again) == table_rows(page)
    assert again.xpath("//input[@name='is_published']")[0].get("checked") == checked
    assert (SpreadsheetUpload.objects.count(), Resource.objects.count()) == (1, 0)


def test_preview_is_paginated_and_filtered_by_outcome(client):
    sign_in(client, "Editors")
    rows = [[f"Title {n}", "", "book" if n % 2 else "novel", ""] for n in range(250)]

    address, page = open_preview(client, *rows, p="3")

    assert [row[0] for row in table_rows(page)] == [str(number) for number in range(202, 252)]
    errors = html.fromstring(client.get(address, {"outcome": "FAILED", "p": "2"}).text)
    assert [row[0] for row in table_rows(errors)] == [str(n) for n in range(202, 252, 2)]


def test_upload_is_visible_only_to_uploader(client):
    sign_in(client, "Editors")
    address, page = open_preview(client, ["One", "", "book", ""])
    sign_in(client, "Editors")

    seen, sent = client.get(address), submit_preview(client, address, page)

    assert [response.url for response in (seen, sent)] == [reverse(IMPORT)] * 2
    assert not Resource.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Choose a file with at least one row below the headings."),
        (
            b"\x89PNG",
            "This isn’t a spreadsheet. Save the list as CSV (UTF-8) or as an Excel workbook "
            "(.xlsx), and choose that file.",
        ),
        (
            b"x" * (10 * 1024 * 1024 + 1),
            "This file is too large (over 10 MB, or far more when unpacked). Split it.",
        ),
    ],
)
def test_unreadable_file_is_rejected_with_reason(client, content, sentence):
    sign_in(client, "Editors")

    response = upload(client, content=content)

    errors = html.fromstring(response.text).xpath("//*[@role='alert']")
    assert [text_of(error) for error in errors] == [sentence]
    assert not SpreadsheetUpload.objects.exists()


def test_form_without_file_shows_error(client):
    sign_in(client, "Editors")

    page = html.fromstring(client.post(reverse(IMPORT)).text)

    assert text_of(page.xpath("//*[@role='alert']")[0]) == "Choose a spreadsheet first."
