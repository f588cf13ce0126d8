"""A small site on which every public page has something to show."""

from datetime import UTC, datetime

from blog.models import Post
from blog.services.series import place_part
from content.editing.saving import save_entry
from content.kinds import all_kinds
from content.models import Status
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
    SubmissionFactory,
    TopicFactory,
    hours_from_now,
)

# Far from the numbers that the database gives.
PROBLEM = 700_000
MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)
TITLE = "A title with <angles> & an ampersand"
BODY = """A beginning with a note.[^1]

<!--more-->

## One

| Left | Right |
|---|---|
| a | b |

## Two

The first paragraph of this part. https://example.org/

https://www.youtube.com/watch?v=aqz-KE-bpKQ

## Three

[[No such page]]

[^1]: The note.
"""


def publish_site() -> Post:
    """Publish a post with everything a post can have, and everything around it."""
    person = PersonFactory(slug="the-person")
    shared = {
        "title": TITLE,
        "summary": 'A "quoted" summary',
        "topics": [TopicFactory(slug="the-topic")],
        "tags": ["the tag"],
        "places": [PlaceFactory(slug="the-place")],
    }
    post = PostFactory(
        slug="the-post",
        body=BODY,
        sector="both",
        published_at=MAY,
        original_publisher="Elsewhere",
        original_url="https://example.org/first",
        authors=[person, PersonFactory()],
        **shared,
    )
    series = SeriesFactory(slug="the-series", planned_parts=9)
    for part in (post, PostFactory(), PostFactory(scheduled=True)):
        place_part(post=part, series=series)
    CommentFactory(post=post, parent=CommentFactory(post=post))
    PageFactory(slug="about")
    SubmissionFactory(pk=PROBLEM, title=TITLE, topic=shared["topics"][0], public=True)
    shared["body"] = BODY + "{{ resources: format=report }}\n"
    publish_in_wiki_and_library(post, authors=[PersonFactory()], **shared)
    publish_events(post, authors=[PersonFactory()], **shared)
    publish_other_kinds()
    return post


def publish_other_kinds() -> None:
    """Publish an entry of each kind that this file does not know."""
    for kind in all_kinds():
        if not kind.model.objects.exists():
            entry = kind.model(title=kind.label, slug=f"the-{kind.name}", body=BODY)
            entry.status, entry.published_at = Status.PUBLISHED, MAY
            save_entry(entry=entry, by=None)


def publish_in_wiki_and_library(post: Post, **shared) -> None:
    parent = ArticleFactory(title="The parent", slug="the-parent")
    article = ArticleFactory(slug="the-article", parent=parent, **shared)
    article.body += "\nOne more line, so that there are two revisions.\n"
    save_entry(entry=article, by=None)
    ArticleFactory(
        slug="below", parent=article, body="[[the parent]] [its child](/wiki/the-article/)"
    )
    publication = PublicationFactory(slug="the-publication", doi="10.5555/1", **shared)
    resource = ResourceFactory(slug="the-resource", made_by="Someone & Sons", **shared)
    for entry in (article, publication, resource):
        entry.companions.add(post)


def publish_events(post: Post, **shared) -> None:
    """Publish an event with everything an event can have, and others in other states."""
    TopicFactory(slug="no-event")
    event = EventFactory(
        slug="the-event",
        series=EventSeriesFactory(slug="the-dates", name="Dates & <hours>", description="Both."),
        presenters=[*post.people.all(), PersonFactory()],
        capacity=3,
        venue="Town <library> & garden",
        room="2",
        address="Main Street",
        what_to_bring="A pen & https://example.org/<paper>",
        accessibility="No steps.\n\nAsk us.",
        has_captions=True,
        registration_closes_at=hours_from_now(24),
        previous_starts_at=hours_from_now(48),
        **shared,
    )
    event.companions.add(post)
    EventFactory(series=event.series, presenters=[PersonFactory()], topics=[TopicFactory()])
    EventFactory(slug="full", capacity=0)
    EventFactory(slug="canceled", canceled=True, cancellation_note="Snow & <ice>")
    EventFactory(slug="elsewhere", elsewhere=True, is_all_day=True, host_url="https://example.org/")
    RecordingFactory(event__slug="recorded", event__topics=shared["topics"])
