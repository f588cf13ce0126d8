"""The command import_resources."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.models import Status
from tests.factories import UserFactory
from tests.support.printed_reports import table_of
from tests.support.resource_imports import HEADINGS
from tests.support.spreadsheets import csv_bytes, workbook_bytes
from wiki.models import Resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


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
            "list.csv: No column is named “Title”. One of the first rows must name the columns. "
            "The columns found are “Kind”.",
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
