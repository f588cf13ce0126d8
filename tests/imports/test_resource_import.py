"""Importing a spreadsheet of resources for the first time."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag

from content.editing.slugs import propose_slug
from content.models import Revision, Status
from imports.reports import Outcome
from imports.resources.columns import RESOURCES
from imports.resources.importer import RowWriter, import_resources
from imports.resources.planning import plan_import
from imports.resources.reading import name_untitled
from imports.spreadsheets import read_spreadsheet
from tests.factories import PlaceFactory, ResourceFactory, TopicFactory
from tests.support.resource_imports import HEADINGS, import_rows, summarize
from tests.support.signing_in import sign_in
from tests.support.spreadsheets import replace_part, sheet_of, sheet_part, workbook_bytes
from wiki.models import Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


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
        "This site has no topics “Rubrics” and “Nonsense”, so they were left out.",
        "This site has no place “Utopia”, so it was left out.",
        "The spreadsheet does not say which format it has, so it was imported as a website.",
    ]
    assert summarize(report) == [(2, "new", remarks)]
    assert (resource.format, resource.attention) == ("website", "\n".join(remarks))


def test_abbreviation_of_state_is_the_place():
    PlaceFactory(name="Maine", slug="maine")
    PlaceFactory(name="New Hampshire", slug="new-hampshire")

    import_rows(["One", "https://example.org/", "ME, N.H."], headings=["Title", "URL", "State"])

    places = Resource.objects.get().places.order_by("slug")
    assert [place.slug for place in places] == ["maine", "new-hampshire"]


def test_attached_file_is_noted():
    report = import_rows(
        ["One", "https://example.org/", "book", "a.pdf"],
        headings=["Title", "URL", "Format", "File Attachments"],
    )

    assert report.rows[0].notes == [
        "File Attachments: “a.pdf” isn’t in this file, so it was left out. Upload it here if "
        "readers should have it."
    ]


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
        (2, "failed", [("Title", name_untitled("https://example.org/1"))]),
        (
            3,
            "failed",
            [
                ("Link", f"“not an address” {no_address} It was left out."),
                (
                    "Type",
                    "“novel” isn’t a format. Use Report, Article, Book, Paper, Tool, Video, "
                    "Recording, Policy, or Website.",
                ),
            ],
        ),
        (
            4,
            "new",
            [
                f"Link: “javascript:alert(1)” {no_address} It was left out.",
                "Year: “2017, 2018” isn’t a single year, so it was left out. Enter it like 2018.",
                "Tags: A tag has at most 100 characters. Separate tags with commas. It was left "
                "out.",
            ],
        ),
        (5, "failed", [("Title", "This is too long: 301 characters. The limit is 300.")]),
        (6, "failed", [("Format", "Without an address, it needs a format.")]),
        (7, "new"),
    ]
    assert [resource.title for resource in Resource.objects.order_by("pk")] == ["Three", "Six"]


@pytest.mark.parametrize(
    "address",
    [
        "see PDF in the folder",
        "ftp://example.org/report.pdf",
        "mailto:ann@example.org",
        "https://example.org/my files/report",
    ],
)
def test_odd_address_is_left_out_with_note(address):
    report = import_rows(["One", address, "book", ""])

    note = (
        f"URL: “{address}” isn’t a web address. It must start with https:// or http:// and have no "
        "spaces. It was left out."
    )
    resource = Resource.objects.get()
    assert summarize(report) == [(2, "new", [note])]
    assert (resource.url, resource.attention) == ("", f"It has no address yet.\n{note}")


def test_address_that_became_odd_leaves_resource_as_it_is():
    import_rows(["One", "https://example.org/1", "book", ""])

    report = import_rows(["One", "see the folder", "book", ""])

    assert [row.outcome for row in report.rows] == [Outcome.UNCHANGED]
    assert [resource.url for resource in Resource.objects.all()] == ["https://example.org/1"]


def test_unknown_sector_is_left_out_with_note():
    report = import_rows(
        ["One", "https://example.org/1", "book", "early years"],
        headings=["Title", "URL", "Format", "Sector"],
    )

    assert summarize(report) == [
        (
            2,
            "new",
            [
                "Sector: “early years” isn’t a sector. Use K-12, Higher education, or Both. It was "
                "left out."
            ],
        )
    ]


def test_formula_without_value_is_left_out_with_note():
    part = sheet_part(
        '<row r="1"><c r="A1" t="str"><v>Title</v></c><c r="B1" t="str"><v>URL</v></c>'
        '<c r="C1" t="str"><v>Year</v></c><c r="D1" t="str"><v>Format</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>One</v></c><c r="B2" t="e"><f>A9</f><v>#N/A</v></c>'
        '<c r="C2"><f>2017+1</f></c><c r="D2" t="str"><v>Book</v></c></row>'
    )
    content = replace_part(workbook_bytes(List=[["Title"]]), "xl/worksheets/sheet1.xml", part)

    report = import_resources(sheet=read_spreadsheet(content, RESOURCES))

    assert summarize(report) == [
        (
            2,
            "new",
            [
                "URL: The cell shows #N/A. Fix its formula. It was left out.",
                "Year: This formula was saved without its result. Open the file in your "
                "spreadsheet program, save it, and choose it again. It was left out.",
            ],
        )
    ]


@pytest.mark.parametrize(
    ("address", "url", "note"),
    [
        (
            "example.org/a; example.org/b",
            "https://example.org/a",
            "This cell has several addresses, so only the first was imported. Left out: "
            "example.org/b",
        ),
        (
            "www.example.org/x y",
            "https://www.example.org/x",
            "What is beside the address was left out: “… y”.",
        ),
    ],
)
def test_what_is_beside_an_address_is_noted(address, url, note):
    report = import_rows(["One", address, "book", ""])

    assert Resource.objects.get().url == url
    assert report.rows[0].notes == [f"URL: {note}"]


@pytest.mark.parametrize(
    ("text", "year", "note"),
    [
        ("44392", 2021, "“44392” was read as 2021: Excel stores a date like that."),
        ("20180", None, "“20180” isn’t a single year, so it was left out. Enter it like 2018."),
    ],
)
def test_number_in_column_of_years_is_read_with_note(text, year, note):
    report = import_rows(
        ["One", "https://example.org/", "book", text], headings=["Title", "URL", "Format", "Year"]
    )

    [row] = report.rows
    assert (Resource.objects.get().year, [*row.remarks, *row.notes]) == (year, [f"Year: {note}"])


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


def test_row_count_does_not_add_queries_for_new_rows(django_assert_max_num_queries):
    def sheet(name: str, count: int):
        rows = (
            [f"{name} {n}", f"https://example.org/{name}/{n}", "book", ""] for n in range(count)
        )
        return sheet_of(HEADINGS, *rows)

    with CaptureQueriesContext(connection) as few:
        import_resources(sheet=sheet("a", 2))
    with django_assert_max_num_queries(len(few) + 28):
        # One more for each: its row in the table of resources.
        import_resources(sheet=sheet("b", 30))


def choose_slug_of_one(writer: RowWriter, titles: list[str]) -> list[str]:
    """Refuse several rows, so that each is written alone."""
    (title,) = titles
    return [propose_slug(title, model=Resource)]


def test_rows_saved_together_are_like_rows_saved_alone(monkeypatch):
    TopicFactory(name="Equity", slug="equity")
    PlaceFactory(name="Ohio", slug="ohio")
    headings = ["Title", "URL", "Format", "Notes", "Topics", "Tags", "Places"]
    rows = [
        ["One", "https://example.org/1", "book", "Our *words*.", "Equity", "a; New", "Ohio"],
        ["One", "", "report", "", "", "new; b", ""],
    ]

    def stored() -> list[tuple]:
        return [
            (
                resource.guid,
                resource.slug,
                resource.body_html,
                sorted(tag.name for tag in resource.tags.all()),
                [place.slug for place in resource.places.all()],
                resource.source_records.get().data,
                {k: v for k, v in resource.revisions.get().data.items() if "_at" not in k},
            )
            for resource in Resource.objects.order_by("slug")
        ]

    with transaction.atomic():
        with monkeypatch.context() as patch:
            patch.setattr(RowWriter, "choose_slugs", choose_slug_of_one)
            import_rows(*rows, headings=headings)
        alone = stored()
        transaction.set_rollback(True)
    import_rows(*rows, headings=headings)

    without_ids = [str(row).replace("'id'", "") for row in (alone, stored())]
    assert len(alone) == 2
    assert re.sub(r": \d+", "", without_ids[0]) == re.sub(r": \d+", "", without_ids[1])
