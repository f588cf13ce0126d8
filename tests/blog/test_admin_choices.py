"""The post form offers only entries that the user may see."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from content.models import Redirect
from tests.factories import PostFactory, SeriesFactory, UserFactory
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def errors(client, **fields) -> dict:
    response = client.post(reverse("admin:blog_post_add"), {**FORM, "_check": "1", **fields})
    return response.context["adminform"].form.errors


def test_forged_id_does_not_reveal_other_draft(client):
    sign_in(client, "Writers")
    hidden = PostFactory(draft=True, title="A secret", created_by=UserFactory())

    form_errors = errors(client, companions=[hidden.pk])

    assert form_errors["companions"] == [
        f"Select a valid choice. {hidden.pk} is not one of the available choices."
    ]


def test_writer_can_choose_public_and_own_entries(client):
    writer = sign_in(client, "Writers")
    own, public = PostFactory(draft=True, created_by=writer), PostFactory()

    assert "companions" not in errors(client, companions=[own.pk, public.pk])


def test_editor_can_choose_all_entries(client):
    sign_in(client, "Editors")
    draft, series = PostFactory(draft=True), SeriesFactory(draft=True)

    form_errors = errors(client, companions=[draft.pk], also_in=[series.pk], series=series.pk)

    assert {"companions", "also_in", "series"} & set(form_errors) == set()


def test_editors_choice_is_kept_when_writer_saves(client):
    writer = sign_in(client, "Writers")
    post, hidden = PostFactory(draft=True, created_by=writer), PostFactory(draft=True)
    post.companions.add(hidden)
    fields = {**FORM, "title": "After", "companions": [hidden.pk]}

    client.post(reverse("admin:blog_post_change", args=[post.pk]), fields)

    post.refresh_from_db()
    assert (post.title, list(post.companions.values_list("pk", flat=True))) == (
        "After",
        [hidden.pk],
    )


@pytest.mark.parametrize("page", ["", "add/", "{}/change/", "{}/delete/", "{}/history/"])
@pytest.mark.parametrize("group", ["Writers", "Editors"])
def test_generic_entry_admin_has_no_pages(client, group, page):
    sign_in(client, group)
    address = "/admin/content/entry/" + page.format(PostFactory().pk)

    assert client.get(address).status_code == 404


def test_autocomplete_finds_entries_of_all_kinds(client):
    writer = sign_in(client, "Writers")
    public = PostFactory(title="Grading")
    PostFactory(title="Grading unseen", draft=True, created_by=UserFactory())
    own = PostFactory(title="Grading of mine", draft=True, created_by=writer)

    response = client.get(
        reverse("admin:autocomplete"),
        {"term": "grading", "app_label": "blog", "model_name": "post", "field_name": "companions"},
    )

    assert {row["id"] for row in response.json()["results"]} == {str(public.pk), str(own.pk)}


def test_redirect_form_shows_target_entry(client):
    sign_in(client, "Editors")
    post = PostFactory(title="Grading")
    redirect = Redirect.objects.create(old_path="/old/", entry=post)

    response = client.get(reverse("admin:content_redirect_change", args=[redirect.pk]))

    assertContains(response, f'<option value="{post.pk}" selected>Grading</option>', html=True)
