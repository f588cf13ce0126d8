"""An import that is run again, or was interrupted, still lists everything that it found."""

from io import StringIO

import pytest
from django.core.management import call_command

from blog.models import Post
from imports.models import ImportFinding, ImportRun
from imports.wordpress.post_types import read_choices
from tests.factories import UserFactory
from tests.support.import_reports import counts
from tests.support.wordpress_exports import comment, custom_term, item, meta, term, write_export

pytestmark = pytest.mark.django_db

PARTS = (
    item(1, content='<p>[poll id="7"] See <a href="/not-here/">this</a>.</p>'),
    item(2, meta("_thumbnail_id", "99"), meta("mood", "good"), content="<!-- wp:acf/quote /-->"),
    item(3, comment(31), post_type="page", title=""),
    item(4, comment(41), post_type="quiz", title="Which kind?"),
    item(5, link="https://old.example.org/search/", post_name="post-1"),
)


def test_unchanged_items_are_listed_as_they_were_the_first_time(import_items):
    first, second = import_items(*PARTS), import_items(*PARTS)

    assert second.findings == first.findings
    assert second.not_imported == first.not_imported
    assert (first.unaccounted(), second.unaccounted()) == ({}, {})
    assert counts(second)["Posts"] == {"unchanged": 3}


def test_finding_of_two_posts_with_the_same_title_is_listed_for_each(import_items):
    twins = [item(number, title="Untopical", post_name=f"twin-{number}") for number in (1, 2)]

    report = import_items(*twins)

    first, second = Post.objects.order_by("pk").values_list("pk", flat=True)
    assert list(report.findings["No topic"]) == [("“Untopical”", first), ("“Untopical”", second)]


def test_interrupted_import_is_listed_and_the_next_one_lists_everything(
    tmp_path, monkeypatch, admin_client
):
    path = write_export(tmp_path, *PARTS)
    monkeypatch.setattr("imports.wordpress.importer.BATCH", 1)
    monkeypatch.setattr("imports.wordpress.importer.AHEAD", 0)
    with monkeypatch.context() as patch:
        patch.setattr("imports.wordpress.importer.Progress.advance", interrupt)
        with pytest.raises(KeyboardInterrupt):
            call_command("import_wordpress", str(path), stdout=StringIO())
    interrupted = ImportRun.objects.get()
    posts_before = Post.objects.count()

    call_command("import_wordpress", str(path), stdout=StringIO())

    finished = ImportRun.objects.exclude(pk=interrupted.pk).get()
    assert posts_before == 1
    assert "was interrupted" in admin_client.get(interrupted.get_admin_url()).content.decode()
    assert [row[1] for row in finished.findings_in_all.items()] == [
        finished.findings.filter(heading=heading).count() for heading in finished.findings_in_all
    ]
    assert finished.findings.filter(sentence="“Post 1”: [poll]").get().entry.title == "Post 1"


def interrupt(progress, item):
    raise KeyboardInterrupt


def test_running_import_is_shown_as_running(another_import, admin_client):
    ImportRun.objects.create(importer="WordPress", files="a.xml", started_at="2026-01-05T15:00Z")
    running = ImportRun.objects.create(
        importer="WordPress", files="a.xml", started_at="2026-01-06T15:00Z"
    )

    page = admin_client.get("/admin/imports/importrun/").content.decode()

    assert (page.count(">Running<"), page.count(">Interrupted<")) == (1, 1)
    assert "is running" in admin_client.get(running.get_admin_url()).content.decode()


def test_finding_that_was_done_stays_done_in_the_next_import(tmp_path):
    path = write_export(tmp_path, *PARTS)
    call_command("import_wordpress", str(path), stdout=StringIO())
    editor = UserFactory()
    poll = ImportFinding.objects.filter(sentence="“Post 1”: [poll]")
    poll.update(done_at="2026-01-05T15:00Z", done_by=editor)

    call_command("import_wordpress", str(path), stdout=StringIO())

    latest = ImportRun.objects.latest("pk").findings.exclude(done_at=None)
    assert list(latest.values_list("sentence", "done_by")) == [("“Post 1”: [poll]", editor.pk)]


def test_import_that_cannot_start_is_not_listed(tmp_path, another_import):
    path = write_export(tmp_path, item(1))

    with pytest.raises(Exception, match="Another import is running"):
        call_command("import_wordpress", str(path), stdout=StringIO())

    assert ImportRun.objects.count() == 0


def test_page_that_came_later_is_linked_from_unchanged_post(import_items):
    linking = item(1, content='<a href="/reflections/post-2/">Next</a>')
    import_items(linking)

    import_items(linking, item(2))

    assert Post.objects.get(slug="post-1").body == "[Next](/blog/post-2/)"


def test_choices_of_the_second_import_reach_unchanged_posts(import_items):
    parts = (
        custom_term("location", "ohio", "Ohio"),
        item(1, term("location", "ohio", "Ohio"), meta("funder", "The Fund")),
        item(2),
    )
    import_items(*parts)

    report = import_items(*parts, choices=read_choices(["location=places"], ["funder"]))

    post = Post.objects.get(slug="post-1")
    assert [place.name for place in post.places.all()] == ["Ohio"]
    assert post.body == "Some words.\n\n**Funder:** The Fund"
    assert counts(report)["Posts"] == {"updated": 1, "unchanged": 1}
