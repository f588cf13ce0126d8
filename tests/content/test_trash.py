"""Deleted entries stay in the trash for 30 days, with their address and all that goes with them."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from blog.models import Comment, Post
from blog.services.posts import delete_post
from blog.services.series import place_part
from content.editing.restoring import restore_deleted_entry
from content.editing.saving import delete_entry
from content.editing.trash import in_trash
from content.models import DeletedRows, Link, PinnedEntry, Revision
from content.retention import forget
from events.models import Event, Seats
from submissions.models import Submission
from tests.factories import (
    CommentFactory,
    EventFactory,
    PostFactory,
    SeriesFactory,
    SubmissionFactory,
    UserFactory,
)
from tests.support.editors import reloaded
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "admin:blog_post_changelist"
DELETE = "admin:blog_post_delete"


@pytest.fixture
def admin():
    return UserFactory(is_superuser=True)


def undo(entry_pk: int, by):
    deleted = in_trash().get(entry=entry_pk)
    return restore_deleted_entry(revision_id=deleted.pk, by=by, as_it_was=True)


def text_of(page) -> str:
    (content,) = html.fromstring(page.content.decode()).xpath("//*[@id='content']")
    return " ".join(content.text_content().split())


def test_undo_brings_back_status_part_comments_and_pins(admin):
    series = SeriesFactory()
    posts = [place_part(post=PostFactory(), series=series) for _ in range(3)]
    comment = CommentFactory(post=posts[1], email="ana@example.org")
    reply = CommentFactory(post=posts[1], parent=comment)
    PinnedEntry.objects.create(words="cbe", entry=posts[1])
    submission = SubmissionFactory(entry=posts[1])
    numbers = [post.pk for post in posts]
    delete_post(post=reloaded(posts[1]), by=admin)
    assert Comment.objects.count() == PinnedEntry.objects.count() == 0

    restored = undo(numbers[1], admin)

    parts = Post.objects.order_by("part_number").values_list("pk", "part_number", "status")
    assert list(parts) == [(pk, part, "published") for part, pk in enumerate(numbers, 1)]
    comments = Comment.objects.order_by("pk").values_list("pk", "parent", "email", "post")
    assert list(comments) == [
        (comment.pk, None, "ana@example.org", numbers[1]),
        (reply.pk, comment.pk, reply.email, numbers[1]),
    ]
    assert PinnedEntry.objects.get().entry_id == numbers[1]
    assert Submission.objects.get(entry=numbers[1]) == submission
    assert (restored.remarks, DeletedRows.objects.count()) == ([], 0)
    newest = Revision.objects.filter(entry=numbers[1]).newest_first().first()
    assert newest.data["series"] == {"id": series.pk, "name": str(series)}


def test_deletion_of_several_entries_is_undone_at_once(client, admin):
    client.force_login(admin)
    series = SeriesFactory()
    posts = [place_part(post=PostFactory(), series=series) for _ in range(3)]
    numbers = [post.pk for post in posts]
    CommentFactory(post=posts[0])
    address = reverse(LIST)
    chosen = {"action": "delete_selected", "_selected_action": numbers[:2], "post": "yes"}

    page = html.fromstring(client.post(address, chosen, follow=True).content.decode())
    (button,) = page.xpath("//button[starts-with(., 'Undo')]")
    left = list(Post.objects.values_list("pk", "part_number"))
    undone = client.post(button.get("formaction"), {"undo": button.get("value")}, follow=True)

    parts = Post.objects.order_by("part_number").values_list("pk", "part_number", "status")
    assert left == [(numbers[2], 1)]
    assert list(parts) == [(pk, part, "published") for part, pk in enumerate(numbers, 1)]
    assert Comment.objects.get().post_id == numbers[0]
    assert undone.redirect_chain == [(address, 302)]
    assert "2 entries have been restored as before." in text_of_messages(undone)


def text_of_messages(page) -> list[str]:
    content = html.fromstring(page.content.decode())
    return [item.text_content() for item in content.xpath("//ul[@class='messagelist']/li")]


def test_undo_brings_back_seats(admin):
    event = EventFactory()
    Seats.objects.filter(event=event).update(capacity=7)
    number = event.pk
    delete_entry(entry=event, by=admin)

    undo(number, admin)

    assert Event.objects.get().seats.capacity == 7


def test_what_lost_its_own_parent_is_named(admin):
    post = PostFactory(title="Desks")
    comment = CommentFactory(post=post, guid="a", name="Ana")
    number = post.pk
    delete_entry(entry=post, by=admin)
    CommentFactory(guid="a")

    restored = undo(number, admin)

    assert restored.remarks == ["The comment “Ana on “Desks”” can’t be restored."]
    assert not Comment.objects.filter(pk=comment.pk).exists()


def test_links_lead_to_restored_entry_again(admin):
    post = PostFactory(slug="desks")
    PostFactory(body="See [this](/blog/desks/).")
    number = post.pk
    delete_entry(entry=post, by=admin)
    assert Link.objects.get().target is None

    undo(number, admin)

    assert Link.objects.get().target_id == number


def test_confirmation_says_what_readers_and_others_lose(client):
    with time_machine.travel("2026-11-03T15:00:00Z", tick=False):
        series = SeriesFactory(title="A year")
        post = place_part(post=PostFactory(title="Desks", slug="desks"), series=series)
        PostFactory(title="Chairs", body="See [this](/blog/desks/).")
        post.companions.add(PostFactory(title="Tables"))
        CommentFactory(post=post)
        sign_in(client, "Editors")

        page = client.get(reverse(DELETE, args=[post.pk]))

    assert text_of(page).partition("?")[2] == (
        " It stays in the deleted entries until December 3, 2026. Until then, it can be restored "
        "with its history, its address, and all that is deleted with it. "
        "Readers will find nothing at its address. "
        "One other entry links to it. Its link will lead nowhere. Post “Chairs” "
        "It leaves the series “A year”, and later parts move up. "
        "One entry loses it as a companion. Post “Tables” "
        "This will be deleted: Posts: 1Comments: 1 Cancel"
    )


def test_message_after_deletion_has_an_undo_button(client):
    sign_in(client, "Editors")
    post = PostFactory(title="Desks")

    response = client.post(reverse(DELETE, args=[post.pk]), {"post": "yes"})
    page = html.fromstring(client.get(response["Location"]).content.decode())
    (button,) = page.xpath("//ul[@class='messagelist']//button")
    undone = client.post(button.get("formaction"), {button.get("name"): button.get("value")})

    assert button.get("form") in page.xpath("//form/@id")
    said = [str(message) for message in get_messages(undone.wsgi_request)]
    assert said == ["“Desks” has been restored as it was."]
    assert reloaded(post).status == "published"


def test_restoring_asks_nothing_of_the_database_for_made_up_numbers(client):
    sign_in(client, "Editors")
    post = PostFactory(title="Desks")
    delete_entry(entry=post, by=None)
    deleted = in_trash().get()
    address = reverse("admin:content_deletedentry_restore_many")

    with CaptureQueriesContext(connection) as queries:
        client.post(address, {"undo": ",".join(map(str, range(deleted.pk, deleted.pk + 1_000)))})

    assert Post.objects.get().title == "Desks"
    assert len(queries) < 100


def test_address_is_kept_for_30_days(client):
    sign_in(client, "Editors")
    delete_entry(entry=PostFactory(title="Desks", slug="desks"), by=None)
    address = reverse("admin:blog_post_add")
    kept_until = timezone.localtime(timezone.now() + timedelta(days=30))

    typed = client.post(address, {**FORM, "title": "Another", "slug": "desks"})
    client.post(address, {**FORM, "title": "Desks"})

    assert typed.context["adminform"].form.errors == {
        "slug": [
            "“Desks” had this address and was deleted. The address is kept for it until "
            f"{kept_until:%B} {kept_until.day}, {kept_until.year}. Choose another one."
        ]
    }
    assert Post.objects.get().slug == "desks-2"


def test_trash_is_emptied_after_30_days(client, admin):
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        old, back = PostFactory(), PostFactory()
        CommentFactory(post=old)
        numbers = [old.pk, back.pk]
        delete_entry(entry=old, by=admin)
        delete_entry(entry=back, by=admin)
        undo(numbers[1], admin)
    young = PostFactory()
    numbers.append(young.pk)
    delete_entry(entry=young, by=admin)
    client.force_login(admin)
    assert [each.entry_id for each in in_trash()] == [numbers[2]]

    forget("Deleted entries")

    revisions = Revision.objects.filter(entry__in=numbers).values_list("entry", "reason")
    assert list(revisions.order_by("pk")) == [
        (numbers[1], ""),
        (numbers[1], "Deleted"),
        (numbers[1], "Restored after deletion"),
        (numbers[2], ""),
        (numbers[2], "Deleted"),
    ]
    assert (DeletedRows.objects.count(), forget("Deleted entries")) == (0, 0)
