"""Which row of a spreadsheet is about which resource."""

import pytest

from content.editing.saving import save_entry
from tests.factories import UserFactory
from tests.support.resource_imports import all_resources, import_rows, summarize
from wiki.models import Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


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
