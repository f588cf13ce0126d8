"""Importing an uploaded spreadsheet, and what follows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from lxml import html
from procrastinate.contrib.django.models import ProcrastinateJob

from content.models import Status
from content.retention import forget
from imports import views
from imports.models import ColumnMatch, ImportRun, SpreadsheetUpload
from imports.running import LOCK
from imports.tasks import import_upload
from tests.factories import ResourceFactory
from tests.support.import_pages import (
    COMPANIONS,
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
from wiki.models import NoCompanions, Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


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
    assert not SpreadsheetUpload.objects.exists()


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


def test_large_upload_is_imported_by_a_job(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 2)
    sign_in(client, "Editors")
    rows = [[f"Title {n}", "", "book", ""] for n in range(3)]

    address, page = open_preview(client, *rows, ["No format", "", "", ""])
    response = submit_preview(client, address, page, is_published="")
    waiting = html.fromstring(client.get(response.url).text)
    again = submit_preview(client, address, page)
    [job] = ProcrastinateJob.objects.filter(task_name="imports.import_upload")
    import_upload(**job.args)
    import_upload(**job.args)

    done = html.fromstring(client.get(address).text)
    run = ImportRun.objects.get()
    assert text_of(waiting.find_class("status-line")[0]) == "The import begins in a moment."
    assert again.status_code == 200
    assert text_of(done.find_class("status-line")[0]) == "3 new, 1 failed."
    assert done.xpath("//a[text()='Report']/@href") == [run.get_admin_url()]
    assert (run.importer, run.files, run.totals) == (
        "Resources",
        "list.csv",
        {"Resources": {"new": 3, "failed": 1}},
    )
    assert {resource.status for resource in Resource.objects.all()} == {Status.DRAFT}


def test_job_that_cannot_read_its_file_any_more_says_so(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 0)
    sign_in(client, "Editors")
    address, page = open_preview(client, ["One", "", "book", ""])
    submit_preview(client, address, page)
    ColumnMatch.objects.create(kind="resources", heading="title", field="")

    import_upload(upload_id=SpreadsheetUpload.objects.get().pk)

    done = html.fromstring(client.get(address).text)
    assert text_of(done.find_class("status-line")[0]) == "Nothing was imported."
    assert "Failed: list.csv: No column is named “Title”." in text_of(done)


def test_import_keeps_report(client):
    sign_in(client, "Editors")

    response = submit_preview(
        client, *open_preview(client, ["One", "", "book", ""], ["Two", "", "", ""])
    )

    run = ImportRun.objects.get()
    report = html.fromstring(response.text).xpath("//a[text()='Report']/@href")
    assert (report, run.totals) == ([run.get_admin_url()], {"Resources": {"new": 1, "failed": 1}})


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
    old = SpreadsheetUpload.objects.get()
    SpreadsheetUpload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    upload(client, HEADINGS, ["New", "", "", ""])

    forget("Spreadsheets to import")

    assert list(SpreadsheetUpload.objects.values_list("pk", flat=True)) == [old.pk + 1]


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
    [
        ("Editors", ["Add from addresses", "Import a spreadsheet", "Companions"]),
        ("Writers", ["Add from addresses", "Import a spreadsheet"]),
    ],
)
def test_resource_list_links_only_to_permitted_pages(client, group, links):
    sign_in(client, group)

    page = html.fromstring(client.get(reverse("admin:wiki_resource_changelist")).text)

    assert [text_of(link) for link in page.xpath("//*[@class='entry-links']/a")][1:] == links


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
