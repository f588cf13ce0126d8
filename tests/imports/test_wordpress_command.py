"""The command import_wordpress, and imports that fail."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from blog.models import Comment, Post
from content.models import Redirect
from imports import commands
from imports.exceptions import ImportRunning
from imports.wordpress import batches
from imports.wordpress.importer import import_exports
from tests.support.import_reports import counts
from tests.support.wordpress_exports import comment, item, write_export

pytestmark = pytest.mark.django_db


def test_command_shows_progress_table_and_items_needing_attention(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "ITEMS_PER_LINE", 10)
    path = write_export(tmp_path, *(item(number, title="") for number in range(1, 15)))
    output = StringIO()

    call_command("import_wordpress", str(path), stdout=output)

    lines = [line.strip() for line in output.getvalue().splitlines()]
    assert lines[:3] == ["10 of 14", "14 of 14", "What was imported"]
    assert "│ Posts     │          14 │  14 │           │" in lines
    assert "No title (14)" in lines
    assert "… and 2 more: see them with --verbosity 2." in lines


def test_command_fails_after_table_if_file_is_unreadable(tmp_path):
    good = write_export(tmp_path, item(1))
    bad = tmp_path / "bad.xml"
    bad.write_text("<rss><channel>")
    output = StringIO()

    with pytest.raises(CommandError, match=r"^One item failed\. See above\.$"):
        call_command("import_wordpress", str(bad), str(good), stdout=output)

    assert Post.objects.count() == 1
    assert f"  • {bad}: {bad} is incomplete: it ends in line 1" in output.getvalue()


def test_command_rejects_missing_media_folder(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("import_wordpress", "a.xml", media=tmp_path / "nothing")


def test_failing_item_is_rolled_back_and_others_are_imported(import_items, monkeypatch):
    keep = batches.add_old_addresses

    def fail_for_second(items, report, **options):
        keep(items, report, **options)
        if any(item.post_id == "2" for _, item, _ in items):
            raise RuntimeError("no luck")

    monkeypatch.setattr(batches, "add_old_addresses", fail_for_second)

    report = import_items(item(1), item(2, comment(11)), item(3))

    assert sorted(Post.objects.values_list("slug", flat=True)) == ["post-1", "post-3"]
    assert (Comment.objects.count(), Redirect.objects.filter(old_path="/?p=2").count()) == (0, 0)
    assert counts(report) == {
        "People": {"new": 1},
        "Posts": {"new": 2, "failed": 1},
        "Comments": {"failed": 1},
        "Redirects": {"new": 4},
    }
    assert report.failures == [
        (
            "export.xml, line 31, “Post 2”",
            "This is an error in the importer (RuntimeError: no luck). Everything else was "
            "imported. Report this item with its part of the file.",
        )
    ]


def test_command_asks_a_worker_to_find_proposals(tmp_path):
    path = write_export(tmp_path, item(1))

    call_command("import_wordpress", str(path), dry_run=True, stdout=StringIO())
    foreseen = ProcrastinateJob.objects.filter(task_name="imports.find_proposals").count()
    for _ in range(2):
        call_command("import_wordpress", str(path), stdout=StringIO())

    jobs = ProcrastinateJob.objects.filter(task_name="imports.find_proposals")
    assert (foreseen, jobs.count()) == (0, 1)


@pytest.mark.usefixtures("another_import")
def test_concurrent_import_is_rejected(tmp_path):
    with pytest.raises(ImportRunning):
        import_exports([write_export(tmp_path, item(1))])

    assert Post.objects.count() == 0
