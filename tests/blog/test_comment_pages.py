"""Comments as readers see them: threads, marks, pages, the feed, and their count in listings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from lxml.html import fromstring

from blog.comment_pages import PER_PAGE
from blog.models import Comment
from content.models import SiteSettings
from content.rendering import save_site_settings
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.django_db

# What turns text around isn't stored; a name in Hebrew is.
TURNED, SHOWN = "\u202egnp.exe\u2066 אבג", "gnp.exe אבג"


@pytest.fixture
def post():
    return PostFactory(slug="mastery", title="Mastery")


def add_comments(post, count: int, **fields) -> list[Comment]:
    """Add comments that began a minute apart."""
    start = timezone.now() - timedelta(days=30)
    return Comment.objects.bulk_create(
        Comment(
            post=post,
            name=f"Reader {number}",
            text_html=f"<p>Comment {number}</p>",
            status="approved",
            created_at=start + timedelta(minutes=number),
            **fields,
        )
        for number in range(count)
    )


def texts_on(page) -> list[str]:
    return fromstring(page.content).xpath("//article[@class='comment']//p/text()")


def test_two_thousand_comments_make_no_page_larger_or_slower(client, post):
    few, many = [], []
    add_comments(post, PER_PAGE)
    for found in (few, many):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/blog/mastery/")
        found += [len(queries), len(page.content)]
        if found is few:
            add_comments(post, 1_900)

    assert few[0] == many[0]
    assert abs(many[1] - few[1]) < 1_000
    assert "Show the other 1,900 comments" in page.content.decode()


def test_pages_of_comments_show_each_once_and_threads_go_on(client, post):
    [first] = add_comments(post, 1)
    replies = add_comments(post, 150, parent=first)
    others = add_comments(post, 20)
    shown = ["Comment 0", *(f"Comment {number}" for number in range(150))]

    start = client.get("/blog/mastery/comments/")
    link = fromstring(start.content).xpath("//a[@rel='next']/@href")[0]
    second = client.get(link)
    back = fromstring(second.content).xpath("//a[@rel='prev']/@href")

    assert texts_on(start) == shown[:100]
    # It begins with the comment that the replies belong to.
    assert texts_on(second) == [
        "Comment 0", *shown[100:], *(f"Comment {number}" for number in range(20))
    ]  # fmt: skip
    assert back == ["/blog/mastery/comments/"]
    assert client.get("/blog/mastery/comments/?after=1").status_code == 404
    assert client.get("/blog/mastery/comments/?after=x").status_code == 404
    for comment, page in ((replies[0], "/blog/mastery/"), (others[19], link)):
        moved = client.get(f"/blog/mastery/comments/{comment.pk}/")
        assert moved.url == f"{page}#comment-{comment.pk}"
    assert client.get("/blog/mastery/comments/9999999/").status_code == 404


def test_thread_and_post_can_be_closed_and_posts_close_after_days(client, post):
    first = CommentFactory(post=post, is_closed=True)
    second = CommentFactory(post=post)
    old = PostFactory(slug="old", published_at=timezone.now() - timedelta(days=31))
    save_site_settings(site=SiteSettings(comments_close_after=30))

    page = client.get("/blog/mastery/").content.decode()

    assert f"?reply={first.pk}" not in page
    assert f"?reply={second.pk}" in page
    assert client.get(f"/blog/mastery/comment/?reply={first.pk}").status_code == 404
    assert client.get(f"/blog/{old.slug}/comment/").status_code == 404
    assert "Comments are closed." in client.get(f"/blog/{old.slug}/").content.decode()


def test_feed_and_listing_of_hostile_comments(client, post):
    CommentFactory(post=post, name=f"<b>{TURNED}", text="a & b ]]> <script>x</script>*c*")
    CommentFactory(post=post, status="pending", text="Secret")

    feed = client.get("/blog/mastery/comments/feed/")
    page = fromstring(client.get("/blog/mastery/").content)
    listing = fromstring(client.get("/blog/").content)

    [item] = etree.fromstring(feed.content).iter("item")
    assert item.findtext("title") == f"<b>{SHOWN} on “Mastery”"
    content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert content == "<p>a &amp; b ]]&gt; <em>c</em></p>"
    assert feed.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    [name] = page.xpath("//article[@class='comment']//h3")
    assert (name.get("dir"), name.text) == ("auto", f"<b>{SHOWN}")
    assert listing.xpath("//a[@href='/blog/mastery/#comments']/text()") == ["1 comment"]


def test_deep_threads_become_two_levels(post):
    first = CommentFactory(post=post)
    deep = first
    for _ in range(4):
        deep = CommentFactory(post=post, parent=deep)
    other = CommentFactory(post=post)

    Comment.objects.all().flatten_threads()

    assert set(Comment.objects.values_list("parent_id", flat=True)) == {None, first.pk}
    assert Comment.objects.get(pk=other.pk).parent is None
