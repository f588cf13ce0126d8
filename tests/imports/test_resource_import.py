"""Importing spreadsheet rows, the first time and again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from taggit.models import Tag

from content.editing.saving import delete_entry, save_entry
from content.models import Revision, Status
from imports.reports import Outcome
from imports.resources.importer import import_resources
from imports.resources.planning import plan_import
from tests.factories import PlaceFactory, ResourceFactory, TopicFactory, UserFactory
from tests.support.printed_reports import table_of
from tests.support.signing_in import sign_in
from tests.support.spreadsheets import csv_bytes, sheet_of, workbook_bytes
from wiki.models import Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

HEADINGS = ["Title", "URL", "Format", "Summary"]


def import_rows(*rows: list[str], headings: list[str] = HEADINGS, **options):
    return import_resources(sheet=sheet_of(headings, *rows), **options)


def summarize(plan) -> list[tuple]:
    """Return (row, outcome, reason, errors, changes, kept, remarks) per row, minus empty items."""
    return [
        (
            row.number,
            row.outcome.value,
            *filter(
                None,
                [
                    row.reason,
                    [(error.column, error.sentence) for error in row.problems],
                    [(change.label, change.old, change.new) for change in row.changes],
                    [(change.label, change.old, change.new) for change in row.kept],
                    row.remarks,
                ],
            ),
        )
        for row in plan.rows
    ]


def all_resources() -> list[tuple]:
    names = ["title", "url", "format", "summary", "status", "attention", "modified_at"]
    return list(Resource.objects.order_by("pk").values_list("pk", *names))


# First import


def test_row_is_imported_with_all_values():
    TopicFactory(name="Policy, Advocacy", slug="policy")
    TopicFactory(name="Equity", slug="equity")
    PlaceFactory(name="New Hampshire", slug="new-hampshire")
    Tag.objects.create(name="Seat time", slug="seat-time")
    more = ["Notes", "Presenters", "Date", "Topics", "Tags", "States", "Sector", "Archived"]

    import_rows(
        [
            "  Quality\nPrinciples ",
            "www.example.org/quality",
            "Reports",
            "In one sentence.",
            "Our *words*.",
            "Chris Sturgis, Principal, MetisNet;",
            "2018-03-01",
            "Policy, Advocacy; EQUITY",
            "seat-time, New words",
            "new hampshire",
            "Higher Ed",
            "https://archive.example/quality",
        ],
        headings=[*HEADINGS, *more],
    )

    resource = Resource.objects.get()
    now = timezone.now()
    assert {
        "title": resource.title,
        "slug": resource.slug,
        "url": resource.url,
        "format": resource.format,
        "summary": resource.summary,
        "html": resource.body_html,
        "made_by": resource.made_by,
        "year": resource.year,
        "topics": sorted(topic.slug for topic in resource.topics.all()),
        "tags": sorted(tag.name for tag in resource.tags.all()),
        "places": [place.slug for place in resource.places.all()],
        "sector": resource.sector,
        "archived_url": resource.archived_url,
        "attention": resource.attention,
        "is_public": resource.is_public,
        "today": resource.published_at.date() == now.date(),
    } == {
        "title": "Quality Principles",
        "slug": "quality-principles",
        "url": "https://www.example.org/quality",
        "format": "report",
        "summary": "In one sentence.",
        "html": "<p>Our <em>words</em>.</p>",
        "made_by": "Chris Sturgis, Principal, MetisNet",
        "year": 2018,
        "topics": ["equity", "policy"],
        "tags": ["New words", "Seat time"],
        "places": ["new-hampshire"],
        "sector": "higher-education",
        "archived_url": "https://archive.example/quality",
        "attention": "",
        "is_public": True,
        "today": True,
    }


def test_row_without_url_needs_attention():
    import_rows(["One", "", "book", ""])

    assert Resource.objects.get().attention == "It has no address yet."


def test_unknown_values_are_reported_for_row():
    report = import_rows(
        ["One", "https://example.org/", "", "Rubrics, Nonsense", "Utopia"],
        headings=["Title", "URL", "Format", "Topics", "Places"],
    )

    resource = Resource.objects.get()
    remarks = [
        "There are no topics “Rubrics” and “Nonsense” here, so they were left out.",
        "There is no place “Utopia” here, so it was left out.",
        "The spreadsheet does not say which format it has, so it was imported as a website.",
    ]
    assert summarize(report) == [(2, "new", remarks)]
    assert (resource.format, resource.attention) == ("website", "\n".join(remarks))


def test_rows_can_be_imported_as_drafts():
    import_rows(["One", "", "book", ""], is_published=False)

    assert Resource.objects.get().status == Status.DRAFT


def test_writer_cannot_publish_rows(client):
    writer = sign_in(client, "Writers")

    report = import_rows(["One", "", "book", ""], by=writer)

    assert [(row.outcome.value, row.problems[0].sentence) for row in report.rows] == [
        (
            "failed",
            "Only an editor can publish. There is no editor yet: ask an administrator.",
        )
    ]
    assert not Resource.objects.exists()


def test_history_names_importing_user(client):
    editor = sign_in(client, "Editors")

    import_rows(["One", "", "book", ""], by=editor)

    revisions = Revision.objects.values_list("by", "reason")
    assert list(revisions) == [(editor.pk, "Imported from a spreadsheet")]


def test_errors_name_row_and_column_without_blocking_other_rows():
    report = import_resources(
        sheet=sheet_of(
            ["Title", "Link", "Type", "Year", "Sector", "Tags"],
            ["", "https://example.org/1", "book", "2018", "", ""],
            ["Two", "not an address", "novel", "soon", "space", ""],
            ["Three", "javascript:alert(1)", "book", "2017, 2018", "", "x" * 101],
            ["4" * 301, "", "", "", "", ""],
            ["Five", "", "", "", "", ""],
            ["Six", "https://example.org/6", "book", "2018", "k12", ""],
        )
    )

    no_address = "isn’t a web address. It must start with https:// or http:// and have no spaces."
    assert summarize(report) == [
        (2, "failed", [("Title", "Every resource needs a title.")]),
        (
            3,
            "failed",
            [
                ("Link", f"“not an address” {no_address}"),
                (
                    "Type",
                    "“novel” isn’t a format. Use Report, Article, Book, Paper, Tool, Video, "
                    "Recording, Policy, or Website.",
                ),
                ("Year", "“soon” isn’t a single year. Enter it like 2018."),
                ("Sector", "“space” isn’t a sector. Use K-12, Higher education, or Both."),
            ],
        ),
        (
            4,
            "failed",
            [
                ("Link", f"“javascript:alert(1)” {no_address}"),
                ("Year", "“2017, 2018” isn’t a single year. Enter it like 2018."),
                ("Tags", "A tag has at most 100 characters. Separate tags with commas."),
            ],
        ),
        (5, "failed", [("Title", "This is too long: 301 characters. The limit is 300.")]),
        (6, "failed", [("Format", "Without an address, it needs a format.")]),
        (7, "new"),
    ]
    assert [resource.title for resource in Resource.objects.all()] == ["Six"]


def test_database_error_does_not_block_other_rows():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE content_entry ADD CONSTRAINT no_two CHECK (title <> 'Two')")

    report = import_rows(
        ["One", "", "book", ""], ["Two", "", "book", ""], ["Three", "", "book", ""]
    )

    assert summarize(report) == [
        (2, "new"),
        (
            3,
            "failed",
            [
                (
                    "",
                    'The database refused it (new row for relation "content_entry" violates check '
                    'constraint "no_two").',
                )
            ],
        ),
        (4, "new"),
    ]
    assert [resource.title for resource in Resource.objects.order_by("pk")] == ["One", "Three"]


def test_equivalent_urls_are_duplicates():
    ResourceFactory(title="Ours", url="https://example.org/known/")

    report = import_rows(
        ["One", "http://www.example.org/a/?utm_source=x", "book", ""],
        ["Two", "https://example.org/a", "report", ""],
        ["Three", "example.org/known", "report", ""],
    )

    assert summarize(report) == [
        (2, "new"),
        (3, "duplicate", "Row 2 has the same address."),
        (4, "duplicate", "It is in the library already and did not come from a spreadsheet."),
    ]
    assert report.rows[2].entry.title == "Ours"
    assert sorted(Resource.objects.values_list("title", flat=True)) == ["One", "Ours"]


def test_other_users_draft_is_not_named_to_writer(client):
    ResourceFactory(title="Secret", url="https://example.org/a", draft=True)
    writer = sign_in(client, "Writers")

    plan = plan_import(
        sheet=sheet_of(HEADINGS, ["One", "https://example.org/a", "", ""]), by=writer
    )

    assert summarize(plan) == [(2, "duplicate", "Someone else’s draft has the same address.")]
    assert plan.rows[0].entry is None


def test_plan_writes_nothing_and_predicts_import():
    sheet = sheet_of(HEADINGS, ["One", "", "book", ""], ["Two", "", "novel", ""])

    plan = plan_import(sheet=sheet)

    assert not Resource.objects.exists()
    assert not Tag.objects.exists()
    assert summarize(plan) == summarize(import_resources(sheet=sheet))


def test_plan_query_count_does_not_grow_with_rows(django_assert_num_queries):
    TopicFactory(name="Equity")
    rows = [[f"Title {n}", f"https://example.org/{n}", "book", "Equity"] for n in range(30)]
    import_rows(*rows, headings=["Title", "URL", "Format", "Topics"])
    few = sheet_of(["Title", "URL", "Format", "Topics"], rows[0])
    many = sheet_of(["Title", "URL", "Format", "Topics"], *rows)

    with django_assert_num_queries(13):
        plan_import(sheet=few)
    with django_assert_num_queries(13):
        plan_import(sheet=many)


# Repeated imports


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


def test_adding_url_to_row_keeps_same_resource():
    import_rows(["One", "", "book", ""], ["One", "", "report", ""])
    first, second = Resource.objects.order_by("pk")

    report = import_rows(["One", "", "book", ""], ["one", "https://example.org/1", "report", ""])
    again = import_rows(["One", "", "book", ""], ["one", "https://example.org/1", "report", ""])

    assert summarize(report) == [
        (2, "unchanged"),
        (3, "updated", [("Title", "One", "one"), ("Address", "", "https://example.org/1")]),
    ]
    assert summarize(again) == [(2, "unchanged"), (3, "unchanged")]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.url, first.attention) == ("", "It has no address yet.")
    assert (second.url, second.attention) == ("https://example.org/1", "")


def test_removing_row_leaves_resource_with_same_title_unchanged():
    report, recording = (
        ["One", "", "report", "Of a report."],
        ["One", "", "recording", "Of a talk."],
    )
    import_rows(report, recording)
    before = all_resources()

    alone = import_rows(recording)
    swapped = import_rows(recording, report)

    assert (summarize(alone), summarize(swapped)) == (
        [(2, "unchanged")],
        [(2, "unchanged"), (3, "unchanged")],
    )
    assert all_resources() == before


def test_row_with_different_format_and_summary_is_new():
    import_rows(["One", "", "report", "Of a report."])
    rows = [["One", "", "recording", "Of a talk."], ["One", "", "report", "Of a report."]]

    first = import_rows(rows[0])
    both = import_rows(*rows)

    assert (summarize(first), summarize(both)) == (
        [(2, "new")],
        [(2, "unchanged"), (3, "unchanged")],
    )


def test_resource_matched_by_url_is_not_matched_by_another_row():
    import_rows(["One", "", "book", ""])
    import_rows(["One", "https://example.org/1", "book", ""])

    report = import_rows(
        ["One", "", "book", "Another."], ["One", "https://example.org/1", "book", ""]
    )

    assert summarize(report) == [(2, "new"), (3, "unchanged")]
    assert list(Resource.objects.order_by("pk").values_list("url", "summary")) == [
        ("https://example.org/1", ""),
        ("", "Another."),
    ]


def test_changed_url_is_new_and_names_possible_duplicate():
    import_rows(["Moved", "https://example.org/old", "book", ""])
    import_rows(["Other", "https://example.org/other", "book", ""])
    path = Resource.objects.get(title="Moved").get_absolute_url()

    report = import_rows(
        ["Moved", "https://example.org/new", "book", ""],
        ["Other", "https://example.org/another", "book", ""],
        ["Other", "https://example.org/other", "book", ""],
    )

    assert summarize(report) == [
        (
            2,
            "new",
            f"It may be the same as “Moved” ({path}) with a new address. If it is, change the "
            "address there instead.",
        ),
        (3, "new"),
        (4, "unchanged"),
    ]


def test_locally_fixed_url_is_kept():
    import_rows(["One", "https://example.org/old", "book", ""])
    resource = Resource.objects.get()
    resource.url = "https://example.org/new"
    save_entry(entry=resource, by=UserFactory())

    report = import_rows(["One", "https://example.org/old", "book", ""])

    assert summarize(report) == [(2, "unchanged")]
    assert Resource.objects.get().url == "https://example.org/new"


def test_two_rows_for_same_resource_are_reported():
    import_rows(["One", "https://example.org/old", "book", ""])
    resource = Resource.objects.get()
    resource.url = "https://example.org/new"
    save_entry(entry=resource, by=UserFactory())

    report = import_rows(
        ["One", "https://example.org/old", "book", ""],
        ["One again", "https://example.org/new", "book", ""],
    )

    assert summarize(report) == [
        (2, "unchanged"),
        (3, "duplicate", "Row 2 is about the same resource."),
    ]


def test_locally_deleted_resource_is_not_restored():
    import_rows(["One", "https://example.org/1", "book", ""], ["Two", "", "book", ""])
    for resource in Resource.objects.all():
        delete_entry(entry=resource, by=None)

    report = import_rows(["One", "https://example.org/1", "book", ""], ["Two", "", "book", ""])

    reason = "It was deleted here, so it is not imported again."
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


def test_rows_beyond_limit_are_left_for_next_import():
    sheet = sheet_of(HEADINGS, *([f"Title {n}", "", "book", ""] for n in range(5)))

    first = import_resources(sheet=sheet, at_most=3)
    second = import_resources(sheet=sheet, at_most=3)

    assert first.counts == {Outcome.NEW: 3, Outcome.PENDING: 2}
    assert second.counts == {Outcome.NEW: 2, Outcome.UNCHANGED: 3}


# The command


def run(path, *options: str) -> str:
    output = StringIO()
    call_command("import_resources", str(path), *options, stdout=output)
    return output.getvalue()


def test_command_dry_run_shows_plan_and_writes_nothing(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes([*HEADINGS, "Foo"], ["One", "", "book", "", "x"]))

    output = run(path, "--dry-run")

    assert "The column “Foo” isn’t recognized, so it was skipped." in output
    assert table_of(output) == ("What an import would do", {"new": "1"})
    assert "This was a dry run: nothing was saved." in output
    assert not Resource.objects.exists()


def test_command_imports_workbook_and_can_be_repeated(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook_bytes(List=[["Title", "Format", "Year"], ["[One]", "book", 2018.0]]))
    editor = UserFactory(is_superuser=True)

    first = run(path, "--by", editor.email)
    second = run(path)

    assert table_of(first) == ("What was imported", {"new": "1"})
    assert table_of(second) == ("What was imported", {"unchanged": "1"})
    assert "[One]" in first
    resource = Resource.objects.get()
    assert (resource.year, resource.created_by, resource.status) == (2018, editor, "published")


def test_command_can_import_drafts(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes(HEADINGS, ["One", "", "book", ""]))

    run(path, "--draft")

    assert Resource.objects.get().status == Status.DRAFT


def test_command_prints_errors_by_row_and_column_and_fails(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes(HEADINGS, ["One", "", "novel", ""], ["Two", "", "book", ""]))
    output = StringIO()

    with pytest.raises(CommandError) as failed:
        call_command("import_resources", str(path), stdout=output)

    assert (str(failed.value), failed.value.returncode) == ("One item failed. See above.", 1)
    assert "Row 2: column “Format”: “novel” isn’t a format" in output.getvalue()
    assert [resource.title for resource in Resource.objects.all()] == ["Two"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file "),
        (
            b"",
            "list.csv: This file is empty. Choose a file with at least one row below the headings.",
        ),
        (
            b"\x89PNG\r\n",
            "list.csv: This isn’t a spreadsheet. Save the list as CSV (UTF-8) or as an Excel "
            "workbook (.xlsx), and choose that file.",
        ),
        (
            b"Kind\nbook\n",
            "list.csv: No column is named “Title”. The first row must name the columns.",
        ),
    ],
)
def test_command_explains_file_error(tmp_path, content, sentence):
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError) as failed:
        run(path)

    assert str(failed.value).startswith(sentence)


def test_command_rejects_user_who_is_unknown_or_cannot_publish(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes(HEADINGS, ["One", "", "book", ""]))
    UserFactory(name="Ada", email="ada@example.org")

    with pytest.raises(
        CommandError, match=r"^No user has the email address unknown@example\.org\.$"
    ):
        run(path, "--by", "unknown@example.org")
    with pytest.raises(CommandError, match=r"^Ada cannot publish\. Use --draft\. Only an editor"):
        run(path, "--by", "ada@example.org")


@pytest.mark.usefixtures("another_import")
def test_command_fails_while_another_import_is_running(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_bytes(HEADINGS, ["One", "", "book", ""]))

    with pytest.raises(CommandError, match=r"^Another import is running\. Wait until it is done"):
        call_command("import_resources", str(file), stdout=StringIO())

    assert Resource.objects.count() == 0
