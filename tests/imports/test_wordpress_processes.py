"""Large exports, whose texts are converted in processes of their own."""

import multiprocessing

import pytest

from blog.models import Comment, Post
from content.models import Link
from imports.reports import ImportReport
from imports.wordpress.bodies import WORTH_PROCESSES
from imports.wordpress.importer import BATCH, CHARACTERS_PER_BATCH, in_batches
from imports.wordpress.plan import Plan, SourceItem
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.wxr import read_export_file
from tests.support.import_reports import counts
from tests.support.wordpress_exports import comment, item, write_export

pytestmark = pytest.mark.django_db

NUMBER = WORTH_PROCESSES + 50


def test_batches_of_long_texts_have_fewer_items(tmp_path):
    contents = ["x" * (CHARACTERS_PER_BATCH // 2), "x", "x" * CHARACTERS_PER_BATCH, *["x"] * BATCH]
    path = write_export(
        tmp_path, *(item(number, content=content) for number, content in enumerate(contents))
    )
    exports = read_export_file(path)
    plan = Plan(exports, ImportChoices(), ImportReport())
    sources = [
        SourceItem(export, each, planned, "Posts", ImportChoices())
        for export, each, planned in plan.read()
        if planned
    ]

    assert [len(batch) for batch in in_batches(sources)] == [3, BATCH]


def test_import_goes_on_without_its_processes(import_items):
    killed = []

    def kill_processes(done: int, total: int, title: str) -> None:
        for process in multiprocessing.active_children() if not killed else ():
            process.kill()
            killed.append(process.pid)

    report = import_items(
        *(
            item(number, comment(1000 + number), content=f'<a href="/?p={NUMBER}">Last</a>')
            for number in range(1, NUMBER + 1)
        ),
        on_progress=kill_processes,
    )

    assert len(killed) > 0
    assert report.failures == []
    assert counts(report)["Posts"] == {"new": NUMBER}
    assert Comment.objects.count() == NUMBER
    assert set(Post.objects.values_list("body", flat=True)) == {f"[Last](/blog/post-{NUMBER}/)"}
    assert Link.objects.filter(target__slug=f"post-{NUMBER}").count() == NUMBER
