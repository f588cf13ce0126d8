"""The editor's live preview, and the secret link to a draft."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from content.models import Image
from tests.factories import PostFactory, UserFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

TEXT = "See [[The other]].\n\n![](/media/images/class.png)\n\n## Heading\n\n<script>x</script>"


def click(client, post: Post, action: str):
    return client.post(reverse("admin:blog_post_preview_link", args=[post.pk]), {"action": action})


def test_preview_matches_public_page(client):
    sign_in(client, "Writers")
    PostFactory(title="The other")
    Image.objects.create(
        file="images/class.png", width=40, height=30, content_hash="1", alt="A class"
    )
    post = PostFactory(body=TEXT)

    html = client.post(reverse("markdownx_markdownify"), {"content": TEXT}).content.decode()

    assert html == post.body_html
    assert 'alt="A class"' in html
    assert 'class="wiki-link"' in html


def test_preview_reports_expired_session(client):
    response = client.post(reverse("markdownx_markdownify"), {"content": "x"})

    assert response.status_code == 403
    assert response.json() == {
        "error": "You’re signed out. Sign in again in another tab, then continue here. "
        "Your text is safe."
    }


def test_preview_blocks_scripts_and_is_framed_only_by_admin(client):
    response = client.get(reverse("admin:preview-frame"))

    assert response["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    # A later 304 would carry the CSP of other pages.
    assert "no-store" in response["Cache-Control"]


def test_admin_blocks_inline_scripts_and_styles(client):
    sign_in(client, "Editors")

    policy = client.get(reverse("admin:blog_post_add"))["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


def test_tags_with_matching_prefix_are_suggested_first(client):
    sign_in(client, "Writers")
    PostFactory(tags=["grading", "Standards-based grading", "mastery", "Grades"])

    answer = client.get(reverse("admin:tag-suggestions"), {"term": "grad"}).json()

    assert [result["id"] for result in answer["results"]] == [
        "Grades",
        "grading",
        "Standards-based grading",
    ]


def test_preview_link_shows_draft_to_anyone_until_revoked(client):
    writer = sign_in(client, "Writers")
    post = PostFactory(title="A draft", draft=True, created_by=writer)

    click(client, post, "make")
    post.refresh_from_db()
    link = reverse("preview", args=[post.preview_token])
    client.logout()

    assert len(post.preview_token) == 43  # 256 bits
    assert client.get(link).status_code == 200

    client.force_login(writer)
    click(client, post, "revoke")
    client.logout()

    assert client.get(link).status_code == 404


def test_preview_link_ends_after_thirty_days_and_can_be_renewed(client, time_machine):
    editor = sign_in(client, "Editors")
    post = PostFactory(title="A draft", draft=True)
    click(client, post, "make")
    post.refresh_from_db()
    link = reverse("preview", args=[post.preview_token])
    made_at = timezone.now()
    statuses = []

    for days in (29, 30):
        time_machine.move_to(made_at + timedelta(days=days, seconds=1))
        statuses.append(Client().get(link).status_code)
    client.force_login(editor)
    form = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    click(client, post, "renew")
    statuses.append(Client().get(link).status_code)
    time_machine.move_to(made_at + timedelta(days=60, minutes=1))

    assert statuses == [200, 404, 200]
    assert "This link ended on" in form
    assert Client().get(link).status_code == 404


def test_new_preview_link_replaces_old_one(client):
    sign_in(client, "Editors")
    post = PostFactory(draft=True)
    click(client, post, "make")
    post.refresh_from_db()
    old = reverse("preview", args=[post.preview_token])

    click(client, post, "make")

    assert client.get(old).status_code == 404


def test_get_request_does_not_create_preview_link(client):
    sign_in(client, "Editors")
    post = PostFactory(draft=True)

    response = client.get(reverse("admin:blog_post_preview_link", args=[post.pk]))

    post.refresh_from_db()
    assert (response.status_code, post.preview_token) == (405, None)


def test_writer_cannot_create_preview_link_for_other_draft(client):
    sign_in(client, "Writers")
    post = PostFactory(draft=True, created_by=UserFactory())

    response = click(client, post, "make")

    post.refresh_from_db()
    assert (response.status_code, post.preview_token) == (404, None)


def test_preview_link_creates_no_revision(client):
    sign_in(client, "Editors")
    post = PostFactory(draft=True)

    click(client, post, "make")

    assert post.revisions.count() == 1
