import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from blog.models import Post
from content.models import Status
from tests.factories import PersonFactory, PostFactory, TopicFactory, UserFactory
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_writer_creates_draft(client):
    person = PersonFactory()
    writer = sign_in(client, "Writers", person=person)
    row = {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": person.pk,
        "contributions-0-role": "author",
    }

    response = client.post(reverse("admin:blog_post_add"), {**FORM, **row})

    assert response.status_code == 302
    post = Post.objects.get()
    assert (post.status, post.slug, post.created_by, list(post.people.all())) == (
        Status.DRAFT,
        "what-mastery-asks",
        writer,
        [person],
    )
    assert post.revisions.count() == 1
    assert post.revisions.get().by == writer


def test_writers_forged_publish_is_rejected_with_explanation(client):
    editor = UserFactory(name="Edith Example")
    editor.groups.add(Group.objects.get(name="Editors"))
    sign_in(client, "Writers")

    response = client.post(reverse("admin:blog_post_add"), {**FORM, "status": "published"})

    assert response.context["adminform"].form.errors["status"] == [
        "Only an editor can publish. Submit it for review, and ask Edith Example."
    ]
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("state", "expected"),
    [({"draft": True}, "After"), ({"status": "review"}, "After"), ({}, "Before")],
)
def test_writer_edits_own_post_until_published(client, state, expected):
    writer = sign_in(client, "Writers")
    post = PostFactory(title="Before", created_by=writer, **state)

    client.post(reverse("admin:blog_post_change", args=[post.pk]), {**FORM, "title": "After"})

    post.refresh_from_db()
    assert post.title == expected


def test_writer_cannot_find_drafts_of_others(client):
    sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=UserFactory())

    listing = client.get(reverse("admin:blog_post_changelist"))
    response = client.get(reverse("admin:blog_post_change", args=[post.pk]))

    assert listing.context["cl"].result_count == 0
    assert response.status_code == 302  # to the dashboard, with a message that it doesn't exist


def test_editor_publishes(client):
    editor = sign_in(client, "Editors")
    person, topic = PersonFactory(), TopicFactory()
    row = {
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-person": person.pk,
        "contributions-0-role": "author",
        "topics": [topic.pk],
        "status": "published",
    }

    response = client.post(reverse("admin:blog_post_add"), {**FORM, **row})

    assert response.status_code == 302
    post = Post.objects.get()
    assert post.is_public
    assert [(each.by, each.reason) for each in post.revisions.all()] == [(editor, "Published")]


@pytest.mark.parametrize(("group", "expected"), [("Writers", False), ("Editors", True)])
def test_only_editors_can_make_post_sticky(client, group, expected):
    sign_in(client, group)

    client.post(reverse("admin:blog_post_add"), {**FORM, "is_sticky": "on"})

    assert Post.objects.get().is_sticky is expected
