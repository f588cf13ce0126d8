"""The old site's list of publications and webinars is imported in full, once."""

import csv
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from imports.models import ImportFinding, ImportRun
from tests.support.corpus import corpus_path
from tests.support.printed_reports import table_of
from tests.support.spreadsheets import csv_bytes
from wiki.models import Resource

pytestmark = pytest.mark.django_db

EQUITY = (
    "Designing for Equity: Leveraging Competency-Based Education to Ensure All Students Succeed"
)
LEVERS = (
    "Levers and Logic Models: A Framework to Guide Research and Design of High-Quality "
    "Competency-Based Education Systems"
)
LEVERS_IN_SCHOOLS = LEVERS.replace("High-Quality", "High-Quality K-12")


def run(*options: str) -> str:
    output = StringIO()
    path = corpus_path("competencyworks/library.csv")
    call_command("import_resources", str(path), *options, stdout=output)
    return output.getvalue()


def all_rows() -> dict[str, list]:
    """Return all rows of all tables, but for the reports that each import keeps."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model not in (ImportRun, ImportFinding)
    }


def test_ten_rows_are_imported_as_listed():
    run()

    resources = Resource.objects.order_by("pk")
    assert [(resource.format, resource.made_by) for resource in resources] == [
        ("book", ""),
        ("report", ""),
        ("report", ""),
        ("recording", ""),
        ("report", ""),
        ("recording", "Chris Sturgis, Principal, MetisNet"),
        ("report", ""),
        ("report", ""),
        ("report", ""),
        ("recording", ""),
    ]
    assert {
        (resource.is_public, resource.attention, bool(resource.summary)) for resource in resources
    } == {(True, "It has no address yet.", True)}
    assert (resources[1].title, resources[4].title) == (EQUITY, LEVERS)


def test_two_companion_pairs_are_suggested_and_joined():
    run()

    offered = run()
    joined = run("--join-companions")

    assert [output.count("  • “") for output in (offered, joined, run())] == [2, 2, 0]
    pairs = Resource.companions.through.objects.filter(from_entry__lt=models.F("to_entry"))
    titles = pairs.order_by("from_entry").values_list("from_entry__title", "to_entry__title")
    assert list(titles) == [
        (EQUITY, EQUITY),
        (LEVERS.replace("High-Quality", "High-Quality K-12"), LEVERS),
    ]


def test_second_import_changes_nothing():
    run()
    before = all_rows()

    output = run()

    assert table_of(output) == ("What was imported", {"unchanged": "10"})
    assert all_rows() == before


def test_removed_row_does_not_affect_row_with_same_title(tmp_path):
    run()
    before = all_rows()
    text = corpus_path("competencyworks/library.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(StringIO(text, newline="")))
    shorter = tmp_path / "library.csv"
    shorter.write_bytes(csv_bytes(*(row for number, row in enumerate(rows, 1) if number != 3)))
    output = StringIO()

    call_command("import_resources", str(shorter), stdout=output)

    assert rows[2][0] == EQUITY
    assert table_of(output.getvalue()) == ("What was imported", {"unchanged": "9"})
    assert all_rows() == before
