"""Entries that aren't public appear on no page, in no feed, and at no address."""

import pytest

from blog.models import Post
from blog.services.series import place_part
from content.models import Person, Place, Topic
from events.models import Event, EventSeries
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EventFactory,
    EventSeriesFactory,
    PageFactory,
    PostFactory,
    PublicationFactory,
    RecordingFactory,
    ResourceFactory,
    SeriesFactory,
)
from tests.support.public_pages import PublicPage, public_pages
from tests.support.public_site import publish_site
from wiki.models import Article, Publication, Resource

pytestmark = pytest.mark.django_db

SECRET = "Embargoed"
HIDDEN = [{"draft": True}, {"scheduled": True}, {"status": "review"}]


@pytest.fixture(scope="module")
def pages(module_rows) -> list[PublicPage]:
    """Every public page of a site with many hidden entries."""
    with module_rows():
        post = publish_site()
        shared = {
            "authors": [Person.objects.get(slug="the-person")],
            "topics": [Topic.objects.get(slug="the-topic")],
            "places": [Place.objects.get(slug="the-place")],
            "tags": ["the tag"],
            "sector": "both",
        }
        hide_posts(post, shared)
        hide_in_wiki_and_library(post, shared)
        hide_events(post, shared)
        return public_pages()


def hide_posts(public: Post, shared: dict) -> None:
    """Add a post in each state that is not public, and a hidden page, series, and comments."""
    for number, state in enumerate(HIDDEN):
        post = PostFactory(
            title=f"{SECRET} {number}",
            slug=f"embargoed-{number}",
            summary=SECRET,
            body=SECRET,
            is_sticky=True,
            **state,
            **shared,
        )
        place_part(post=post, series=public.series)
        post.also_in.add(SeriesFactory(slug=f"also-{number}"))
        post.companions.add(public)
    PageFactory(title=SECRET, slug="embargoed-page", draft=True)
    SeriesFactory(title=SECRET, slug="embargoed-series", scheduled=True)
    place_part(
        post=PostFactory(slug="part-of-a-draft", **shared),
        series=SeriesFactory(title=f"{SECRET} series", slug="draft-series", draft=True),
    )
    CommentFactory(post=public, text=SECRET, status="pending")
    CommentFactory(post=public, text=SECRET, status="hidden")


def hide_in_wiki_and_library(public: Post, shared: dict) -> None:
    """Add an article, a publication, and a resource in each state that is not public.

    They are companions and children of public ones, and link to them.
    """
    article = Article.objects.get(slug="the-article")
    opened = [
        article,
        Publication.objects.get(slug="the-publication"),
        Resource.objects.get(slug="the-resource"),
    ]
    for number, state in enumerate(HIDDEN):
        for factory in (ArticleFactory, PublicationFactory, ResourceFactory):
            hidden = factory(
                title=f"{SECRET} {number}",
                slug=f"embargoed-{factory._meta.model.__name__.lower()}-{number}",
                summary=SECRET,
                body=" ".join(f"{SECRET} [x]({entry.get_absolute_url()})" for entry in opened),
                **({"parent": article} if factory is ArticleFactory else {}),
                **state,
                **shared,
            )
            hidden.companions.add(public, *opened)


def hide_events(public: Post, shared: dict) -> None:
    """Hide an event in each state that is not public, and the joining details of public ones."""
    presenters = shared["authors"]
    EventSeriesFactory(name=SECRET, slug="embargoed-dates")
    Event.objects.update(
        join_url=f"https://meeting.example.org/{SECRET}",
        join_notes=f"The number to call is {SECRET}.",
    )
    series = EventSeries.objects.get(slug="the-dates")
    opened = list(Event.objects.published())
    past = EventFactory(slug="past-event", past=True, series=series, presenters=presenters)
    RecordingFactory(
        event=past,
        available_at=None,
        video_url=f"https://youtu.be/{SECRET}",
        transcript_vtt=SECRET,
    )
    for number, state in enumerate(HIDDEN):
        for when in ({}, {"past": True}):
            hidden = EventFactory(
                title=f"{SECRET} {number}",
                slug=f"embargoed-event-{number}-{len(when)}",
                summary=SECRET,
                body=f"{SECRET} [x](/events/the-event/)",
                presenters=presenters,
                topics=shared["topics"],
                places=shared["places"],
                tags=shared["tags"],
                sector=shared["sector"],
                series=series,
                **when,
                **state,
            )
            hidden.companions.add(public, past, *opened)


def test_no_public_page_shows_hidden_entries(client, pages):
    others = [
        "/series/also-0/",
        "/blog/part-of-a-draft/",
        "/events/past-event/",
        "/events/past-event.ics",
    ]

    showing = {
        address: response.status_code
        for address in [*(page.address for page in pages), *others]
        if (response := client.get(address)).status_code != 200
        or SECRET.lower() in response.content.decode(errors="replace").lower()
    }

    assert showing == {}


@pytest.mark.parametrize(
    "path",
    [
        "/blog/embargoed-0/",
        "/blog/embargoed-1/",
        "/blog/embargoed-2/",
        "/blog/embargoed-1/comment/",
        "/series/embargoed-series/",
        "/series/embargoed-series/feed/",
        "/embargoed-page/",
        "/reflections/embargoed-1/",
        "/preview/None/",
        "/preview/0/",
        "/wiki/embargoed-article-0/",
        "/wiki/embargoed-article-1/",
        "/wiki/embargoed-article-1/history/",
        "/wiki/embargoed-article-1/links/",
        "/wiki/embargoed-article-1/compare/",
        "/wiki/embargoed-article-1/suggest/",
        "/wiki/embargoed-article-1/problem/",
        "/library/embargoed-publication-0/",
        "/library/embargoed-publication-1/cite/bibtex/",
        "/library/embargoed-resource-1/",
        "/library/embargoed-resource-2/problem/",
        "/events/embargoed-event-0-0/",
        "/events/embargoed-event-1-0/",
        "/events/embargoed-event-2-1/",
        "/events/embargoed-event-1-0.ics",
        "/events/embargoed-event-1-0/register/",
        "/events/series/embargoed-dates/",
        "/events/series/embargoed-dates/feed/",
    ],
)
def test_hidden_entries_are_not_found_or_suggested(client, pages, path):
    response = client.get(path)

    assert response.status_code == 404
    assert f">{SECRET}" not in response.content.decode()


def test_scheduled_post_appears_on_time(client, pages):
    Post.objects.filter(slug="embargoed-1").update(published_at="2020-01-01T00:00Z")

    assert client.get("/blog/embargoed-1/").status_code == 200


def test_public_page_is_cacheable_and_sets_no_cookie(client, pages):
    for page in pages:
        if page.is_for_any_cache:
            response = client.get(page.address)
            assert (page, response.cookies, response.headers.get("Vary")) == (page, {}, None)
            assert "public" in response["Cache-Control"]
