import pytest
from django.urls import reverse

from content.editing.saving import delete_entry
from content.models import Page
from tests.factories import (
    PersonFactory,
    PlaceFactory,
    PostFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def post_slug(client, slug: str, *, name: str = "blog_post", **fields) -> list[str]:
    response = client.post(reverse(f"admin:{name}_add"), {**FORM, **fields, "slug": slug})
    return response.context["adminform"].form.errors.get("slug", []) if response.context else []


@pytest.mark.parametrize("slug", ["feed", "page"])
def test_post_slug_cannot_be_reserved_word(client, slug):
    sign_in(client, "Editors")

    assert post_slug(client, slug) == [
        f"The site itself uses “{slug}” as an address. Choose another one."
    ]


@pytest.mark.parametrize("slug", ["blog", "admin", "topics", "author", "media", "static", "k-12"])
def test_page_slug_cannot_be_reserved_first_segment(client, slug):
    sign_in(client, "Editors")

    assert post_slug(client, slug, name="content_page") == [
        f"The site itself uses “{slug}” as an address. Choose another one."
    ]


def test_page_slug_can_be_anything_else(client):
    sign_in(client, "Editors")

    assert post_slug(client, "about", name="content_page") == []
    assert Page.objects.get().slug == "about"


def test_duplicate_slug_is_rejected(client):
    sign_in(client, "Editors")
    PostFactory(title="The other", slug="taken")

    assert post_slug(client, "taken") == [
        "“The other” already has this address. Choose another one."
    ]


def test_duplicate_slug_tells_writers_no_title_of_others_drafts(client):
    sign_in(client, "Writers")
    PostFactory(title="The secret", slug="draft", status="draft")
    delete_entry(entry=PostFactory(title="The mistake", slug="deleted"), by=None)

    assert post_slug(client, "draft") == [
        "Someone else’s draft already has this address. Choose another one."
    ]
    [sentence] = post_slug(client, "deleted")
    assert sentence.startswith("A deleted entry had this address. The address is kept for it until")


@pytest.mark.parametrize("posted", ["", "what-mastery-asks"])
def test_suggested_slug_gets_number_if_taken(client, posted):
    sign_in(client, "Writers")
    other = PostFactory(slug="what-mastery-asks")

    assert post_slug(client, posted) == []

    mine = type(other).objects.exclude(pk=other.pk).get()
    assert mine.slug == "what-mastery-asks-2"


def test_slug_does_not_change_with_title(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(slug="kept", draft=True, created_by=writer)

    client.post(
        reverse("admin:blog_post_change", args=[post.pk]),
        {**FORM, "title": "Another", "slug": "kept"},
    )

    post.refresh_from_db()
    assert (post.title, post.slug) == ("Another", "kept")


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("content_topic", TopicFactory),
        ("content_person", PersonFactory),
        ("content_place", PlaceFactory),
    ],
)
def test_slug_too_long_for_its_redirect_is_refused_in_a_sentence(client, name, factory):
    client.force_login(UserFactory(is_superuser=True))
    address = reverse(f"admin:{name}_change", args=[factory().pk])
    fields = client.get(address).context["adminform"].form.initial
    values = {key: value for key, value in fields.items() if value is not None}

    response = client.post(address, {**values, "slug": "ﷺ" * 150})

    assert response.context["adminform"].form.errors["slug"] == [
        "This slug is too long for a web address. Choose a shorter one."
    ]
