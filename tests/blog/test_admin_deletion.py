"""Editors delete posts, series, and pages, one or several at a time."""

import pytest
from django.urls import reverse

from blog.models import Post
from blog.services.series import place_part
from content.models import Entry, Revision
from tests.factories import CommentFactory, PageFactory, PostFactory, SeriesFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

KINDS = [
    ("blog_post", PostFactory),
    ("blog_series", SeriesFactory),
    ("content_page", PageFactory),
]


@pytest.mark.parametrize(("name", "factory"), KINDS)
def test_editor_deletes_entry(client, name, factory):
    sign_in(client, "Editors")
    entry = factory()

    response = client.post(reverse(f"admin:{name}_delete", args=[entry.pk]), {"post": "yes"})

    assert response.status_code == 302
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("name", "factory"), KINDS)
def test_editor_deletes_several_entries(client, name, factory):
    sign_in(client, "Editors")
    chosen = [entry.pk for entry in factory.create_batch(2)]

    response = client.post(
        reverse(f"admin:{name}_changelist"),
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )

    assert response.status_code == 302
    assert not Entry.objects.exists()


def test_deleting_post_deletes_comments_and_records_user(client):
    editor = sign_in(client, "Editors")
    comment = CommentFactory()

    client.post(reverse("admin:blog_post_delete", args=[comment.post_id]), {"post": "yes"})

    last = Revision.objects.newest_first().first()
    assert (Post.objects.count(), last.is_deletion, last.by) == (0, True, editor)


def test_series_with_parts_is_not_deleted(client):
    sign_in(client, "Editors")
    series = SeriesFactory()
    place_part(post=PostFactory(), series=series)

    client.post(reverse("admin:blog_series_delete", args=[series.pk]), {"post": "yes"})

    assert Entry.objects.filter(pk=series.pk).exists()


def test_writer_cannot_delete(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=writer)

    response = client.post(reverse("admin:blog_post_delete", args=[post.pk]), {"post": "yes"})

    assert response.status_code == 403


@pytest.mark.parametrize("several", [False, True])
def test_deleted_part_leaves_no_gap_in_numbers(client, several):
    sign_in(client, "Editors")
    series = SeriesFactory()
    first, second, third = [place_part(post=PostFactory(), series=series) for _ in range(3)]

    if several:
        client.post(
            reverse("admin:blog_post_changelist"),
            {"action": "delete_selected", "_selected_action": [first.pk, second.pk], "post": "yes"},
        )
    else:
        client.post(reverse("admin:blog_post_delete", args=[first.pk]), {"post": "yes"})

    left = [third] if several else [second, third]
    numbers = Post.objects.order_by("part_number").values_list("pk", "part_number")
    assert list(numbers) == [(post.pk, number) for number, post in enumerate(left, start=1)]
