"""Editors see a list of deleted entries and can restore one as a draft."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from blog.services.posts import delete_post
from blog.services.series import place_part
from content.editing.restoring import restore_deleted_entry
from content.editing.saving import delete_entry, save_entry
from content.models import DeletedEntry, Entry, Redirect
from tests.factories import (
    ArticleFactory,
    EventFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    ResourceFactory,
    SeriesFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.editors import reloaded
from tests.support.signing_in import sign_in
from wiki.models import Resource

pytestmark = pytest.mark.django_db

LIST = "admin:content_deletedentry_changelist"


@pytest.fixture
def admin():
    return UserFactory(name="Ada", is_staff=True, is_superuser=True)


def last_deletion() -> DeletedEntry:
    return DeletedEntry.objects.filter(is_deletion=True).latest("pk")


def restore_last(by):
    return restore_deleted_entry(revision_id=last_deletion().pk, by=by)


def test_list_shows_entry_and_who_deleted_it(client):
    editor = sign_in(client, "Editors")
    delete_entry(entry=ArticleFactory(title="Rubrics"), by=editor)
    delete_entry(entry=PostFactory(title="Desks"), by=None)

    listed = client.get(reverse(LIST)).context["cl"].result_list

    assert [(each.heading, each.kind, each.by) for each in listed] == [
        ("Desks", "post", None),
        ("Rubrics", "article", editor),
    ]


@pytest.mark.parametrize(
    "factory", [PostFactory, SeriesFactory, ArticleFactory, ResourceFactory, EventFactory]
)
def test_restored_entry_is_draft_with_same_id_guid_text_and_relations(factory, admin):
    relations = {
        "topics": [TopicFactory()],
        "places": [PlaceFactory()],
        "tags": ["a tag", "b tag"],
        "authors": [PersonFactory(), PersonFactory()],
        "lead_image_caption": "A desk",
    }
    entry = factory(title="Desks", body="See [this](https://example.org/).", **relations)
    companion = PostFactory()
    entry.companions.add(companion)
    before = reloaded(entry)
    delete_entry(entry=entry, by=admin)

    restored = restore_last(admin)

    after = reloaded(restored.entry)
    same = ["pk", "guid", "slug", "title", "body", "body_html", "created_at", "published_at"]
    assert restored.remarks == []
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.status == "draft"
    assert [person.name for person in after.authors] == [
        person.name for person in relations["authors"]
    ]
    assert list(after.topics.all()) == relations["topics"]
    assert list(after.places.all()) == relations["places"]
    assert sorted(after.tags.names()) == ["a tag", "b tag"]
    assert [each.pk for each in after.companions.all()] == [companion.pk]
    assert list(after.revisions.newest_first().values_list("reason", flat=True)) == [
        "Restored after deletion",
        "Deleted",
        "",
    ]


def test_old_addresses_redirect_to_restored_entry(client, admin):
    post = PostFactory(slug="before")
    post.slug = "after"
    save_entry(entry=post, by=None)
    delete_entry(entry=post, by=admin)
    assert not Redirect.objects.exists()

    restored = restore_last(admin).entry

    restored.status = "published"
    save_entry(entry=restored, by=None)
    assert client.get("/blog/before/")["Location"] == "/blog/after/"


def test_missing_relations_and_taken_slug_are_reported(admin):
    topic, person = TopicFactory(name="Old topic"), PersonFactory(name="Ana")
    post = PostFactory(slug="desks", topics=[topic], authors=[person])
    series = place_part(post=post, series=SeriesFactory(title="A year")).series
    delete_post(post=post, by=admin)
    series.delete()
    topic.delete()
    person.delete()
    PostFactory(slug="desks")

    restored = restore_last(admin)

    assert (restored.entry.slug, restored.entry.series) == ("desks-2", None)
    assert restored.remarks == [
        "The person “Ana” has been deleted since.",
        "The topic “Old topic” has been deleted since.",
        "Its address “desks” is now in use, so it has “desks-2” instead.",
        "The series “A year” has been deleted since.",
    ]


def test_restore_button_restores_and_opens_form(client):
    editor = sign_in(client, "Editors")
    post = PostFactory(title="Desks")
    number = post.pk
    delete_entry(entry=post, by=editor)
    page = client.get(reverse(LIST)).content.decode()
    address = reverse("admin:content_deletedentry_restore", args=[last_deletion().pk])

    response = client.post(address)

    assert f'formaction="{address}"' in page
    assert response["Location"] == reverse("admin:blog_post_change", args=[number])
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "“Desks” has been restored as a draft."
    ]
    assert client.get(reverse(LIST)).context["cl"].result_count == 0
    assert client.get(address).status_code == 405


def test_second_restore_reports_already_restored(client):
    editor = sign_in(client, "Editors")
    delete_entry(entry=PostFactory(), by=editor)
    address = reverse("admin:content_deletedentry_restore", args=[last_deletion().pk])
    client.post(address)

    response = client.post(address)

    assert response["Location"] == reverse(LIST)
    assert Entry.objects.count() == 1


def test_event_managers_restore_only_events(client):
    manager = sign_in(client, "Event managers")
    delete_entry(entry=PostFactory(), by=None)
    post_address = reverse("admin:content_deletedentry_restore", args=[last_deletion().pk])
    delete_entry(entry=EventFactory(title="Office hours"), by=manager)

    listed = client.get(reverse(LIST)).context["cl"].result_list

    assert [each.heading for each in listed] == ["Office hours"]
    client.post(post_address)
    assert not Entry.objects.exists()


def test_writers_cannot_see_list(client):
    sign_in(client, "Writers")
    delete_entry(entry=PostFactory(), by=None)
    address = reverse("admin:content_deletedentry_restore", args=[last_deletion().pk])

    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(address).status_code == 403
    assert not Entry.objects.exists()


def test_resource_with_duplicate_url_is_not_restored(admin):
    delete_entry(entry=ResourceFactory(url="https://example.org/a"), by=admin)
    ResourceFactory(url="https://example.org/a")

    with pytest.raises(Exception, match="Another entry now uses the same"):
        restore_last(admin)

    assert Resource.objects.count() == 1


def test_list_says_what_restoring_does(client, admin):
    client.force_login(admin)

    empty = client.get(reverse(LIST)).content.decode()
    delete_post(post=PostFactory(), by=admin)
    full = client.get(reverse(LIST)).content.decode()

    assert "Nothing has been deleted in the last 30 days." in empty
    assert "After 30 days, it’s deleted for good." in full
