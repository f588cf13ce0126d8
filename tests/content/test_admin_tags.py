import pytest
from django.urls import reverse
from taggit.models import Tag

from tests.factories import PostFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def rename(client, tag: Tag, slug: str) -> None:
    address = reverse("admin:taggit_tag_change", args=[tag.pk])
    response = client.post(address, {"name": tag.name, "slug": slug})
    assert response.status_code == 302


def test_renamed_tag_redirects_from_old_address(client):
    sign_in(client, "Editors")
    PostFactory(tags=["Grading"])
    tag = Tag.objects.get()

    rename(client, tag, "assessment")

    response = client.get("/tags/grading/")
    assert (response.status_code, response["Location"]) == (301, "/tags/assessment/")


def test_tag_renamed_back_does_not_redirect(client):
    sign_in(client, "Editors")
    PostFactory(tags=["Grading"])
    tag = Tag.objects.get()

    rename(client, tag, "assessment")
    rename(client, tag, "grading")

    assert client.get("/tags/grading/").status_code == 200


def test_tag_without_slug_gets_one(client):
    sign_in(client, "Editors")
    tag = Tag.objects.create(name="→")

    rename(client, tag, "arrow")

    assert Tag.objects.get().slug == "arrow"
