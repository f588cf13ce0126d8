"""Admin pages for uploading, previewing, and importing a spreadsheet."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from lxml import html

from content.models import Status
from imports import views
from imports.models import ResourceUpload
from imports.running import LOCK
from imports.tasks import forget_spreadsheets
from tests.factories import ResourceFactory, TopicFactory
from tests.support.signing_in import sign_in
from tests.support.spreadsheets import csv_bytes
from wiki.models import NoCompanions, Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

HEADINGS = ["Title", "URL", "Format", "Summary"]
IMPORT, COMPANIONS = "imports:resource-import", "admin:wiki_resource_companions"


def upload(client, *rows: list[str], content: bytes | None = None, name: str = "list.csv"):
    file = SimpleUploadedFile(name, csv_bytes(*rows) if content is None else content)
    return client.post(reverse(IMPORT), {"file": file})


def open_preview(client, *rows: list[str], headings=HEADINGS, **query):
    """Upload a spreadsheet and return its preview's address and page."""
    address = upload(client, headings, *rows).url
    return address, html.fromstring(client.get(address, query).text)


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def table_rows(page) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in page.xpath("//tbody/tr")]


def submit_preview(client, address: str, page, **fields):
    """Submit the preview's form."""
    previewed = page.xpath("//input[@name='previewed']")[0].get("value")
    return client.post(address, {"previewed": previewed, "is_published": "on", **fields})


def messages_of(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


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
            "New Address https://example.org/1 Format Book Topics Equity There is no topic “Foo” "
            "here, so it was left out.",
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


def test_import_publishes_rows_and_deletes_upload(client):
    editor = sign_in(client, "Editors")

    response = submit_preview(
        client, *open_preview(client, ["One", "", "book", ""], ["Two", "", "", ""])
    )

    page = html.fromstring(response.text)
    resource = Resource.objects.get()
    assert (resource.title, resource.is_public, resource.created_by) == ("One", True, editor)
    assert text_of(page.find_class("status-line")[0]) == "1 new, 1 failed."
    assert [row[1] for row in table_rows(page)] == ["Two", "One"]
    assert not ResourceUpload.objects.exists()


def test_editor_can_import_rows_as_drafts(client):
    sign_in(client, "Editors")

    submit_preview(client, *open_preview(client, ["One", "", "book", ""]), is_published="")

    assert Resource.objects.get().status == Status.DRAFT


def test_writer_imports_only_drafts(client):
    writer = sign_in(client, "Writers")

    address, page = open_preview(client, ["One", "", "book", ""])
    submit_preview(client, address, page)

    resource = Resource.objects.get()
    assert page.xpath("//input[@name='is_published']") == []
    assert (resource.status, resource.created_by) == (Status.DRAFT, writer)


def test_changes_since_preview_are_reported(client):
    sign_in(client, "Editors")
    address, page = open_preview(client, ["One", "https://example.org/1", "book", ""])
    ResourceFactory(title="Meanwhile", url="https://example.org/1")

    response = submit_preview(client, address, page)

    notices = html.fromstring(response.text).xpath("//*[@class='notice']//li")
    assert [text_of(notice) for notice in notices] == [
        "Row 2, “One”, was “new” in the preview and is now “duplicate”."
    ]
    assert [resource.title for resource in Resource.objects.all()] == ["Meanwhile"]


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
    assert (ResourceUpload.objects.count(), Resource.objects.count()) == (1, 0)


def test_import_releases_lock(client):
    sign_in(client, "Editors")
    submit_preview(client, *open_preview(client, ["One", "", "book", ""]))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s "
            "AND pid = pg_backend_pid()",
            [LOCK],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("previewed", ["", "9999", "x", "٣", "0" * 20])
def test_invalid_preview_state_does_not_stop_import(client, previewed):
    sign_in(client, "Editors")
    address, page = open_preview(client, ["One", "https://example.org/1", "book", ""])

    response = submit_preview(client, address, page, previewed=previewed)

    assert (response.status_code, Resource.objects.count()) == (200, 1)


def test_large_upload_is_imported_in_batches(client, monkeypatch):
    monkeypatch.setattr(views, "WRITTEN_PER_REQUEST", 2)
    sign_in(client, "Editors")

    address, page = open_preview(client, *([f"Title {n}", "", "book", ""] for n in range(3)))
    first = html.fromstring(submit_preview(client, address, page, is_published="").text)
    form = first.find_class("confirm-import")[0]
    second = client.post(form.get("action"), dict(form.form_values()))

    assert text_of(first.find_class("status-line")[0]) == "2 new, 1 pending."
    assert text_of(html.fromstring(second.text).find_class("status-line")[0]) == (
        "1 new, 2 unchanged."
    )
    assert {resource.status for resource in Resource.objects.all()} == {Status.DRAFT}
    assert not ResourceUpload.objects.exists()


def test_preview_is_paginated_and_filtered_by_outcome(client):
    sign_in(client, "Editors")
    rows = [[f"Title {n}", "", "book" if n % 2 else "novel", ""] for n in range(250)]

    address, page = open_preview(client, *rows, p="3")

    assert [row[0] for row in table_rows(page)] == [str(number) for number in range(202, 252)]
    errors = html.fromstring(client.get(address, {"outcome": "FAILED", "p": "2"}).text)
    assert [row[0] for row in table_rows(errors)] == [str(n) for n in range(202, 252, 2)]


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
    assert not ResourceUpload.objects.exists()


def test_form_without_file_shows_error(client):
    sign_in(client, "Editors")

    page = html.fromstring(client.post(reverse(IMPORT)).text)

    assert text_of(page.xpath("//*[@role='alert']")[0]) == "Choose a spreadsheet first."


def test_upload_is_visible_only_to_uploader(client):
    sign_in(client, "Editors")
    address, page = open_preview(client, ["One", "", "book", ""])
    sign_in(client, "Editors")

    seen, sent = client.get(address), submit_preview(client, address, page)

    assert [response.url for response in (seen, sent)] == [reverse(IMPORT)] * 2
    assert not Resource.objects.exists()


def test_importing_upload_twice_shows_message(client):
    sign_in(client, "Editors")
    address, page = open_preview(client, ["One", "", "book", ""])
    submit_preview(client, address, page)

    response = submit_preview(client, address, page)

    assert (response.url, messages_of(response)) == (
        reverse(IMPORT),
        [
            "That spreadsheet is no longer here: it was imported, or uploaded more than a day ago. "
            "Choose it again. Rows that were imported stay as they are."
        ],
    )


def test_uploads_are_deleted_after_a_day(client):
    sign_in(client, "Editors")
    upload(client, HEADINGS, ["Old", "", "", ""])
    old = ResourceUpload.objects.get()
    ResourceUpload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    upload(client, HEADINGS, ["New", "", "", ""])

    forget_spreadsheets(timestamp=0)

    assert list(ResourceUpload.objects.values_list("pk", flat=True)) == [old.pk + 1]


@pytest.mark.parametrize(
    ("group", "expected"),
    [("Editors", [200, 200]), ("Writers", [200, 403]), ("Event managers", [403, 403])],
)
def test_pages_require_permission(client, group, expected):
    sign_in(client, group)

    found = [client.get(reverse(name)).status_code for name in (IMPORT, COMPANIONS)]

    assert found == expected


def test_pages_redirect_anonymous_visitors_to_login(client):
    for name in (IMPORT, COMPANIONS):
        assert client.get(reverse(name)).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    ("group", "links"),
    [("Editors", ["Import a spreadsheet", "Companions"]), ("Writers", ["Import a spreadsheet"])],
)
def test_resource_list_links_only_to_permitted_pages(client, group, links):
    sign_in(client, group)

    page = html.fromstring(client.get(reverse("admin:wiki_resource_changelist")).text)

    assert [text_of(link) for link in page.xpath("//*[@class='entry-links']/a")][1:] == links


# Companions


def offered_pairs(page) -> list[list[str]]:
    pairs = page.find_class("offer-pair")
    return [[text_of(title) for title in pair.find_class("offer-title")] for pair in pairs]


def answer_offer(client, page, *, join: bool):
    form = page.find_class("offer-buttons")[0]
    fields = {**dict(form.form_values()), "belong_together": "yes" if join else "no"}
    return client.post(form.get("action"), fields, follow=True)


def test_companions_are_offered_after_import_and_joined_with_one_click(client):
    sign_in(client, "Editors")
    rows = [["Same title", "", "report", "A."], ["Same title", "", "recording", "B."]]

    response = submit_preview(client, *open_preview(client, *rows))
    page = html.fromstring(response.text)
    joined = answer_offer(client, page, join=True)

    first, second = Resource.objects.order_by("pk")
    assert offered_pairs(page) == [["Same title", "Same title"]]
    assert messages_of(joined) == ["They are now companions, and each page shows the other."]
    assert list(first.companions.values_list("pk", flat=True)) == [second.pk]
    assert offered_pairs(html.fromstring(joined.text)) == []


def test_declined_pair_is_not_offered_again(client):
    sign_in(client, "Editors")
    ResourceFactory(title="Same title")
    ResourceFactory(title="Same title")

    page = html.fromstring(client.get(reverse(COMPANIONS)).text)
    refused = answer_offer(client, page, join=False)

    assert offered_pairs(page) == [["Same title", "Same title"]]
    assert offered_pairs(html.fromstring(refused.text)) == []
    assert NoCompanions.objects.count() == 1


def test_writer_cannot_see_or_join_companion_offers(client):
    sign_in(client, "Writers")
    first, second = ResourceFactory(title="Same"), ResourceFactory(title="Same")

    result = submit_preview(client, *open_preview(client, ["Same", "", "book", ""]))
    response = client.post(
        reverse("admin:wiki_resource_companions_decide"),
        {"first": first.pk, "second": second.pk, "belong_together": "yes"},
    )

    assert offered_pairs(html.fromstring(result.text)) == []
    assert (response.status_code, first.companions.count()) == (403, 0)


def test_joining_companions_requires_post(client):
    sign_in(client, "Editors")
    first, second = ResourceFactory(), ResourceFactory()
    address = reverse("admin:wiki_resource_companions_decide")
    fields = {"first": first.pk, "second": second.pk, "belong_together": "yes"}

    assert client.get(address, fields).status_code == 405
    assert client.post(address, {**fields, "second": "x"}).status_code == 404
    gone = client.post(address, {**fields, "second": first.pk})
    assert messages_of(gone) == ["One of the two entries no longer exists."]
    assert first.companions.count() == 0
