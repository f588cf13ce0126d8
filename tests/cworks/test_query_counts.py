"""Every public page costs as many queries for thirty rows as for one."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from blog.services.series import place_part
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EventFactory,
    EventSeriesFactory,
    PageFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PublicationFactory,
    RecordingFactory,
    ResourceFactory,
    SeriesFactory,
    TopicFactory,
)

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)

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
    "/library/",
    "/library/?kind=report&topic=the-topic",
    "/library/feed/",
    "/wiki/",
    "/wiki/feed/",
    "/events/",
    "/events/?topic=the-topic&presenter=the-person",
    "/events/feed/",
    "/events/feed/json/",
    "/events/past/",
    "/events/past/feed/",
    "/events/series/the-dates/",
    "/events/series/the-dates/feed/",
    "/events/calendar.ics",
    "/search/?q=paragraph",
    "/search/?q=paragraph&kind=events",
    "/sitemap.xml",
    "/sitemap-posts.xml",
    "/sitemap-topics.xml",
    "/sitemap-tags.xml",
    "/sitemap-events.xml",
]
OTHER_PAGES = [
    "/blog/the-post/",
    "/about/",
    "/no-such-page/",
    "/reflections/no-such-post/",
    "/blog/the-post/comment/",
    "/wiki/the-article/",
    "/wiki/the-article/history/",
    "/wiki/the-article/links/",
    "/library/the-publication/",
    "/library/the-resource/",
    "/wiki/wanted/?title=Nothing",
    "/events/the-event/",
    "/events/the-recorded-event/",
    "/events/the-event.ics",
]
MOST_QUERIES = {
    **dict.fromkeys(LISTINGS, 8),
    **dict.fromkeys(OTHER_PAGES, 10),
    # One for each kind of thing that it lists.
    "/sitemap.xml": 11,
}


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
    lists = "{{ resources: kind=report }}"
    around = [
        ArticleFactory(title="The article", slug="the-article", body=lists),
        PublicationFactory(title="The publication", slug="the-publication"),
        ResourceFactory(title="The resource", slug="the-resource"),
    ]
    dates = EventSeriesFactory(slug="the-dates")
    events = [
        EventFactory(slug="the-event", series=dates),
        RecordingFactory(event__slug="the-recorded-event", event__series=dates).event,
    ]

    def publish_in_wiki_and_library(post) -> None:
        """Publish one more of each, which belongs with the ones that are looked at."""
        text = "[[The article]] [[The publication]] [[The resource]] [[Nothing]]"
        for factory in (ArticleFactory, PublicationFactory, ResourceFactory):
            more = {"parent": around[0]} if factory is ArticleFactory else {}
            new = factory(body=text, authors=[person], sector="both", **shared, **more)
            for entry in around:
                entry.companions.add(new)
        around[0].body += f"\n\nAnd {post.slug}."
        around[0].save()

    def publish_events() -> None:
        """Publish a coming, a past and a recorded event, which belong with those looked at."""
        for state in ({}, {"past": True}, {"past": True}):
            presenters = [person, PersonFactory()]
            topics = [*shared["topics"], TopicFactory()]
            new = EventFactory(presenters=presenters, topics=topics, series=dates, **state)
            for event in events:
                event.companions.add(new)
                event.contributions.create(person=PersonFactory(), role="presenter")
        RecordingFactory(event=new)

    def publish(number: int) -> None:
        for count in range(number):
            post = PostFactory(
                sector="both",
                published_at=MAY,
                authors=[person, PersonFactory()],
                topics=shared["topics"] + [TopicFactory()],
                tags=shared["tags"] + [f"tag {number} {count}"],
                places=shared["places"] + [PlaceFactory()],
            )
            place_part(post=post, series=series)
            post.also_in.add(SeriesFactory(planned_parts=3))
            post.companions.add(PostFactory(published_at=MAY))
            parent = CommentFactory(post=post)
            CommentFactory(post=post, parent=parent)
            publish_in_wiki_and_library(post)
            publish_events()
            post.companions.add(EventFactory())
        post.slug = "the-post"
        post.save()

    return publish


def count_queries(client) -> dict[str, int]:
    with connection.cursor() as cursor:
        # What a database does by itself that keeps its rows: without it, it takes the tables for
        # empty and plans for that.
        cursor.execute("ANALYZE")
    counts = {}
    for path in MOST_QUERIES:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts[path] = len(queries)
    return counts


def test_pages_cost_the_same_queries_for_one_row_and_for_thirty(client, publish):
    publish(1)
    with_one = count_queries(client)
    Post.objects.filter(slug="the-post").update(slug="the-first-post")

    publish(29)

    assert count_queries(client) == with_one


def test_pages_cost_few_queries(client, publish):
    publish(3)

    counts = count_queries(client)

    too_many = {path: count for path, count in counts.items() if count > MOST_QUERIES[path]}
    assert too_many == {}
