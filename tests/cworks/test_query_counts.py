"""Every public page makes as many queries for thirty rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from blog.services.series import place_part
from content.editing.saving import save_entry
from content.models import Person, Place, Topic
from events.models import Event, EventSeries
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EventFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PublicationFactory,
    RecordingFactory,
    ResourceFactory,
    SeriesFactory,
    SubmissionFactory,
    TopicFactory,
)
from tests.support.public_pages import PublicPage, public_pages
from tests.support.public_site import MAY, publish_site
from wiki.models import Article, Publication, Resource

pytestmark = pytest.mark.django_db

NOT_FOUND = ["/no-such-page/", "/reflections/no-such-post/"]
MAX_QUERIES = 8


def add(number: int) -> None:
    """Add this many of everything to what publish_site() published, with links between them."""
    post = Post.objects.get(slug="the-post")
    person = Person.objects.get(slug="the-person")
    for count in range(number):
        shared = {
            "topics": [Topic.objects.get(slug="the-topic"), TopicFactory()],
            "tags": ["the tag", f"tag {number} {count}"],
            "places": [Place.objects.get(slug="the-place"), PlaceFactory()],
            "sector": "both",
        }
        SubmissionFactory(topic=shared["topics"][1], public=True)
        SubmissionFactory(topic=shared["topics"][0], public=True)
        new = PostFactory(published_at=MAY, authors=[person, PersonFactory()], **shared)
        place_part(post=new, series=post.series)
        add_to_post(post, new, shared)
        add_to_wiki_and_library(authors=[person, PersonFactory()], **shared)
        add_to_events(presenters=[person, PersonFactory()], **shared)
        # The newest, so that each listing has some: posts are listed with their comments' number.
        for _ in range(2):
            new = PostFactory(published_at=timezone.now(), body="A part.", title="A part", **shared)
            new.contributions.create(person=person)


def add_to_post(post: Post, companion: Post, shared: dict) -> None:
    post.contributions.create(person=PersonFactory(), position=post.contributions.count())
    post.topics.add(*shared["topics"])
    post.tags.add(*shared["tags"])
    post.places.add(*shared["places"])
    post.also_in.add(SeriesFactory(planned_parts=3))
    post.companions.add(companion, EventFactory())
    CommentFactory(post=post, parent=CommentFactory(post=post))


def add_to_wiki_and_library(**shared) -> None:
    article = Article.objects.get(slug="the-article")
    around = [
        article,
        Publication.objects.get(slug="the-publication"),
        Resource.objects.get(slug="the-resource"),
    ]
    links = " ".join(f"[x]({entry.get_absolute_url()})" for entry in around)
    for factory in (ArticleFactory, PublicationFactory, ResourceFactory):
        more = {"parent": article} if factory is ArticleFactory else {}
        new = factory(body=f"{links} [[No such page]]", **shared, **more)
        for entry in around:
            entry.companions.add(new)
    article.body += f"\n\nAnd {new.slug}."
    save_entry(entry=article, by=None)


def add_to_events(**shared) -> None:
    """Add an upcoming, a past, and a recorded event."""
    series = EventSeries.objects.get(slug="the-dates")
    shown = Event.objects.filter(slug__in=["the-event", "recorded"])
    for state in ({}, {"past": True}, {"past": True}):
        new = EventFactory(series=series, **state, **shared)
        for event in shown:
            event.companions.add(new)
            event.contributions.create(person=PersonFactory(), role="presenter")
    RecordingFactory(event=new)


def count_queries(client, pages: list[PublicPage]) -> dict[str, int]:
    with connection.cursor() as cursor:
        # Autovacuum does this in production. Without it, PostgreSQL plans for empty tables.
        cursor.execute("ANALYZE")
    counts = {}
    for address in [*(page.address for page in pages), *NOT_FOUND]:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)
    return counts


def test_query_count_is_the_same_for_one_and_thirty_rows(client):
    publish_site()
    add(1)
    pages = public_pages()
    with_one = count_queries(client, pages)

    add(29)

    assert count_queries(client, pages) == with_one
    # Each facet that is chosen in the library has a query of its own. Search compiles the words,
    # looks them up as names, estimates, and ranks what it finds in a transaction.
    limits = {
        page: MAX_QUERIES
        + page.count("format=")
        + 3 * page.startswith("/search/")
        + 10 * ("q=" in page)
        for page in with_one
    }
    assert {page: count for page, count in with_one.items() if count > limits[page]} == {}
