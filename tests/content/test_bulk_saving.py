"""Saving many new entries at once must do what saving each of them does."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from taggit.models import Tag

from blog.models import Post, Series
from content.editing.bulk_saving import NewEntry, save_new_entries
from content.editing.saving import save_entry
from content.media.images import add_image
from content.models import (
    Contribution,
    Document,
    Entry,
    EntryTag,
    Link,
    Page,
    Revision,
    Role,
    WebAddress,
)
from content.rendering import render_text
from content.texts import clean_text
from events.models import Event, Seats
from tests.factories import (
    ArticleFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    TopicFactory,
)
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

WRITTEN_AT = datetime(2014, 5, 1, 12, tzinfo=UTC)
LATER = datetime(2199, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def build_new_entries():
    """A function that builds unsaved entries that use everything an entry can have."""
    people, topics = PersonFactory.create_batch(2), TopicFactory.create_batch(2)
    tags = [Tag.objects.create(name=name, slug=name) for name in ("b", "a")]
    document = Document.objects.create(title="Slides", file="documents/slides.pdf", size=1)
    place, image = PlaceFactory(), add_image(file=picture(), name="desk.png", alt="A desk")
    PostFactory(title="Known", slug="known")
    ArticleFactory(title="Waiting", body="See [[First]].")

    def build() -> list[NewEntry]:
        body = (
            f"# Head\n\n![A desk]({image.url})\n\n[[Known]], [[known]], [[Unknown]], "
            f"[the slides]({document.file.url}), "
            "[known](/blog/known/), [second](/blog/second/), [page](https://example.com/a#b).\n\n"
            "<!--more-->\n\nThe re\u0301st."
        )
        first = Post(title="First ", slug="first", body=body, is_sticky=True, lead_image=image)
        entries = [
            first,
            Post(title="Second", slug="second", summary="Short.", original_url="https://a.org/"),
            Post(title="Later", slug="later", published_at=LATER),
            Post(title="Draft", slug="draft", status="draft"),
            Page(title="About", slug="about-us", body="[[Known]]"),
            Series(title="Series", slug="series"),
            Event(
                title="Event",
                slug="event",
                event_type="webinar",
                starts_at=WRITTEN_AT,
                time_zone="America/Chicago",
                calendar_changed_at=WRITTEN_AT,
                calendar_uid="test-event",
            ),
        ]
        for entry in entries:
            entry.guid = f"test:{entry.slug}"
            entry.status = entry.status if entry.slug == "draft" else "published"
            if entry.status == "published" and not entry.published_at:
                entry.published_at = WRITTEN_AT
            entry.created_at = entry.modified_at = WRITTEN_AT
        everything = {
            "people": [(people[1], Role.AUTHOR), (people[0], Role.AUTHOR)],
            "topics": topics,
            "tags": tags,
            "places": [place],
        }
        relations = [everything, {"topics": topics[:1], "tags": []}, *[{}] * 5]
        return [
            NewEntry(entry, render_text(clean_text(entry.body)), of_entry)
            for entry, of_entry in zip(entries, relations, strict=True)
        ]

    return build


def stored_rows() -> dict[str, list]:
    """Return all rows that follow from saving entries, without numbers that differ by run."""
    guids = dict(Entry.objects.values_list("pk", "guid"))
    urls = dict(WebAddress.objects.values_list("pk", "url"))
    models = [
        *(Entry, Post, Page, Series, Event, Seats, Contribution, EntryTag, Link, WebAddress),
        Revision,
        *(Entry.topics.through, Entry.places.through, Entry.images.through),
        Entry.documents.through,
    ]

    def readable(name: str, value):
        if name in {"entry_id", "entry_ptr_id", "content_object_id", "target_id", "event_id"}:
            return guids.get(value)
        if name == "web_address_id":
            return urls.get(value)
        return value

    changing = {"id", "created_at"}
    return {
        model.__name__: sorted(
            str({k: readable(k, v) for k, v in sorted(row.items()) if k not in changing})
            for row in model._base_manager.values()
        )
        for model in models
    }


def test_new_entries_saved_at_once_are_stored_like_those_saved_one_by_one(build_new_entries):
    with transaction.atomic():
        # An entry links to those that were saved before it, so the linking one comes last.
        for each in reversed(build_new_entries()):
            save_entry(
                entry=each.entry,
                by=None,
                reason="Imported",
                relations=each.relations,
                modified_at=WRITTEN_AT,
            )
        expected = stored_rows()
        transaction.set_rollback(True)

    save_new_entries(build_new_entries(), reason="Imported")

    stored = stored_rows()
    for name, rows in expected.items():
        assert stored[name] == rows


def test_texts_that_wait_for_new_entries_are_rendered_again(build_new_entries):
    save_new_entries(build_new_entries(), reason="Imported")

    jobs = ProcrastinateJob.objects.filter(task_name="content.relink").order_by("scheduled_at")
    assert [(job.args["titles"], job.scheduled_at) for job in jobs] == [
        (["Later"], LATER),
        (["First", "Second", "Later", "Draft", "About", "Series", "Event"], None),
    ]


def test_entry_whose_slug_is_taken_leaves_nothing_behind(build_new_entries):
    new = build_new_entries()
    new[-1].entry.slug = new[0].entry.slug
    new[1].entry.slug = new[0].entry.slug

    with pytest.raises(Exception, match="entry_slug_unique_in_address_space"), transaction.atomic():
        save_new_entries(new, reason="Imported")

    assert Entry.objects.filter(guid__startswith="test:").count() == 0
