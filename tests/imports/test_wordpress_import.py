from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from PIL import Image as Picture
from taggit.models import Tag

from blog.models import Comment, Post
from blog.services.series import place_part
from content.editing.saving import save_entry
from content.editing.terms import save_term
from content.models import Contribution, Entry, Image, Page, Person, Redirect, Topic
from imports import commands, running
from imports.exceptions import ImportRunning
from imports.reports import Outcome
from imports.wordpress import importer, items
from imports.wordpress.importer import import_exports
from tests.factories import (
    PageFactory,
    PersonFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.wordpress_exports import (
    author,
    category,
    comment,
    item,
    meta,
    term,
    write_export,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_items(tmp_path):
    def run(*parts: str, **options):
        return import_exports([write_export(tmp_path, *parts)], **options)

    return run


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def counts(report) -> dict[str, dict[str, int]]:
    return {
        kind: {str(outcome): number for outcome, number in counter.items()}
        for kind, counter in report.counts.items()
    }


def image_bytes(color: str = "red") -> bytes:
    file = BytesIO()
    Picture.new("RGB", (60, 40), color).save(file, "PNG")
    return file.getvalue()


def test_post_is_imported_completely(import_items):
    report = import_items(
        author("chris", "Chris Example"),
        category("understanding", "Understanding"),
        category("analysis", "Analysis &amp; more", parent="understanding"),
        item(
            7,
            term("category", "analysis", "Analysis &amp; more"),
            term("post_tag", "seat-time", "Seat Time"),
            title="What is <em>mastery</em>?",
            content="First.\n\n<!--more-->\n\nSecond.",
            excerpt="In <b>short</b>.",
        ),
    )

    post = Post.objects.get()
    expected = {
        "title": "What is mastery?",
        "slug": "post-7",
        "summary": "In short.",
        "body": "First.\n\n<!--more-->\n\nSecond.",
        "status": "published",
        "published_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "sector": "k-12",
        "guid": "https://old.example.org/?p=7",
        "is_sticky": False,
        "comments_open": True,
        "attention": "",
        "modified_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "created_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "lead_image": None,
    }
    assert {name: getattr(post, name) for name in expected} == expected
    assert [(person.name, person.slug) for person in post.authors] == [("Chris Example", "chris")]
    (topic,) = post.topics.all()
    assert (topic.name, topic.slug, topic.parent.slug) == (
        "Analysis & more",
        "analysis",
        "understanding",
    )
    assert [(tag.name, tag.slug) for tag in post.tags.all()] == [("Seat Time", "seat-time")]
    assert sorted(post.redirects.values_list("old_path", flat=True)) == [
        "/?p=7",
        "/reflections/post-7/",
    ]
    assert (counts(report), report.failures, report.remarks) == (
        {
            "People": {"new": 1},
            "Topics": {"new": 2},
            "Tags": {"new": 1},
            "Redirects": {"new": 2},
            "Posts": {"new": 1},
        },
        [],
        {},
    )


@pytest.mark.parametrize(
    ("changes", "status", "published_at"),
    [
        ({}, "published", datetime(2014, 3, 1, 15, tzinfo=UTC)),
        (
            {"status": "future", "post_date": "2099-07-01 10:00:00", "post_date_gmt": ""},
            "published",
            datetime(2099, 7, 1, 14, tzinfo=UTC),
        ),
        ({"status": "draft", "post_date_gmt": "0000-00-00 00:00:00"}, "draft", None),
        ({"status": "pending"}, "review", None),
        ({"status": "private"}, "draft", datetime(2014, 3, 1, 15, tzinfo=UTC)),
        ({"post_password": "enter"}, "draft", datetime(2014, 3, 1, 15, tzinfo=UTC)),
        ({"status": "in-progress"}, "draft", datetime(2014, 3, 1, 15, tzinfo=UTC)),
        (
            {"post_date": "0000-00-00 00:00:00", "post_date_gmt": "0000-00-00 00:00:00"},
            "draft",
            None,
        ),
    ],
)
def test_post_status_and_date(import_items, changes, status, published_at):
    import_items(item(1, **changes))

    assert Post.objects.values_list("status", "published_at").get() == (status, published_at)


@pytest.mark.parametrize(
    ("changes", "published_at"),
    [
        ({"post_date_gmt": "0000-00-00 00:00:00"}, datetime(2014, 3, 1, 15, tzinfo=UTC)),
        (
            {"post_date_gmt": "0000-00-00 00:00:00", "post_date": "2014-07-01 10:00:00"},
            datetime(2014, 7, 1, 14, tzinfo=UTC),
        ),
        ({"post_date_gmt": "1970-01-01 00:00:00"}, datetime(2014, 3, 1, 15, tzinfo=UTC)),
        ({"post_date_gmt": "2014-05-01 00:00:00"}, datetime(2014, 3, 1, 15, tzinfo=UTC)),
        (
            {
                "post_date_gmt": "",
                "post_date": "",
                "pubDate": "Sat, 01 Mar 2014 15:00:00 +0000",
            },
            datetime(2014, 3, 1, 15, tzinfo=UTC),
        ),
    ],
)
def test_date_is_read_from_first_valid_source(import_items, changes, published_at):
    feed_date = f"<pubDate>{changes.pop('pubDate', '')}</pubDate>"

    import_items(item(1, feed_date, **changes))

    assert Post.objects.get().published_at == published_at


def test_unpublished_items_are_skipped_and_counted(import_items):
    report = import_items(
        item(1, status="trash"),
        item(2, status="auto-draft"),
        item(3, post_type="nav_menu_item"),
        item(4, post_type="attachment", status="inherit"),
        item(5, post_type="cw_video"),
    )

    assert Entry.objects.count() == 0
    assert dict(report.not_imported) == {
        "posts: in the trash": 1,
        "posts: empty drafts": 1,
        "menu items": 1,
        "attachments (use --media to import images)": 1,
        "items of the type “cw_video”": 1,
    }


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"post_name": "license%e2%80%91oriented"}, "license-oriented"),
        ({"post_name": "caf%C3%A9"}, "café"),
        ({"post_name": "", "title": "A draft’s title"}, "a-drafts-title"),
        (
            {"post_name": "", "title": "", "content": "The first words here."},
            "the-first-words-here",
        ),
        ({"post_name": "", "title": "", "content": ""}, "2014-03-01"),
        ({"post_name": "feed"}, "feed-2"),
        ({"post_name": "taken"}, "taken-2"),
    ],
)
def test_slug_is_kept_or_made_valid(import_items, changes, slug):
    PostFactory(slug="taken")

    import_items(item(1, **changes))

    post = Post.objects.exclude(slug="taken").get()
    assert post.slug == slug
    assert Client().get(post.get_absolute_url()).status_code == 200


def test_post_without_title_needs_attention(import_items):
    report = import_items(item(1, title="", content="Words to know it by, and more of them."))

    post = Post.objects.get()
    assert (post.title, post.heading) == ("", "Words to know it by, and more of …")
    assert post.attention.splitlines() == [
        "It has no topic.",
        "It has no title.",
    ]
    assert report.remarks["No title"] == ["number 1 (https://old.example.org/reflections/post-1/)"]


def test_uncategorized_is_not_imported_as_topic(import_items):
    report = import_items(
        category("uncategorized", "Uncategorized"),
        item(1, term("category", "uncategorized", "Uncategorized")),
    )

    assert Topic.objects.count() == 0
    assert Post.objects.get().attention == "It has no topic."
    assert report.remarks["No topic"] == ["“Post 1”"]


def test_higher_education_category_sets_sector(import_items):
    import_items(item(1, term("category", "higher-education", "Higher Education")))

    post = Post.objects.get()
    assert (post.sector, [topic.slug for topic in post.topics.all()]) == (
        "higher-education",
        ["higher-education"],
    )


def test_two_logins_with_same_name_stay_two_people(import_items):
    report = import_items(
        author("chris", "Chris Example"),
        author("csturgis", "Chris Example"),
        item(1, creator="csturgis"),
    )

    assert list(Person.objects.order_by("slug").values_list("slug", "name")) == [
        ("chris", "Chris Example"),
        ("csturgis", "Chris Example"),
    ]
    assert [person.slug for person in Post.objects.get().authors] == ["csturgis"]
    assert list(report.remarks["People who may be the same person"]) == [
        "Chris Example wrote as “chris” and as “csturgis”. If that is one person, name one of "
        "them on all posts, and delete the other."
    ]


def test_multiple_authors_keep_their_order(import_items):
    import_items(
        author("zoe", "Zoe"),
        author("ann", "Ann"),
        item(1, term("author", "cap-zoe", "Zoe"), term("author", "cap-ann", "Ann"), creator="ann"),
    )

    assert [person.name for person in Post.objects.get().authors] == ["Zoe", "Ann"]


def test_email_login_is_not_shown_as_name(import_items):
    import_items(item(1, creator="ann.lee@example.org"))

    assert list(Person.objects.values_list("slug", "name")) == [("ann-lee", "ann.lee")]


def test_person_and_topic_with_changed_slug_are_matched(import_items):
    person, topic = PersonFactory(slug="chris"), TopicFactory(slug="analysis")
    for moved in (person, topic):
        save_term(term=type(moved).objects.get(pk=moved.pk))
        moved = type(moved).objects.get(pk=moved.pk)
        moved.slug = "renamed"
        save_term(term=moved)

    import_items(item(1, term("category", "analysis", "Analysis")))

    post = Post.objects.get()
    assert (post.authors, list(post.topics.all())) == ([person], [topic])
    assert (Person.objects.count(), Topic.objects.count()) == (1, 1)


def test_tags_that_differ_only_in_case_are_merged(import_items):
    Tag.objects.create(name="seat time", slug="seat-time-2")

    import_items(item(1, term("post_tag", "seat-time", "Seat Time")))

    assert [tag.name for tag in Post.objects.get().tags.all()] == ["seat time"]


def test_page_keeps_its_path(import_items):
    report = import_items(
        item(
            2,
            comment(5, "A thought."),
            post_type="page",
            post_name="about",
            title="About",
            link="https://old.example.org/who/about/",
        ),
        item(3, post_type="page", post_name="blog", title="Blog"),
    )

    page = Page.objects.get(title="About")
    assert (page.slug, page.status, page.show_in_footer) == ("about", "published", False)
    assert page.attention == "A reader commented on March 2, 2014: A thought."
    assert sorted(page.redirects.values_list("old_path", flat=True)) == ["/?p=2", "/who/about/"]
    assert Page.objects.get(title="Blog").slug == "blog-2"
    assert report.not_imported == {
        "comments on pages (kept in the page’s “Needs attention” field)": 1,
    }


def test_old_addresses_redirect_to_post_in_one_step(import_items, client):
    import_items(
        item(
            9,
            meta("_wp_old_slug", "earlier-name"),
            meta("_wp_old_slug", ""),
            link="https://old.example.org/2014/03/caf%C3%A9/",
            post_name="caf%C3%A9",
        )
    )

    for path in ("/2014/03/caf%C3%A9/", "/2014/03/caf%C3%A9", "/2014/03/earlier-name/", "/?p=9"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/blog/caf%C3%A9/"), path
    assert client.get("/blog/caf%C3%A9/").status_code == 200


def test_address_claimed_by_two_posts_stays_with_first(import_items):
    link = "https://old.example.org/the-same/"

    report = import_items(item(1, link=link), item(2, link=link))

    assert Redirect.objects.get(old_path="/the-same/").entry.slug == "post-1"
    assert report.remarks["Addresses and titles that were already taken"] == [
        "/the-same/ already leads to “Post 1”, so it doesn’t lead to “Post 2”."
    ]


def test_two_items_with_same_guid_are_both_imported_every_time(import_items):
    items = [item(1), item(2, guid="https://old.example.org/?p=1")]

    report = import_items(*items)
    again = import_items(*items)

    assert list(Post.objects.order_by("pk").values_list("guid", flat=True)) == [
        "https://old.example.org/?p=1",
        "https://old.example.org/?p=1#post-2-post-2",
    ]
    assert len(report.remarks["GUIDs shared by two items"]) == 1
    assert again.counts["Posts"] == {Outcome.UNCHANGED: 2}


def test_comments_keep_threads_dates_and_status(import_items):
    report = import_items(
        item(
            1,
            comment(12, "A reply, before its parent in the file.", parent="11"),
            comment(11, "See https://example.com/a\nand think.", author="Ann &amp; Bo"),
            comment(13, approved="0"),
            comment(14, approved="spam"),
            comment(15, approved="trash"),
            comment(16, type="pingback", author_url="https://example.net/"),
            comment(17, parent="14"),
        )
    )

    def describe_comment(comment):
        return (
            comment.guid.partition("#")[2],
            comment.status,
            comment.parent and comment.parent.guid[-2:],
        )

    assert [describe_comment(comment) for comment in Comment.objects.order_by("guid")] == [
        ("comment-11", "approved", None),
        ("comment-12", "approved", "11"),
        ("comment-13", "pending", None),
        ("comment-15", "hidden", None),
        ("comment-16", "hidden", None),
        ("comment-17", "approved", None),
    ]
    first = Comment.objects.get(guid__endswith="-11")
    assert (first.name, first.email, first.text, first.created_at) == (
        "Ann & Bo",
        "reader@example.org",
        "See <https://example.com/a>\\\nand think.",
        datetime(2014, 3, 2, 14, tzinfo=UTC),
    )
    assert Comment.objects.get(guid__endswith="-16").website == "https://example.net/"
    assert counts(report)["Comments"] == {"new": 3, "skipped": 1}
    assert report.not_imported == {"spam comments": 1}


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
    assert changed.remarks["Changed in the file and edited here, so not updated"] == [
        "“Post 1” (/blog/post-1/)"
    ]


@pytest.fixture
def while_preparing(monkeypatch):
    """Return a function that runs an action while an export's item is being prepared."""

    def run_while_preparing(action):
        prepare = items.Preparer.prepare

        def prepare_late(self, export, item):
            prepared = prepare(self, export, item)
            action()
            return prepared

        monkeypatch.setattr(items.Preparer, "prepare", prepare_late)

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


@pytest.mark.django_db(transaction=True)
def test_editor_waits_until_item_is_imported(import_items, monkeypatch):
    import_items(item(1))
    locks = []

    def note_lock(entry, record, *, digest):
        with ThreadPoolExecutor(1) as other:
            locks.append(other.submit(is_locked, entry.pk).result())
        return Outcome.UNCHANGED

    monkeypatch.setattr(running, "decide_outcome", note_lock)

    import_items(item(1))

    assert locks == [True]


def is_locked(pk: int) -> bool:
    try:
        with transaction.atomic():
            return not Entry.objects.select_for_update(skip_locked=True).filter(pk=pk).exists()
    finally:
        connection.close()


def test_locally_deleted_post_is_not_restored(import_items):
    import_items(item(1))
    Post.objects.get().delete()

    report = import_items(item(1))

    assert Post.objects.count() == 0
    assert report.counts["Posts"] == {Outcome.DELETED: 1}


def test_dry_run_reports_everything_and_writes_nothing(import_items, tmp_path, settings):
    uploads = tmp_path / "uploads" / "2014"
    uploads.mkdir(parents=True)
    (uploads / "a.png").write_bytes(image_bytes())
    (uploads / "bad.png").write_bytes(b"not a picture")
    parts = (
        author("chris", "Chris"),
        item(
            1,
            term("category", "analysis", "Analysis"),
            comment(11),
            meta("_thumbnail_id", "50"),
            content='<img src="https://old.example.org/wp-content/uploads/2014/bad.png" alt="A">',
        ),
        item(
            50,
            element_of_attachment("https://old.example.org/wp-content/uploads/2014/a.png"),
            post_type="attachment",
            status="inherit",
        ),
    )
    before = row_counts()

    foreseen = import_items(*parts, media_folder=tmp_path / "uploads", is_dry_run=True)

    assert row_counts() == before
    assert not (tmp_path / "media").exists()
    done = import_items(*parts, media_folder=tmp_path / "uploads")
    assert counts(foreseen) == counts(done)
    assert (foreseen.remarks, foreseen.failures) == (done.remarks, done.failures)
    assert Image.objects.count() == 1


def test_images_are_imported_from_uploads(import_items, tmp_path):
    uploads = tmp_path / "uploads" / "2014"
    uploads.mkdir(parents=True)
    (uploads / "class photo.png").write_bytes(image_bytes("red"))
    (uploads / "lead.png").write_bytes(image_bytes("blue"))
    base = "https://old.example.org/wp-content/uploads/2014"

    report = import_items(
        item(
            1,
            meta("_thumbnail_id", "50"),
            content=(
                f'[caption width="9"]<a href="{base}/class%20photo.png">'
                f'<img src="{base}/class%20photo-300x200.png" alt="Screen Shot 2014-08-30"></a> Ann'
                f'[/caption]\n\n<img src="{base}/gone.png" alt="Gone">'
                '\n\n<img src="https://elsewhere.example.com/x.png" alt="X">'
            ),
        ),
        item(
            50,
            meta("_wp_attachment_image_alt", "The door"),
            element_of_attachment(f"{base}/lead.png"),
            post_type="attachment",
            status="inherit",
            excerpt="Our door",
        ),
        media_folder=tmp_path / "uploads",
    )

    post = Post.objects.get()
    photo = Image.objects.get(original_name="class photo.png")
    assert photo.alt == "Screen Shot 2014-08-30"
    assert post.body == (
        f'[![Screen Shot 2014-08-30]({photo.url} "Ann")]({photo.url})\n\n'
        f"![Gone]({base}/gone.png)\n\n![X](https://elsewhere.example.com/x.png)"
    )
    assert (post.lead_image.alt, post.lead_image_caption) == ("The door", "Our door")
    assert set(post.images.all()) == {photo}
    assert post.attention.splitlines() == [
        "It has no topic.",
        f"This image is still on the old site: {base}/gone.png",
        "An image’s alt text is a file name: “Screen Shot 2014-08-30”.",
    ]
    assert counts(report)["Images"] == {"new": 2}


def element_of_attachment(address: str) -> str:
    return f"<wp:attachment_url>{address}</wp:attachment_url>"


def test_files_outside_uploads_are_never_read(import_items, tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret.png").write_bytes(image_bytes())
    address = "https://old.example.org/wp-content/uploads/../secret.png"

    import_items(
        item(1, content=f'<img src="{address}" alt="A">'), media_folder=tmp_path / "uploads"
    )

    assert Image.objects.count() == 0


def test_invalid_image_fails_and_post_is_imported(import_items, tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "a.png").write_bytes(b"not a picture")
    address = "https://old.example.org/wp-content/uploads/a.png"

    report = import_items(
        item(1, content=f'<img src="{address}" alt="A">'), media_folder=tmp_path / "uploads"
    )

    assert Post.objects.get().body == f"![A]({address})"
    assert [path.endswith("uploads/a.png") for path, _ in report.failures] == [True]


def test_failing_item_is_rolled_back_and_others_are_imported(import_items, monkeypatch):
    keep = importer.keep_redirects

    def fail_for_second(entry, item, report):
        keep(entry, item, report)
        if item.post_id == "2":
            raise RuntimeError("no luck")

    monkeypatch.setattr(importer, "keep_redirects", fail_for_second)

    report = import_items(item(1), item(2, comment(11)), item(3))

    assert sorted(Post.objects.values_list("slug", flat=True)) == ["post-1", "post-3"]
    assert (Comment.objects.count(), Redirect.objects.filter(old_path="/?p=2").count()) == (0, 0)
    assert counts(report) == {
        "People": {"new": 1},
        "Posts": {"new": 2, "failed": 1},
        "Redirects": {"new": 4},
    }
    assert report.failures == [
        (
            "export.xml, line 31, “Post 2”",
            "This is an error in the importer (RuntimeError: no luck). Everything else was "
            "imported. Report this item with its part of the file.",
        )
    ]


@pytest.mark.parametrize("name", ["→", "!!!"])
def test_tag_without_letters_is_skipped_and_reported(import_items, name):
    report = import_items(item(1, term("post_tag", quote(name), name), term("post_tag", "a", "A")))

    assert [tag.name for tag in Post.objects.get().tags.all()] == ["A"]
    assert Tag.objects.count() == 1
    assert report.counts["Tags"] == {Outcome.NEW: 1, Outcome.SKIPPED: 1}
    assert report.remarks["Skipped: tags and topics without a letter or digit in the name"] == [
        f"“{name}”"
    ]


def test_topic_without_letters_is_skipped_and_reported(import_items):
    report = import_items(item(1, term("category", "→", "→")))

    assert Topic.objects.count() == 0
    assert report.counts["Topics"] == {Outcome.SKIPPED: 1}
    assert report.remarks["Skipped: tags and topics without a letter or digit in the name"] == [
        "“→”"
    ]


def test_guid_of_different_kind_fails(import_items):
    PageFactory(guid="https://old.example.org/?p=1")

    report = import_items(item(1))

    assert Post.objects.count() == 0
    assert report.failures == [
        (
            "export.xml, line 13, “Post 1”",
            "Its GUID, https://old.example.org/?p=1, belongs to a page here.",
        )
    ]


def test_plugin_shortcodes_are_kept_and_reported(import_items):
    report = import_items(item(1, content='Before [slides id="3"] after'))

    assert Post.objects.get().body == 'Before \\[slides id="3"\\] after'
    assert report.remarks["Plug-in shortcodes, kept as text"] == ["“Post 1”: [slides]"]


def test_command_shows_progress_table_and_items_needing_attention(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "ITEMS_PER_LINE", 10)
    path = write_export(tmp_path, *(item(number, title="") for number in range(1, 15)))
    output = StringIO()

    call_command("import_wordpress", str(path), stdout=output)

    lines = [line.strip() for line in output.getvalue().splitlines()]
    assert lines[:3] == ["10 of 14", "14 of 14", "What was imported"]
    assert "│ Posts     │  14 │           │" in lines
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


@pytest.mark.usefixtures("another_import")
def test_concurrent_import_is_rejected(tmp_path):
    with pytest.raises(ImportRunning):
        import_exports([write_export(tmp_path, item(1))])

    assert Post.objects.count() == 0


def test_contributions_are_kept_if_authors_are_unchanged(import_items):
    import_items(item(1))
    kept = Contribution.objects.get()

    import_items(item(1, content="Other words."))

    assert Contribution.objects.get() == kept


@pytest.mark.parametrize("post_type", ["post", "page"])
def test_address_that_the_site_needs_itself_is_reported(import_items, post_type):
    report = import_items(
        item(
            1,
            title="Search",
            link="https://old.example.org/search/",
            post_name="search",
            post_type=post_type,
        )
    )

    assert (
        "/search/ already leads to a page of this site itself, so it doesn’t lead to “Search”."
    ) in report.remarks["Addresses and titles that were already taken"]
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == ["/?p=1"]
