"""A published post keeps its title and text."""

import pytest
from django.urls import reverse

from tests.factories import PostFactory
from tests.support.post_forms import FORM, change_url, form_of
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("emptied", [{"title": ""}, {"body": " "}])
def test_title_and_text_of_published_post_cannot_be_cleared(client, emptied):
    sign_in(client, "Editors")
    post = PostFactory(title="The title", body="The text.")

    response = client.post(change_url(post), form_of(post, **emptied))

    assert response.context["adminform"].form.non_field_errors() == [
        "A published entry can’t be saved like this. See the list below."
    ]
    post.refresh_from_db()
    assert (post.title, post.body) == ("The title", "The text.")


def test_published_post_without_title_can_be_saved(client):
    sign_in(client, "Editors")
    post = PostFactory(title="", body="An aside.")

    response = client.post(change_url(post), form_of(post, body="An aside, corrected."))

    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.title, post.body) == ("", "An aside, corrected.")


def test_nonblocking_finding_does_not_prevent_saving(client):
    sign_in(client, "Editors")
    post = PostFactory()

    response = client.post(change_url(post), form_of(post, title="Another title"))

    assert response.status_code == 302


def test_published_post_without_title_can_become_draft(client):
    sign_in(client, "Editors")
    post = PostFactory()

    response = client.post(change_url(post), form_of(post, title="", status="draft"))

    assert response.status_code == 302


@pytest.mark.parametrize("seen", ["garbage", "2026-01-01T00:00:00", "9" * 50, "-1", "٣"])
def test_invalid_seen_time_has_no_base_revision(client, seen):
    sign_in(client, "Editors")
    post = PostFactory(title="Before")

    response = client.post(change_url(post), form_of(post, title="After", seen=seen))

    assert not response.context["adminform"].form.merge.has_base
    post.refresh_from_db()
    assert post.title == "Before"


@pytest.mark.parametrize("count", ["3000000", "x", "-1"])
def test_invalid_form_count_is_form_error(client, count):
    sign_in(client, "Editors")
    post = PostFactory(draft=True)
    fields = form_of(post, status="published")

    response = client.post(change_url(post), {**fields, "contributions-TOTAL_FORMS": count})

    assert response.status_code == 200
    post.refresh_from_db()
    assert post.status == "draft"


@pytest.mark.parametrize("number", ["abc", "²", "١", "-1"])
def test_history_with_invalid_id_is_not_found(client, number):
    sign_in(client, "Editors")

    response = client.get(f"/admin/blog/post/{number}/history/")

    assert response.status_code == 404


@pytest.mark.parametrize("number", ["²", "١"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_form_with_number_of_another_script_is_not_found(client, number, method):
    sign_in(client, "Editors")

    response = getattr(client, method)(f"/admin/blog/post/{number}/change/")

    assert response.status_code == 404


@pytest.mark.parametrize("number", ["abc", "9" * 30])
@pytest.mark.parametrize("method", ["get", "post"])
def test_form_with_invalid_id_redirects_to_dashboard(client, number, method):
    sign_in(client, "Editors")

    response = getattr(client, method)(f"/admin/blog/post/{number}/change/")

    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))


def test_overlong_text_is_form_error(client):
    sign_in(client, "Editors")
    words = " ".join(f"word{number}" for number in range(120_000))

    response = client.post(reverse("admin:blog_post_add"), {**FORM, "body": words})

    assert response.context["adminform"].form.errors["body"] == [
        f"This text has {len(words):,} characters. The limit is 400,000. Split it "
        "into several texts."
    ]


@pytest.mark.parametrize("link", ["/blog/a%00b/", "/archive/2026/13/", "/blog/%ff/"])
def test_impossible_link_is_reported_as_broken(client, link):
    sign_in(client, "Editors")
    post = PostFactory(draft=True)

    response = client.post(change_url(post), form_of(post, body=f"[x]({link})", _check="1"))

    assert response.status_code == 200
    texts = [finding.text for finding in response.context["findings"]]
    assert any("which isn’t public" in text for text in texts)


def test_tag_suggestions_accept_null_character(client):
    sign_in(client, "Writers")

    response = client.get(reverse("admin:tag-suggestions"), {"term": "\0"})

    assert response.json()["results"] == []
