"""The commands import_markdown and import_html."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.models import Redirect
from imports.exceptions import ImportRunning
from imports.html_pages import importer as html_pages
from imports.markdown_files import importer as markdown_files
from wiki.models import Article

pytestmark = pytest.mark.django_db
COMMANDS = ["import_markdown", "import_html"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seat-time.md").write_text("---\nlayout: x\n---\nHours.")
    (tmp_path / "seat-time.html").write_text("<title>Seat time</title><div id=t>Hours.</div>")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_command_imports_a_folder_and_shows_the_report(folder, command):
    output = StringIO()

    call_command(command, str(folder), old_path="/docs", stdout=output)

    lines = [line.strip() for line in output.getvalue().splitlines()]
    assert lines[:2] == ["1 of 1", "What was imported"]
    assert Article.objects.get().body == "Hours."
    assert sorted(Redirect.objects.values_list("old_path", flat=True))[0] == "/docs/seat-time"


@pytest.mark.parametrize("command", COMMANDS)
def test_dry_run_saves_nothing(folder, command):
    output = StringIO()

    call_command(command, str(folder), dry_run=True, stdout=output)

    assert "This was a dry run: nothing was saved." in output.getvalue()
    assert Article.objects.count() == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_file_instead_of_a_folder_is_refused(folder, command):
    path = str(folder / "seat-time.md")

    with pytest.raises(CommandError, match="isn’t a folder"):
        call_command(command, path)


@pytest.mark.parametrize("command", COMMANDS)
def test_invalid_old_path_is_refused(folder, command):
    with pytest.raises(CommandError, match="is not a path"):
        call_command(command, str(folder), old_path="docs")


@pytest.mark.parametrize("command", COMMANDS)
def test_failure_is_reported_and_fails_the_command(folder, command):
    (folder / "bad.md").write_bytes(b"\0")
    (folder / "bad.html").write_bytes(b"\0")
    output = StringIO()

    with pytest.raises(CommandError, match=r"^One item failed\. See above\.$"):
        call_command(command, str(folder), stdout=output)

    assert "It isn’t text: it contains null bytes. Save it as UTF-8." in output.getvalue()
    assert Article.objects.count() == 1


def test_html_command_takes_a_selector(folder):
    call_command("import_html", str(folder), content="#t", stdout=StringIO())

    assert Article.objects.get().body == "Hours."


@pytest.mark.usefixtures("another_import")
@pytest.mark.parametrize("importer", [markdown_files, html_pages])
def test_concurrent_import_is_rejected(folder, importer):
    with pytest.raises(ImportRunning):
        importer.import_folder(folder)
