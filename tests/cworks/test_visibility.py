"""What is not public is on no page, in no feed, at no address."""

import pytest

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

pytestmark = pytest.mark.django_db

SECRET = "Embargoed"


def hide_in_wiki_and_library(public, shared: dict) -> None:
    """Hide an article, a publication and a resource in each state that is not public.

    They belong with public ones, lie below them and link to them.
    """
    wiki = ArticleFactory(slug="wiki", body="[[Draft article]]\n\n{{ resources: }}", **shared)
    opened = [
        wiki,
        PublicationFactory(slug="ours", **shared),
        ResourceFactory(slug="theirs", **shared),
    ]
    states = [{"draft": True}, {"scheduled": True}, {"status": "review"}]
    for number, state in enumerate(states):
        for factory in (ArticleFactory, PublicationFactory, ResourceFactory):
            hidden = factory(
                title=f"{SECRET} {number}",
                slug=f"embargoed-{factory._meta.model.__name__.lower()}-{number}",
                summary=SECRET,
                body=f"{SECRET} [x](/wiki/wiki/) [y](/library/ours/) [z](/library/theirs/)",
                **({"parent": wiki} if factory is ArticleFactory else {}),
                **state,
                **shared,
            )
            hidden.companions.add(public, *opened)


def hide_events(public, shared: dict) -> None:
    """Hide an event in each state that is not public; and of a public one, how to join it."""
    topics = {name: values for name, values in shared.items() if name != "authors"}
    dates = EventSeriesFactory(slug="dates")
    EventSeriesFactory(name=SECRET, slug="embargoed-dates")
    more = {"presenters": shared["authors"], "series": dates, **topics}
    secret = {
        "join_url": f"https://meeting.example.org/{SECRET}",
        "join_notes": f"The number to call is {SECRET}.",
    }
    opened = EventFactory(slug="webinar", **secret, **more)
    past = EventFactory(slug="past-webinar", past=True, **secret, **more)
    EventFactory(slug="off", canceled=True, **secret, **more)
    RecordingFactory(
        event=past,
        available_at=None,
        video_url=f"https://youtu.be/{SECRET}",
        transcript_vtt=SECRET,
    )
    for number, state in enumerate([{"draft": True}, {"scheduled": True}, {"status": "review"}]):
        for when in ({}, {"past": True}):
            hidden = EventFactory(
                title=f"{SECRET} {number}",
                slug=f"embargoed-event-{number}-{len(when)}",
                summary=SECRET,
                body=f"{SECRET} [x](/events/webinar/)",
                **when,
                **state,
                **more,
            )
            hidden.companions.add(public, opened, past)


@pytest.fixture(scope="module")
def addresses(rows_of_module) -> list[str]:
    """Every public address around a draft, a post in review and a scheduled one."""
    with rows_of_module():
        return publish_and_hide()


def publish_and_hide() -> list[str]:
    topic, place = TopicFactory(slug="topic"), PlaceFactory(slug="place")
    person, series = PersonFactory(slug="person"), SeriesFactory(slug="series", planned_parts=4)
    shared = {
        "authors": [person],
        "topics": [topic],
        "places": [place],
        "tags": ["tag"],
        "sector": "both",
    }
    public = PostFactory(slug="public", **shared)
    place_part(post=public, series=series)
    for number, state in enumerate([{"draft": True}, {"scheduled": True}, {"status": "review"}]):
        post = PostFactory(
            title=f"{SECRET} {number}",
            slug=f"embargoed-{number}",
            summary=SECRET,
            body=SECRET,
            is_sticky=True,
            **state,
            **shared,
        )
        place_part(post=post, series=series)
        post.also_in.add(SeriesFactory(slug=f"also-{number}"))
        post.companions.add(public)
    PageFactory(title=SECRET, slug="embargoed-page", draft=True)
    SeriesFactory(title=SECRET, slug="embargoed-series", scheduled=True)
    place_part(
        post=PostFactory(slug="part-of-a-draft", **shared),
        series=SeriesFactory(title=f"{SECRET} series", slug="draft-series", draft=True),
    )
    hide_in_wiki_and_library(public, shared)
    hide_events(public, shared)
    CommentFactory(post=public, text=SECRET, status="pending")
    CommentFactory(post=public, text=SECRET, status="hidden")
    listings = [
        "/",
        "/blog/",
        "/k-12/",
        "/higher-education/",
        "/series/",
        "/series/series/",
        "/series/also-0/",
        "/topics/topic/",
        "/tags/tag/",
        "/people/person/",
        "/places/place/",
        f"/archive/{public.published_at.year}/",
        "/library/",
        "/wiki/",
        "/events/",
        "/events/past/",
        "/events/series/dates/",
    ]
    feeds = [f"{path}feed/{kind}" for path in listings for kind in ("", "json/")]
    others = [
        "/blog/public/",
        "/blog/part-of-a-draft/",
        "/topics/",
        "/tags/",
        "/people/",
        "/places/",
        "/archive/",
        "/sitemap.xml",
        "/sitemap-posts.xml",
        "/sitemap-series.xml",
        "/sitemap-pages.xml",
        "/sitemap-articles.xml",
        "/sitemap-publications.xml",
        "/sitemap-resources.xml",
        "/wiki/wiki/",
        "/wiki/wiki/history/",
        "/wiki/wiki/links/",
        "/library/ours/",
        "/library/theirs/",
        "/library/?kind=report&topic=topic",
        "/library/feed/?kind=report&topic=topic",
        "/search/?q=first+paragraph",
        "/search/?q=first+paragraph&kind=events",
        "/sitemap-events.xml",
        "/events/?topic=topic&presenter=person",
        "/events/feed/?topic=topic&presenter=person",
        "/events/webinar/",
        "/events/past-webinar/",
        "/events/off/",
        "/events/webinar.ics",
        "/events/past-webinar.ics",
        "/events/off.ics",
        "/events/calendar.ics",
    ]
    return listings + feeds + others


def test_no_public_address_shows_what_is_not_public(client, addresses):
    showing = {
        path: response.status_code
        for path in addresses
        if (response := client.get(path)).status_code != 200
        or SECRET.lower() in response.content.decode().lower()
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
def test_what_is_not_public_is_not_found_and_not_suggested(client, addresses, path):
    response = client.get(path)

    assert response.status_code == 404
    assert f">{SECRET}" not in response.content.decode()


def test_scheduled_post_appears_at_its_minute(client, addresses):
    Post.objects.filter(slug="embargoed-1").update(published_at="2020-01-01T00:00Z")

    assert client.get("/blog/embargoed-1/").status_code == 200


def test_public_page_sets_no_cookie_and_may_be_kept_by_any_cache(client, addresses):
    for path in addresses:
        response = client.get(path)
        if path.endswith(".xml"):
            continue
        assert (path, response.cookies, response.headers.get("Vary")) == (path, {}, None)
        assert "public" in response["Cache-Control"]
