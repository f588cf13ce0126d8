"""Importing a WordPress export again, after changes there or here."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from blog.models import Comment, Post
from blog.services.series import place_part
from content.editing.saving import save_entry
from content.models import Entry
from imports import running
from imports.reports import Outcome
from imports.wordpress import items
from tests.factories import SeriesFactory, UserFactory
from tests.support.import_reports import row_counts
from tests.support.wordpress_exports import attachment, author, category, comment, item, term

pytestmark = pytest.mark.django_db


def test_importing_twice_changes_nothing(import_items):
    parts = (
        author("chris", "Chris Example"),
        category("analysis", "Analysis"),
        item(1, term("category", "analysis", "Analysis"), comment(11), comment(12, parent="11")),
        item(2, term("post_tag", "a", "A"), title=""),
        item(3, post_type="page"),
    )
    import_items(*parts)
    before = row_counts()
    entries = list(Entry.objects.order_by("pk").values())

    report = import_items(*parts)

    assert row_counts() == before
    assert list(Entry.objects.order_by("pk").values()) == entries
    assert {outcome for counter in report.counts.values() for outcome in counter} == {"unchanged"}


def test_changed_export_updates_unedited_post(import_items):
    import_items(item(1, comment(11)), author("chris", "Chris"))

    report = import_items(
        author("chris", "Chris"),
        author("ann", "Ann"),
        item(
            1,
            comment(11),
            comment(12),
            term("category", "analysis", "Analysis"),
            title="A better title",
            creator="ann",
        ),
    )

    post = Post.objects.get()
    assert (post.title, post.slug, post.attention) == ("A better title", "post-1", "")
    assert [person.name for person in post.authors] == ["Ann"]
    assert [topic.name for topic in post.topics.all()] == ["Analysis"]
    assert (post.comments.count(), post.revisions.count()) == (2, 2)
    assert report.counts["Posts"] == {Outcome.UPDATED: 1}


def test_changed_export_leaves_edited_post_alone(import_items):
    import_items(item(1))
    post = Post.objects.get()
    post.body = "Better words."
    save_entry(entry=post, by=UserFactory())

    unchanged = import_items(item(1))
    changed = import_items(item(1, content="Other words."))

    assert Post.objects.get().body == "Better words."
    assert unchanged.counts["Posts"] == {Outcome.UNCHANGED: 1}
    assert changed.counts["Posts"] == {Outcome.CONFLICT: 1}
    assert changed.remarks["Changed in the file and edited on this site, so not updated"] == [
        "“Post 1” (/blog/post-1/)"
    ]


@pytest.fixture
def while_preparing(monkeypatch):
    """Return a function that runs an action while an export's item is being prepared."""

    def run_while_preparing(action):
        prepare = items.ItemConverter.convert

        def prepare_late(self, export, item, text):
            prepared = prepare(self, export, item, text)
            action()
            return prepared

        monkeypatch.setattr(items.ItemConverter, "convert", prepare_late)

    return run_while_preparing


def test_edit_during_preparation_is_kept(import_items, while_preparing):
    import_items(item(1))
    while_preparing(lambda: edit(Post.objects.get(), body="Better words."))

    report = import_items(item(1, content="Other words."))

    assert Post.objects.get().body == "Better words."
    assert report.counts["Posts"] == {Outcome.CONFLICT: 1}


def edit(post: Post, *, body: str) -> None:
    post.body = body
    save_entry(entry=post, by=UserFactory())


def test_series_part_set_during_preparation_is_kept(import_items, while_preparing):
    import_items(item(1))
    series = SeriesFactory()
    while_preparing(
        lambda: place_part(series=series, post=Post.objects.get()),
    )

    report = import_items(item(1, content="Other words."))

    post = Post.objects.get()
    assert (post.series, post.part_number) == (series, 1)
    assert report.failures == []


def test_post_deleted_during_preparation_is_not_restored(import_items, while_preparing):
    import_items(item(1))
    while_preparing(lambda: Post.objects.get().delete())

    report = import_items(item(1, content="Other words."))

    assert Post.objects.count() == 0
    assert report.counts["Posts"] == {Outcome.DELETED: 1}


def test_locally_deleted_post_is_not_restored(import_items):
    import_items(item(1))
    Post.objects.get().delete()

    report = import_items(item(1))

    assert Post.objects.count() == 0
    assert report.counts["Posts"] == {Outcome.DELETED: 1}


@pytest.mark.django_db(transaction=True)
def test_editor_waits_until_item_is_imported(import_items, monkeypatch):
    import_items(item(1))
    locks = []

    def note_lock(entry, record, *, digest):
        with ThreadPoolExecutor(1) as other:
            locks.append(other.submit(is_locked, entry.pk).result())
        return Outcome.UNCHANGED

    monkeypatch.setattr(running, "decide_outcome", note_lock)

    import_items(item(1, content="Other words."))

    assert locks == [True]


def is_locked(pk: int) -> bool:
    try:
        with transaction.atomic():
            return not Entry.objects.select_for_update(skip_locked=True).filter(pk=pk).exists()
    finally:
        connection.close()


def test_comment_that_changed_in_the_export_stays_and_is_listed(import_items):
    import_items(item(1, comment(11, "First words.")))

    report = import_items(item(1, comment(11, "Other words."), title="A better title"))

    assert Comment.objects.get().text == "First words."
    assert report.counts["Comments"] == {Outcome.CONFLICT: 1}
    assert report.remarks[
        "Comments that differ from those in the file, and stayed as they are"
    ] == ["A reader on “A better title”: First words."]


def test_comments_with_the_same_number_are_all_imported_once(import_items):
    parts = (item(1, comment(11, "One."), comment(11, "Two.")),)

    first, second = import_items(*parts), import_items(*parts)

    assert sorted(Comment.objects.values_list("text", flat=True)) == ["One.", "Two."]
    assert (first.unaccounted(), second.unaccounted()) == ({}, {})


def pattern(words: str) -> str:
    return item(7, content=f"<p>{words}</p>", post_type="wp_block")


def photo(caption: str) -> str:
    address = "https://old.example.org/wp-content/uploads/a.jpg"
    return attachment(8, address, excerpt=caption)


def test_post_is_converted_again_when_its_pattern_or_a_picture_s_caption_changed(import_items):
    in_pattern = item(1, content='<!-- wp:block {"ref":7} /-->')
    with_gallery = item(2, content='[gallery ids="8"]')
    import_items(in_pattern, with_gallery, pattern("Old words."), photo("Old caption"))

    changed = import_items(in_pattern, with_gallery, pattern("New words."), photo("New caption"))
    same = import_items(in_pattern, with_gallery, pattern("New words."), photo("New caption"))

    first, second = Post.objects.order_by("pk").values_list("body", flat=True)
    assert first == "New words."
    assert ("New caption" in second, "Old caption" in second) == (True, False)
    assert changed.counts["Posts"] == {Outcome.UPDATED: 2}
    assert same.counts["Posts"] == {Outcome.UNCHANGED: 2}
