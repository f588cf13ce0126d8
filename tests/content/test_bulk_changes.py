"""Changing a topic, tag, author, or the like on many entries, and undoing that."""

import pytest
from django.contrib.auth.models import Group
from taggit.models import Tag

from blog.services.bulk_series import SERIES
from blog.services.series import place_part
from content.editing.bulk_changes import change_many, find_field, plan_change, undo_change
from content.editing.saving import delete_entry
from content.exceptions import BulkChangeRefused
from content.models import BulkChange, Entry, Revision
from tests.factories import (
    EventFactory,
    EventSeriesFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return UserFactory(is_superuser=True)


def change(name: str, value, entries, by, adds=True) -> BulkChange:
    pks = [entry.pk for entry in entries]
    return change_many(field=find_field(name), value=value, adds=adds, pks=pks, by=by)


def topics_of(*entries) -> list[list[str]]:
    return [sorted(topic.name for topic in entry.topics.all()) for entry in entries]


def byline(entry) -> list[str]:
    return [row.person.name for row in entry.contributions.all()]


def reasons(entry) -> list[str]:
    return list(
        Revision.objects.filter(entry=entry).newest_first().values_list("reason", flat=True)
    )


def test_plan_counts_who_gets_it_and_who_has_it(admin):
    topic = TopicFactory(name="Assessment")
    entries = [PostFactory(), PostFactory(), PostFactory(topics=[topic])]

    planned = plan_change(
        field=find_field("topics"),
        value=topic,
        adds=True,
        pks=[entry.pk for entry in entries],
        by=admin,
    )

    assert planned.sentence == ("2 entries will get the topic “Assessment”. 1 already has it.")
    assert BulkChange.objects.count() == 0


def test_plan_warns_of_published_entries_left_without(admin):
    topic, other = TopicFactory(name="Assessment"), TopicFactory()
    entries = [
        PostFactory(topics=[topic]),
        PostFactory(topics=[topic, other]),
        PostFactory(topics=[topic], draft=True),
        PostFactory(),
    ]

    planned = plan_change(
        field=find_field("topics"),
        value=topic,
        adds=False,
        pks=[entry.pk for entry in entries],
        by=admin,
    )

    assert planned.sentence == (
        "3 entries will lose the topic “Assessment”. 1 doesn’t have it. One entry that is "
        "published will have no topic then."
    )


def test_added_topic_is_in_history_of_changed_entries_only(admin):
    topic = TopicFactory(name="Assessment")
    first, second, has_it = PostFactory(), PostFactory(), PostFactory(topics=[topic])

    change("topics", topic, [first, second, has_it], admin)

    assert topics_of(first, second, has_it) == [["Assessment"]] * 3
    reason = "Added the topic “Assessment” to 2 entries"
    assert [reasons(entry) for entry in (first, second, has_it)] == [[reason, ""]] * 2 + [[""]]
    newest = Revision.objects.filter(entry=first).newest_first().first()
    assert (newest.by, newest.data["topics"]) == (
        admin,
        [{"id": topic.pk, "name": "Assessment"}],
    )


def test_undo_restores_only_what_the_change_did_and_is_as_it_left_it(admin):
    topic = TopicFactory(name="Assessment")
    first, second, has_it = PostFactory(), PostFactory(), PostFactory(topics=[topic])
    deleted = PostFactory()
    done = change("topics", topic, [first, second, has_it, deleted], admin)
    second.topics.clear()
    delete_entry(entry=deleted, by=None)

    _, count = undo_change(change_id=done.pk, by=admin)

    assert (count, topics_of(first, second, has_it)) == (1, [[], [], ["Assessment"]])
    assert reasons(first)[0] == "Undid this: Added the topic “Assessment” to 3 entries"
    assert reasons(second)[0] == "Added the topic “Assessment” to 3 entries"


def test_change_is_undone_once(admin):
    done = change("topics", TopicFactory(), [PostFactory()], admin)
    undo_change(change_id=done.pk, by=admin)

    with pytest.raises(BulkChangeRefused) as refused:
        undo_change(change_id=done.pk, by=admin)

    assert str(refused.value) == "This has been undone already."


def test_undo_is_refused_when_the_topic_was_deleted(admin):
    topic = TopicFactory()
    done = change("topics", topic, [PostFactory()], admin)
    topic.delete()

    with pytest.raises(BulkChangeRefused) as refused:
        undo_change(change_id=done.pk, by=admin)

    assert str(refused.value) == "The topic has been deleted since, so this can’t be undone."


def test_removed_author_comes_back_to_the_same_place_in_the_byline(admin):
    ana, ben = PersonFactory(name="Ana"), PersonFactory(name="Ben")
    post, other = PostFactory(authors=[ana, ben]), PostFactory(authors=[ben])
    done = change("authors", ana, [post, other], admin, adds=False)
    assert (byline(post), byline(other)) == (["Ben"], ["Ben"])

    undo_change(change_id=done.pk, by=admin)

    assert (byline(post), byline(other)) == (["Ana", "Ben"], ["Ben"])


def test_added_author_comes_last_and_stays_presenter(admin):
    ana, ben = PersonFactory(name="Ana"), PersonFactory(name="Ben")
    event = EventFactory(presenters=[ana], authors=[ben])

    change("authors", ana, [event], admin)

    rows = [(row.person.name, row.role) for row in event.contributions.all()]
    assert rows == [("Ben", "author"), ("Ana", "presenter"), ("Ana", "author")]


def test_tag_and_place_can_be_removed(admin):
    place = PlaceFactory()
    post = PostFactory(tags=["a", "b"], places=[place])

    change("tags", Tag.objects.get(name="a"), [post], admin, adds=False)
    change("places", place, [post], admin, adds=False)

    assert (list(post.tags.names()), list(post.places.all())) == (["b"], [])


def test_sector_is_set_and_undone(admin):
    k12, both, higher = (PostFactory(sector=s) for s in ("k-12", "both", "higher-education"))
    entries = [k12, both, higher]

    def sectors():
        return [Entry.objects.get(pk=entry.pk).sector for entry in entries]

    done = change("sector", "both", entries, admin)
    assert (done.reason, sectors()) == ("Set the sector “Both sectors” on 2 entries", ["both"] * 3)
    Entry.objects.filter(pk=higher.pk).update(sector="k-12")
    undo_change(change_id=done.pk, by=admin)

    assert sectors() == ["k-12", "both", "k-12"]


def test_series_gets_posts_in_order_of_publication_and_undo_puts_back_parts(admin):
    old, new = SeriesFactory(title="Old"), SeriesFactory(title="New")
    posts = [PostFactory() for _ in range(4)]
    for post in posts[:3]:
        place_part(post=post, series=old)

    def parts(series):
        return list(series.parts.order_by("part_number").values_list("pk", "part_number"))

    done = change("series", new, [posts[3], posts[0], posts[1]], admin)
    assert parts(new) == [(posts[0].pk, 1), (posts[1].pk, 2), (posts[3].pk, 3)]
    assert parts(old) == [(posts[2].pk, 1)]
    assert SERIES.read([posts[2].pk], new) == {posts[2].pk: {"series": old.pk, "part": 1}}

    undo_change(change_id=done.pk, by=admin)

    assert parts(old) == [(post.pk, number) for number, post in enumerate(posts[:3], 1)]
    assert parts(new) == []


def test_event_series_is_set_on_events(admin):
    series, event = EventSeriesFactory(), EventFactory()

    done = change("event_series", series, [event], admin)
    event.refresh_from_db()
    assert event.series == series

    undo_change(change_id=done.pk, by=admin)
    event.refresh_from_db()
    assert event.series is None


def test_writer_changes_only_own_drafts():
    writer = UserFactory()
    writer.groups.add(Group.objects.get(name="Writers"))
    topic = TopicFactory()
    own = PostFactory(draft=True, created_by=writer)
    published, others = PostFactory(created_by=writer), PostFactory(draft=True)

    change("topics", topic, [own, published, others], writer)

    assert topics_of(own, published, others) == [[topic.name], [], []]


def test_too_many_entries_are_refused(admin):
    with pytest.raises(BulkChangeRefused) as refused:
        plan_change(field=find_field("sector"), value="both", adds=True, pks=range(2_001), by=admin)

    assert str(refused.value) == "Choose at most 2,000 entries at a time."
