"""What holds for the markup of every public page, and for every template component."""

import re
from pathlib import Path

import pytest
from django.conf import settings

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
    in_hours,
)
from tests.support.markup import find_faults

PAGES = [
    "/",
    "/blog/",
    "/blog/the-post/",
    "/blog/the-post/comment/",
    "/blog/the-post/comment/thanks/",
    "/k-12/",
    "/higher-education/",
    "/series/",
    "/series/the-series/",
    "/topics/",
    "/topics/the-topic/",
    "/tags/",
    "/tags/the-tag/",
    "/people/",
    "/people/the-person/",
    "/places/",
    "/places/the-place/",
    "/archive/",
    "/about/",
    "/search/",
    "/search/?q=title+-nothing",
    "/search/?q=no-such-word",
    "/no-such-page/",
    "/library/",
    "/library/?kind=report&topic=the-topic",
    "/library/?kind=tool",
    "/library/the-publication/",
    "/library/the-resource/",
    "/library/the-resource/problem/",
    "/wiki/",
    "/wiki/the-article/",
    "/wiki/the-article/history/",
    "/wiki/the-article/links/",
    "/wiki/the-article/suggest/",
    "/wiki/the-article/problem/",
    "/wiki/wanted/?title=No+such+page",
    "/search/",
    "/search/?q=first+paragraph",
    "/events/",
    "/events/?topic=the-topic&presenter=the-person",
    "/events/?topic=no-event",
    "/events/past/",
    "/events/series/the-dates/",
    "/events/the-event/",
    "/events/the-event/register/",
    "/events/full/",
    "/events/recorded/",
    "/events/canceled/",
    "/events/elsewhere/",
]
BODY = """A beginning with a note.[^1]

<!--more-->

## One

| Left | Right |
|---|---|
| a | b |

## Two

https://www.youtube.com/watch?v=aqz-KE-bpKQ

## Three

[[No such page]]

[^1]: The note.
"""
COMPONENTS = sorted(Path(settings.BASE_DIR, "templates/components").glob("*.html"))


@pytest.fixture(scope="module")
def site(rows_of_module):
    with rows_of_module():
        publish_site()


def publish_site() -> None:
    """A post that has everything that a post can have, and what surrounds it."""
    post = PostFactory(
        slug="the-post",
        title="A title with <angles> & an ampersand",
        summary='A "quoted" summary',
        body=BODY,
        sector="both",
        original_publisher="Elsewhere",
        original_url="https://example.org/first",
        authors=[PersonFactory(slug="the-person"), PersonFactory()],
        topics=[TopicFactory(slug="the-topic")],
        tags=["the tag"],
        places=[PlaceFactory(slug="the-place")],
    )
    series = SeriesFactory(slug="the-series", planned_parts=4)
    for part in (post, PostFactory(), PostFactory(scheduled=True)):
        place_part(post=part, series=series)
    CommentFactory(post=post, parent=CommentFactory(post=post))
    PageFactory(slug="about")
    shared = {
        "title": "A title with <angles> & an ampersand",
        "summary": 'A "quoted" summary',
        "body": BODY + "{{ resources: kind=report }}\n",
        "authors": [PersonFactory()],
        "topics": post.topics.all(),
        "tags": ["the tag"],
        "places": post.places.all(),
    }
    parent = ArticleFactory(title="The parent", slug="the-parent")
    article = ArticleFactory(slug="the-article", parent=parent, **shared)
    ArticleFactory(slug="below", parent=article, body="[[the parent]] [x](/wiki/the-article/)")
    publication = PublicationFactory(slug="the-publication", doi="10.5555/1", **shared)
    resource = ResourceFactory(slug="the-resource", made_by="Somebody & Sons", **shared)
    for entry in (article, publication, resource):
        entry.companions.add(post)
    publish_events(post, **shared)


def publish_events(post, **shared) -> None:
    """An event that has everything that an event can have, and others in other states."""
    TopicFactory(slug="no-event")
    event = EventFactory(
        slug="the-event",
        series=EventSeriesFactory(slug="the-dates", name="Dates & <hours>", description="Both."),
        presenters=[*post.authors, PersonFactory()],
        capacity=3,
        venue="Town <library> & garden",
        room="2",
        address="Main Street",
        what_to_bring="A pen & https://example.org/<paper>",
        accessibility="No steps.\n\nAsk us.",
        has_captions=True,
        registration_closes_at=in_hours(24),
        previous_starts_at=in_hours(48),
        **shared,
    )
    event.companions.add(post)
    EventFactory(series=event.series, presenters=[PersonFactory()], topics=[TopicFactory()])
    EventFactory(slug="full", capacity=0)
    EventFactory(slug="canceled", canceled=True, cancellation_note="Snow & <ice>")
    EventFactory(slug="elsewhere", elsewhere=True, is_all_day=True, host_url="https://example.org/")
    RecordingFactory(event__slug="recorded", event__topics=shared["topics"])


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("db", "site")
def test_markup_of_a_page_has_no_fault(client, path):
    response = client.get(path)

    assert find_faults(response.content.decode()) == []


def test_page_for_a_server_error_needs_no_database(client, monkeypatch):
    def fail(request):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("cworks.views.machine.connection.cursor", fail)

    response = client.get("/readyz")

    assert response.status_code == 500
    assert find_faults(response.content.decode()) == []


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_component_begins_with_its_parameters(component):
    first_line = component.read_text().partition("\n")[0]

    assert re.fullmatch(r"\{# .+(No parameters|Parameters: .+)\. #\}", first_line)
