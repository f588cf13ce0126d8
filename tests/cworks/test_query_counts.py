"""Every public page costs as many queries for thirty rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from blog.services.series import place_part
from tests.factories import (
    CommentFactory,
    PageFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

LISTINGS = [
    "/",
    "/feed/",
    "/feed/json/",
    "/blog/",
    "/blog/feed/",
    "/k-12/",
    "/k-12/feed/",
    "/higher-education/",
    "/series/",
    "/series/feed/",
    "/series/the-series/",
    "/series/the-series/feed/",
    "/topics/",
    "/topics/the-topic/",
    "/topics/the-topic/feed/",
    "/tags/",
    "/tags/the-tag/",
    "/tags/the-tag/feed/",
    "/people/",
    "/people/the-person/",
    "/people/the-person/feed/",
    "/places/",
    "/places/the-place/",
    "/places/the-place/feed/",
    "/archive/",
    "/archive/2019/",
    "/archive/2019/5/",
    "/archive/2019/5/feed/",
    "/sitemap.xml",
    "/sitemap-posts.xml",
    "/sitemap-topics.xml",
    "/sitemap-tags.xml",
]
OTHER_PAGES = [
    "/blog/the-post/",
    "/about/",
    "/no-such-page/",
    "/reflections/no-such-post/",
    "/blog/the-post/comment/",
]
MOST_QUERIES = {**dict.fromkeys(LISTINGS, 8), **dict.fromkeys(OTHER_PAGES, 10)}


@pytest.fixture
def publish():
    """A function that publishes so many posts, each with everything that a post can have."""
    shared = {
        "topics": [TopicFactory(slug="the-topic")],
        "tags": ["the tag"],
        "places": [PlaceFactory(slug="the-place")],
    }
    person = PersonFactory(slug="the-person")
    series = SeriesFactory(slug="the-series", planned_parts=99)
    PageFactory(slug="about")

    def publish(number: int) -> None:
        for count in range(number):
            post = PostFactory(
                sector="both",
                published_at="2019-05-01T12:00Z",
                authors=[person, PersonFactory()],
                topics=shared["topics"] + [TopicFactory()],
                tags=shared["tags"] + [f"tag {number} {count}"],
                places=shared["places"] + [PlaceFactory()],
            )
            place_part(post=post, series=series)
            post.also_in.add(SeriesFactory(planned_parts=3))
            post.companions.add(PostFactory(published_at="2019-05-02T12:00Z"))
            parent = CommentFactory(post=post)
            CommentFactory(post=post, parent=parent)
        post.slug = "the-post"
        post.save()

    return publish


@pytest.mark.parametrize("path", [*LISTINGS, *OTHER_PAGES])
def test_page_costs_the_same_queries_for_one_row_and_for_thirty(client, publish, path):
    publish(1)
    with CaptureQueriesContext(connection) as with_one:
        first = client.get(path)

    rename_the_post()
    publish(29)
    with CaptureQueriesContext(connection) as with_thirty:
        second = client.get(path)

    assert first.status_code == second.status_code
    assert len(with_thirty) == len(with_one), [query["sql"][:200] for query in with_thirty]
    assert len(with_thirty) <= MOST_QUERIES[path]


def rename_the_post() -> None:
    Post.objects.filter(slug="the-post").update(slug="the-first-post")
