"""A post's revisions: listed, compared, and restored."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from blog.services.series import place_part
from content.editing.differences import Piece
from content.editing.saving import save_entry
from content.models import Image
from cworks.groups import sync_groups
from tests.factories import PostFactory, SeriesFactory, UserFactory
from tests.support.post_forms import change_url, form_of
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    """A post with three revisions."""
    post = PostFactory(title="First", body="One sentence.")
    for title, body in [("Second", "One longer sentence."), ("Third", "Another.")]:
        post.title, post.body = title, body
        save_entry(entry=post, by=UserFactory(name=f"Author of {title}"), reason="Why not")
    return post


def revision_titled(post, title: str):
    return post.revisions.get(data__title=title)


def test_history_shows_who_when_and_why(client, post):
    sign_in(client, "Editors")

    response = client.get(reverse("admin:blog_post_history", args=[post.pk]))

    assert [
        (revision.title, revision.by and revision.by.name, reason)
        for revision, _ in response.context["rows"]
        for reason in [revision.reason]
    ] == [
        ("Third", "Author of Third", "Why not"),
        ("Second", "Author of Second", "Why not"),
        ("First", None, ""),
    ]


def test_history_says_what_happened_and_what_the_writer_noted(client):
    sign_in(client, "Editors")
    post = PostFactory(draft=True, body="One.")

    for fields in (
        {"note": "Fixed the dates"},
        {"status": "review", "note": "After legal’s advice"},
        {"slug": "shorter", "note": "Shorter"},
        {"body": "Two."},
    ):
        post.refresh_from_db()
        client.post(change_url(post), form_of(post, **fields))
    history = client.get(reverse("admin:blog_post_history", args=[post.pk]))

    assert [revision.reason for revision, _ in history.context["rows"]] == [
        "",
        "Address changed: Shorter",
        "Submitted for review: After legal’s advice",
        "Fixed the dates",
        "",
    ]


def test_revisions_are_compared_by_word_in_any_order(client, post):
    sign_in(client, "Editors")
    first, second = revision_titled(post, "First"), revision_titled(post, "Second")

    response = client.get(
        reverse("admin:blog_post_compare", args=[post.pk]),
        {"a": second.pk, "b": first.pk},
    )

    assert [(change.label, change.pieces) for change in response.context["changes"]] == [
        ("Title", [Piece("removed", "First"), Piece("added", "Second")]),
        (
            "Body",
            [Piece("same", "One"), Piece("added", " longer"), Piece("same", " sentence.")],
        ),
    ]


@pytest.mark.parametrize("query", [{}, {"a": "x", "b": "y"}, {"a": "0", "b": "0"}])
def test_comparing_missing_revision_is_not_found(client, post, query):
    sign_in(client, "Editors")

    response = client.get(reverse("admin:blog_post_compare", args=[post.pk]), query)

    assert response.status_code == 404


def test_restoring_creates_new_revision(client, post):
    editor = sign_in(client, "Editors")
    series = SeriesFactory()
    place_part(post=post, series=series)
    first = revision_titled(post, "First")

    client.post(reverse("admin:blog_post_restore", args=[post.pk, first.pk]))

    post.refresh_from_db()
    newest = post.revisions.newest_first().first()
    assert (post.title, post.body_html) == ("First", "<p>One sentence.</p>")
    assert (post.series, post.part_number, post.is_public) == (series, 1, True)
    assert (post.revisions.count(), newest.by) == (4, editor)
    assert newest.reason.startswith("Restored the revision of ")


def test_restoring_requires_post(client, post):
    sign_in(client, "Editors")
    address = reverse("admin:blog_post_restore", args=[post.pk, revision_titled(post, "First").pk])

    assert client.get(address).status_code == 405


def test_writer_cannot_restore_published_post(client, post):
    writer = sign_in(client, "Writers")
    type(post).objects.update(created_by=writer)
    address = reverse("admin:blog_post_restore", args=[post.pk, revision_titled(post, "First").pk])

    assert client.post(address).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        (True, "The lead image “A desk” has been deleted since, so it isn’t restored."),
        (False, None),
    ],
)
def test_restoring_skips_deleted_relations(client, gone, sentence):
    sync_groups()
    sign_in(client, "Editors")
    image = Image.objects.create(file="a.png", alt="A desk", width=4, height=3, content_hash="a")
    post = PostFactory(lead_image=image)
    with_image = post.revisions.get()
    post.lead_image = None
    save_entry(entry=post, by=None)
    if gone:
        image.delete()
    address = reverse("admin:blog_post_restore", args=[post.pk, with_image.pk])

    response = client.post(address)

    post.refresh_from_db()
    shown = [str(message) for message in get_messages(response.wsgi_request)]
    assert response.status_code == 302
    assert post.lead_image == (None if gone else image)
    assert shown == [
        "The revision has been restored. What it replaced is in the history.",
        *([sentence] if sentence else []),
    ]
