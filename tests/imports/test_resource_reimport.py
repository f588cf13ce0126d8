"""Importing a spreadsheet of resources again, after changes there or here."""

import pytest

from content.editing.saving import delete_entry, save_entry
from content.models import Revision, Status
from imports.reports import Outcome
from imports.resources.importer import import_resources
from imports.resources.planning import plan_import
from tests.factories import ResourceFactory, TopicFactory, UserFactory
from tests.support.resource_imports import HEADINGS, all_resources, import_rows, summarize
from tests.support.signing_in import sign_in
from tests.support.spreadsheets import sheet_of
from wiki.models import Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def test_second_import_changes_nothing():
    TopicFactory(name="Equity")
    rows = [
        ["One", "https://example.org/1", "book", "A summary.", "Equity", "b, a", "A; B"],
        ["Two", "", "report", "", "", "A", ""],
        ["Two", "", "recording", "", "Unknown", "", ""],
        ["Three", "https://example.org/3", "", "", "", "", ""],
    ]
    headings = [*HEADINGS, "Topics", "Tags", "Authors"]
    import_rows(*rows, headings=headings)
    before = all_resources()
    revisions = Revision.objects.count()

    report = import_rows(*rows, headings=headings)

    assert report.counts == {Outcome.UNCHANGED: 4}
    assert (all_resources(), Revision.objects.count()) == (before, revisions)


def test_only_spreadsheet_changes_are_imported():
    topic = TopicFactory(name="Equity")
    headings = [*HEADINGS, "Topics", "Year"]
    import_rows(["One", "https://example.org/1", "book", "Old.", "", "2018"], headings=headings)
    resource = Resource.objects.get()
    resource.tags.set(["ours"])

    report = import_rows(
        ["One!", "http://example.org/1/", "report", "New.", "Equity", ""], headings=headings
    )

    assert summarize(report) == [
        (
            2,
            "updated",
            [
                ("Title", "One", "One!"),
                ("Address", "https://example.org/1", "http://example.org/1/"),
                ("Format", "Book", "Report"),
                ("Summary", "Old.", "New."),
                ("Topics", "", "Equity"),
                ("Year", "2018", ""),
            ],
        )
    ]
    changed = Resource.objects.get()
    assert (changed.pk, changed.slug, changed.guid) == (resource.pk, resource.slug, resource.guid)
    assert (changed.title, changed.summary, changed.format, changed.year) == (
        "One!",
        "New.",
        "report",
        None,
    )
    assert list(changed.topics.all()) == [topic]
    assert [tag.name for tag in changed.tags.all()] == ["ours"]


def test_local_change_is_kept_whether_or_not_spreadsheet_changed():
    import_rows(["One", "https://example.org/1", "book", "Theirs."])
    resource = Resource.objects.get()
    resource.summary = "Ours."
    save_entry(entry=resource, by=UserFactory())

    same = import_rows(["One", "https://example.org/1", "book", "Theirs."])
    changed = import_rows(["One", "https://example.org/1", "report", "Theirs, corrected."])

    assert summarize(same) == [(2, "unchanged")]
    assert summarize(changed) == [
        (
            2,
            "updated",
            [("Format", "Book", "Report")],
            [("Summary", "Ours.", "Theirs, corrected.")],
        )
    ]
    again = import_rows(["One", "https://example.org/1", "report", "Theirs, corrected."])
    assert summarize(again) == [
        (
            2,
            "changed here",
            "It was changed here and in the spreadsheet.",
            [("Summary", "Ours.", "Theirs, corrected.")],
        )
    ]
    resource.refresh_from_db()
    assert (resource.summary, resource.format) == ("Ours.", "report")


def test_local_change_adopted_by_spreadsheet_no_longer_counts_as_local():
    import_rows(["One", "https://example.org/1", "book", "Theirs."])
    resource = Resource.objects.get()
    resource.summary = "Ours."
    save_entry(entry=resource, by=UserFactory())
    modified_at = Resource.objects.get().modified_at

    taken_over = import_rows(["One", "https://example.org/1", "book", "Ours."])
    agreed_at = Resource.objects.get().modified_at
    later = import_rows(["One", "https://example.org/1", "book", "Theirs once more."])

    assert summarize(taken_over) == [(2, "unchanged")]
    assert agreed_at == modified_at
    assert summarize(later) == [(2, "updated", [("Summary", "Ours.", "Theirs once more.")])]


def test_missing_or_new_column_changes_only_its_field():
    import_rows(["One", "https://example.org/1", "book", "A summary."])

    report = import_rows(
        ["One", "https://example.org/1", "2018"], headings=["Title", "URL", "Year"]
    )

    resource = Resource.objects.get()
    assert summarize(report) == [(2, "updated", [("Year", "", "2018")])]
    assert (resource.summary, resource.format, resource.year) == ("A summary.", "book", 2018)


def test_topic_created_later_is_added_on_next_import():
    headings = ["Title", "URL", "Format", "Topics"]
    import_rows(["One", "https://example.org/1", "book", "Equity"], headings=headings)
    topic = TopicFactory(name="Equity", slug="equity")

    report = import_rows(["One", "https://example.org/1", "book", "Equity"], headings=headings)

    assert summarize(report) == [(2, "updated", [("Topics", "", "Equity")])]
    assert list(Resource.objects.get().topics.all()) == [topic]


def test_locally_fixed_url_is_kept():
    import_rows(["One", "https://example.org/old", "book", ""])
    resource = Resource.objects.get()
    resource.url = "https://example.org/new"
    save_entry(entry=resource, by=UserFactory())

    report = import_rows(["One", "https://example.org/old", "book", ""])

    assert summarize(report) == [(2, "unchanged")]
    assert Resource.objects.get().url == "https://example.org/new"


def test_locally_deleted_resource_is_not_restored():
    import_rows(["One", "https://example.org/1", "book", ""], ["Two", "", "book", ""])
    for resource in Resource.objects.all():
        delete_entry(entry=resource, by=None)

    report = import_rows(["One", "https://example.org/1", "book", ""], ["Two", "", "book", ""])

    reason = "It was deleted on this site, so it is not imported again."
    assert summarize(report) == [(2, "deleted here", reason), (3, "deleted here", reason)]
    assert not Resource.objects.exists()


def test_imported_draft_stays_draft_when_updated():
    import_rows(["One", "https://example.org/1", "book", ""], is_published=False)

    import_rows(["One", "https://example.org/1", "report", ""])

    resource = Resource.objects.get()
    assert (resource.status, resource.format) == (Status.DRAFT, "report")


def test_writer_updates_only_their_own_drafts(client):
    writer = sign_in(client, "Writers")
    import_rows(["Public", "https://example.org/1", "book", ""])
    import_rows(["Own", "https://example.org/2", "book", ""], by=writer, is_published=False)

    report = import_rows(
        ["Public", "https://example.org/1", "report", ""],
        ["Own", "https://example.org/2", "report", ""],
        by=writer,
        is_published=False,
    )

    assert summarize(report) == [
        (
            2,
            "changed here",
            "Only an editor can change what is published or what someone else wrote.",
            [("Format", "Book", "Report")],
        ),
        (3, "updated", [("Format", "Book", "Report")]),
    ]
    formats = Resource.objects.order_by("pk").values_list("format", flat=True)
    assert list(formats) == ["book", "report"]


def test_change_since_preview_is_reported():
    sheet = sheet_of(
        HEADINGS, ["One", "https://example.org/1", "book", ""], ["Two", "", "book", ""]
    )
    previewed = [row.outcome for row in plan_import(sheet=sheet).rows]
    ResourceFactory(title="Meanwhile", url="https://example.org/1")

    report = import_resources(sheet=sheet, previewed=previewed)

    assert report.unexpected_results == [
        "Row 2, “One”, was “new” in the preview and is now “duplicate”."
    ]
    assert sorted(Resource.objects.values_list("title", flat=True)) == ["Meanwhile", "Two"]
