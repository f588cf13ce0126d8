"""The command import_mediawiki, dry runs, and imports that fail."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from taggit.models import Tag

from content.models import Redirect
from imports.exceptions import ImportRunning
from imports.mediawiki import importer
from imports.mediawiki.importer import import_dump
from tests.support.import_reports import counts, row_counts
from tests.support.mediawiki_dumps import page, redirect, write_dump
from wiki.models import Article

pytestmark = pytest.mark.django_db
PAGES = (
    page(1, title="A", text="''a'' [[B]]\n[[Category:X]]"),
    page(2, title="A/B", text="b"),
    redirect(3, "Old", "A"),
)


def test_dry_run_reports_everything_and_writes_nothing(import_pages):
    before = row_counts()

    foreseen = import_pages(*PAGES, old_folder="/wiki/", is_dry_run=True)

    assert row_counts() == before
    done = import_pages(*PAGES, old_folder="/wiki/")
    assert counts(foreseen) == counts(done)
    assert (foreseen.remarks, foreseen.failures) == (done.remarks, done.failures)


def test_failing_page_is_rolled_back_and_others_are_imported(import_pages, monkeypatch):
    keep = importer.add_old_address

    def fail_for_second(path, entry, report):
        keep(path, entry, report)
        if entry.title == "Page 2":
            raise RuntimeError("no luck")

    monkeypatch.setattr(importer, "add_old_address", fail_for_second)

    report = import_pages(page(1), page(2, text="b [[Category:X]]"), page(3), old_folder="/w/")

    assert sorted(Article.objects.values_list("title", flat=True)) == ["Page 1", "Page 3"]
    assert counts(report) == {"Articles": {"new": 2, "failed": 1}, "Redirects": {"new": 2}}
    assert Tag.objects.count() == 0
    assert report.failures == [
        (
            "dump.xml, line 27, “Page 2”",
            "This is an error in the importer (RuntimeError: no luck). Everything else was "
            "imported. Report this item with its part of the file.",
        )
    ]


def test_pages_before_damage_are_imported(tmp_path):
    path = write_dump(tmp_path, page(1), page(2), page(3))
    path.write_bytes(path.read_bytes()[:-100])

    report = import_dump(path)

    assert sorted(Article.objects.values_list("title", flat=True)) == ["Page 1", "Page 2"]
    assert [name for name, _ in report.failures] == [str(path)]


def test_command_shows_table_and_items_needing_attention(tmp_path):
    path = write_dump(tmp_path, page(1, text="{{Kept|x}}"), page(2), name="dump.xml.bz2")
    output = StringIO()

    call_command("import_mediawiki", str(path), old_path="/w", stdout=output)

    lines = [line.strip() for line in output.getvalue().splitlines()]
    assert lines[:2] == ["2 of 2", "What was imported"]
    assert "│ Articles  │           2 │   2 │           │" in lines
    assert "• “Page 1”: Templates became the text of their parameters: {{Kept}}." in lines
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == [
        "/w/Page_1",
        "/w/Page_2",
    ]


def test_command_fails_if_dump_is_unreadable(tmp_path):
    path = tmp_path / "dump.xml"
    path.write_text("words")
    output = StringIO()

    with pytest.raises(CommandError, match=r"^One item failed\. See above\.$"):
        call_command("import_mediawiki", str(path), stdout=output)

    assert "isn’t a MediaWiki dump: it isn’t XML" in output.getvalue()


@pytest.mark.parametrize("old_path", ["wiki", "/index.php?title=", "https://wiki.example.org/"])
def test_command_rejects_invalid_old_path(tmp_path, old_path):
    with pytest.raises(CommandError, match="is not a path"):
        call_command("import_mediawiki", str(write_dump(tmp_path)), old_path=old_path)


@pytest.mark.usefixtures("another_import")
def test_concurrent_import_is_rejected(tmp_path):
    path = write_dump(tmp_path, page(1))
    with pytest.raises(ImportRunning):
        import_dump(path)

    assert Article.objects.count() == 0
