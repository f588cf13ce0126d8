"""What readers see around a post's text."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import html

from blog.models import Post
from blog.services.series import place_part
from content.media.images import add_image
from content.models import Entry, SiteSettings
from content.rendering import save_site_settings
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    PersonFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
)
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db


def read(client, path: str):
    return html.fromstring(client.get(path).content.decode())


def words(elements) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


@pytest.fixture
def series():
    """Four parts are planned: two are out, the third comes in two days, the fourth is a draft."""
    series = SeriesFactory(slug="visits", title="Visits", planned_parts=4)
    now = timezone.now()
    for post in (
        PostFactory(slug="first", title="First visit", published_at=now - timedelta(days=9)),
        PostFactory(slug="second", title="Second visit", published_at=now - timedelta(days=2)),
        PostFactory(slug="third", title="Third visit", published_at=now + timedelta(days=2)),
        PostFactory(slug="fourth", title="Fourth visit", draft=True),
    ):
        place_part(post=post, series=series)
    return series


def third_part_date() -> datetime:
    return timezone.localtime(Post.objects.get(slug="third").published_at)


def test_part_shows_its_number_and_date_of_next_part(client, series):
    page = read(client, "/blog/second/")

    assert words(page.find_class("part-line")) == [
        f"Part 2 of 4 in the series Visits, next on {third_part_date():%A}"
    ]


def test_part_shows_series_without_unpublished_parts(client, series):
    page = read(client, "/blog/second/")

    next_date = third_part_date()
    assert words(page.xpath("//*[@class='parts']/li")) == [
        "Part 1 First visit",
        "Part 2 (you are here) Second visit",
        f"Next part {next_date:%A, %B} {next_date.day}",
    ]
    assert words(page.xpath("//*[@class='parts']/*[@aria-current='page']")) == [
        "Part 2 (you are here) Second visit"
    ]
    assert page.xpath("//*[@class='parts']//a/@href") == ["/blog/first/"]


def test_part_links_to_each_other_part_once(client, series):
    page = read(client, "/blog/first/")

    links = page.xpath("//*[@class='article-foot']//a[starts-with(@href, '/blog/')]")
    parts = [link for link in links if link.get("href") == "/blog/second/"]
    assert [link.get("rel") for link in parts] == ["next"]
    assert words(page.xpath("//*[@class='parts']/li"))[1] == "Part 2 (next) Second visit"


def labels_of(page) -> list[str]:
    """The headings and navigation at the foot of a post, from top to bottom."""
    found = page.xpath("//*[@class='article-foot']//*[self::h2 or self::nav]")
    return [each.get("aria-label") or " ".join(each.text_content().split()) for each in found]


def test_part_is_followed_by_its_series_and_not_by_neighbors(client, series):
    page = read(client, "/blog/second/")

    assert labels_of(page) == [
        "Series: Visits",
        "Cite this",
        "Share",
        "Follow",
        "Comments",
    ]


def test_post_without_series_is_followed_by_neighbors(client):
    now = timezone.now()
    for days, slug in enumerate(["newer", "this", "older"], start=1):
        PostFactory(slug=slug, title=slug, published_at=now - timedelta(days=days))

    page = read(client, "/blog/this/")

    links = page.xpath("//nav[@aria-label='Posts before and after this one']/a")
    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("prev", "/blog/older/"),
        ("next", "/blog/newer/"),
    ]


def test_related_posts_have_summary_and_picture_and_are_shown_nowhere_else(client, series):
    topic, image = TopicFactory(), add_image(file=picture(), name="class.png", alt="A class")
    companion = PostFactory(title="A companion")
    PostFactory(title="Same topic", summary="What it says.", lead_image=image)
    PostFactory(title="Untold", body="It begins so.")
    for entry in Entry.objects.filter(kind="post"):
        entry.topics.add(topic)
    Post.objects.get(slug="second").companions.add(companion)

    page = read(client, "/blog/second/")

    related = page.xpath("//section[@aria-labelledby='related-heading']//article")
    assert {tuple(words(each.xpath("h3 | p[@class='excerpt']"))) for each in related} == {
        ("Same topic", "What it says."),
        ("Untold", "It begins so."),
    }
    assert page.xpath("//section[@aria-labelledby='related-heading']//img/@src") == [image.url]


def test_newcomers_are_told_where_to_begin(client):
    ArticleFactory(title="Mastery", slug="mastery")
    save_site_settings(site=SiteSettings(mission="We write.", new_here="Begin with [[Mastery]]."))
    PostFactory(slug="a-post")

    for path in ("/", "/blog/a-post/"):
        box = read(client, path).find_class("new-here")

        assert words(box) == ["New here? Begin with Mastery."]
        assert box[0].xpath(".//a/@href") == ["/wiki/mastery/"]


def test_byline_names_every_author_in_order(client):
    authors = [PersonFactory(name=name) for name in ("Zoë", "Ben", "Ada")]
    PostFactory(slug="a-post", authors=authors)

    page = read(client, "/blog/a-post/")

    assert words(page.xpath("//*[@class='byline']//p"))[0] == "By Zoë, Ben, and Ada"


def test_title_keeps_compounds_and_quotations_together(client):
    PostFactory(slug="a-post", title="“Not Yet” <in> Competency-Based, Student-Paced Schools")

    heading = read(client, "/blog/a-post/").xpath("//h1")[0]

    assert heading.text_content() == "“Not Yet” <in> Competency-Based, Student-Paced Schools"
    assert words(heading) == ["“Not Yet”", "Competency-Based,", "Student-Paced"]


def test_cross_post_names_original(client):
    PostFactory(
        slug="a-post",
        original_publisher="Getting Smart",
        original_url="https://example.org/first",
        original_date=datetime(2018, 3, 1, tzinfo=UTC).date(),
    )

    page = read(client, "/blog/a-post/")

    assert words(page.find_class("notice")) == [
        "This post first appeared at Getting Smart on March 1, 2018."
    ]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/first"]


def test_short_post_has_no_table_of_contents(client):
    PostFactory(slug="a-post", body="## One\n\nText.\n\n## Two\n\nText.")

    page = read(client, "/blog/a-post/")

    assert page.find_class("contents") == []


def test_long_post_has_table_of_contents(client):
    PostFactory(slug="a-post", body="## One\n\n### Deeper\n\n#### Deepest\n\n## Two\n\nText.")

    page = read(client, "/blog/a-post/")

    assert words(page.xpath("//*[@class='contents']//li")) == ["One", "Deeper", "Two"]


def test_closed_comments_remain_visible(client):
    CommentFactory(post=PostFactory(slug="a-post", comments_open=False), name="Lena")

    page = read(client, "/blog/a-post/")

    assert words(page.xpath("//*[@class='comment']//h3")) == ["Lena"]
    assert page.xpath("//a[contains(@href, '/comment/')]") == []


def test_page_neither_varies_on_cookies_nor_sets_any(client):
    PostFactory(slug="a-post")

    response = client.get("/blog/a-post/")

    assert response.cookies == {}
    assert response.headers.get("Vary", "") == ""
