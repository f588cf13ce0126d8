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


def test_old_address_of_a_renamed_tag_leads_to_the_new_one(client):
    sign_in(client, "Editors")
    PostFactory(tags=["Grading"])
    tag = Tag.objects.get()

    rename(client, tag, "assessment")

    response = client.get("/tags/grading/")
    assert (response.status_code, response["Location"]) == (301, "/tags/assessment/")


def test_tag_that_is_renamed_back_leads_nowhere_else(client):
    sign_in(client, "Editors")
    PostFactory(tags=["Grading"])
    tag = Tag.objects.get()

    rename(client, tag, "assessment")
    rename(client, tag, "grading")

    assert client.get("/tags/grading/").status_code == 200


def test_tag_that_has_no_address_is_given_one(client):
    sign_in(client, "Editors")
    tag = Tag.objects.create(name="→")

    rename(client, tag, "arrow")

    assert Tag.objects.get().slug == "arrow"
