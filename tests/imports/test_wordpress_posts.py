"""WordPress posts and pages: what they become here."""

from datetime import UTC, datetime

import pytest

from blog.models import Comment, Post
from content.models import Entry, Page
from imports.wordpress.items import AS_TYPED
from tests.support.import_reports import counts
from tests.support.wordpress_exports import author, category, comment, item, meta, term

pytestmark = pytest.mark.django_db


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
        "attachments without the address of a file": 1,
        "pages of attachments that belong to no imported entry": 1,
        "items of the type “cw_video”": 1,
    }


def test_post_without_title_needs_attention(import_items):
    report = import_items(item(1, title="", content="Words to know it by, and more of them."))

    post = Post.objects.get()
    assert (post.title, post.heading) == ("", "Words to know it by, and more of …")
    assert post.attention.splitlines() == [
        "It has no topic.",
        "It has no title.",
    ]
    assert report.remarks["No title"] == ["number 1 (https://old.example.org/reflections/post-1/)"]


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


def test_plugin_shortcodes_are_kept_and_reported(import_items):
    report = import_items(item(1, content='Before [slides id="3"] after'))

    assert Post.objects.get().body == 'Before \\[slides id="3"\\] after'
    assert report.remarks["Plug-in shortcodes, kept as text"] == ["“Post 1”: [slides]"]


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


def test_text_that_was_hidden_is_left_out_and_listed_unless_a_click_showed_it(import_items):
    report = import_items(
        item(
            1,
            content=(
                '<p>Seen.</p><div style="color:red; display:none"><p>Cheap <b>pills</b></p></div>'
                '<p hidden>A note</p><a href="#more">More</a><div id="more" style="display: none">'
                "Shown by a click.</div>"
            ),
        )
    )

    post = Post.objects.get()
    assert post.body == 'Seen.\n\n[More](#more)\n\n<a id="more"></a>\n\nShown by a click.'
    assert report.remarks["Texts that the old site hid from readers, which are left out"] == [
        "“Post 1”: Cheap pills",
        "“Post 1”: A note",
    ]
    assert "so it is left out: Cheap pills" in post.attention


def test_text_that_is_too_long_to_be_rendered_is_listed(import_items):
    report = import_items(item(1, title="Long", content="word " * 90_000))

    sentence = "The text has 449,999 characters, and at most 400,000 can be rendered."
    assert report.remarks[AS_TYPED] == [f"“Long”: {sentence}"]
    assert f"{sentence} Readers see it as typed." in Post.objects.get().attention


def test_notes_of_editors_and_plug_ins_among_the_comments_stay_hidden(import_items):
    report = import_items(
        item(
            1,
            comment(11, "Five stars.", type="review"),
            comment(12, "Ask legal before we say this.", type="note"),
            comment(13, "Payment received.", type="order_note"),
        )
    )

    assert dict(Comment.objects.values_list("text", "status")) == {
        "Five stars.": "approved",
        "Ask legal before we say this.": "hidden",
        "Payment received.": "hidden",
    }
    assert counts(report)["Notes of editors and plug-ins among the comments (hidden)"] == {"new": 2}
    assert report.unaccounted() == {}


def test_website_without_a_host_is_no_part_of_a_comment(import_items):
    import_items(
        item(
            1,
            comment(11, "One.", author_url="http://"),
            comment(12, "Two.", author_url="ftp://files.example.org/"),
        )
    )

    assert sorted(Comment.objects.values_list("text", "website")) == [
        ("One.", ""),
        ("Two.\n\n<ftp://files.example.org/>", ""),
    ]


def test_podcast_episode_keeps_its_sound_once(import_items):
    report = import_items(
        item(
            1,
            meta(
                "enclosure", "https://media.example.net/show/ep%201.mp3\r\n123\naudio/mpeg\na:0:{}"
            ),
            content="Our first show.",
        ),
        item(
            2,
            meta("enclosure", "https://media.example.net/ep2.mp3?a=1&b=2\n9\naudio/mpeg"),
            content='Hear <a href="https://media.example.net/ep2.mp3?a=1&amp;b=2">it</a>.',
        ),
    )

    assert list(Post.objects.order_by("slug").values_list("body", flat=True)) == [
        "Our first show.\n\n[ep 1.mp3](https://media.example.net/show/ep%201.mp3)",
        "Hear [it](https://media.example.net/ep2.mp3?a=1&b=2).",
    ]
    assert counts(report)["Meta keys"] == {"new": 1, "skipped": 1}


def test_two_accounts_whose_email_addresses_begin_alike_are_two_people(import_items):
    report = import_items(
        author("ana@north.example.org", "Ana North"),
        author("ana@south.example.org", "Ana South"),
        item(1, creator="ana@north.example.org"),
        item(2, creator="ana@south.example.org"),
        item(3, term("author", "cap-anasouth-example-org", "ana@south.example.org")),
    )

    assert {
        post.slug: [(person.slug, person.name) for person in post.authors]
        for post in Post.objects.all()
    } == {
        "post-1": [("ana", "Ana North")],
        "post-2": [("ana-south", "Ana South")],
        "post-3": [("ana-south", "Ana South")],
    }
    assert counts(report)["People"] == {"new": 2}
