"""The admin's dashboard, and a smoke test of its other pages."""

import pytest
from django.contrib import admin
from django.db.models import DateField
from django.urls import reverse

from blog.models import Comment
from content.models import Entry, Redirect, User
from tests.factories import CommentFactory, PageFactory, PostFactory, SeriesFactory, UserFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def waiting(client) -> list[tuple[str, int]]:
    response = client.get(reverse("admin:index"))
    return [(group.title, group.total) for group in response.context["waiting"]]


def test_dashboard_shows_editors_waiting_entries(client):
    sign_in(client, "Editors")
    PostFactory(status="review", published_at=None)
    PostFactory(scheduled=True)
    post = PostFactory(attention="It has no title.")
    CommentFactory(post=post, status=Comment.Status.PENDING)

    assert waiting(client) == [
        ("In review: posts", 1),
        ("Coming out this week: posts", 1),
        ("Needs attention: posts", 1),
        ("Comments waiting", 1),
    ]


def test_dashboard_shows_writers_only_own_entries(client):
    writer = sign_in(client, "Writers")
    PostFactory(draft=True, created_by=writer)
    PostFactory(draft=True, created_by=UserFactory())
    PostFactory(status="review", published_at=None, created_by=writer)

    assert waiting(client) == [("My drafts: posts", 1), ("Waiting for an editor: posts", 1)]


def test_every_admin_list_and_form_opens(client):
    client.force_login(User.objects.create_superuser("admin@example.org", name="Ada"))
    rows = [PostFactory(), SeriesFactory(), PageFactory(), CommentFactory(), UserFactory()]
    Redirect.objects.create(old_path="/old/", new_path="/new/")

    for model, model_admin in admin.site._registry.items():
        # The admin of all entries serves only autocomplete.
        if model is Entry:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        response = client.get(reverse(f"{name}_changelist"), follow=True)
        assert response.status_code == 200, model
        if model_admin.has_add_permission(response.wsgi_request):
            assert client.get(reverse(f"{name}_add")).status_code == 200, model
    for row in rows:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        assert client.get(reverse(name, args=[row.pk])).status_code == 200, row


def test_lists_and_forms_show_dates_only_in_words_of_the_site():
    shown = {
        (model.__name__, name)
        for model, model_admin in admin.site._registry.items()
        for name in (*model_admin.list_display, *model_admin.readonly_fields)
        if isinstance(name, str)
        and name in {field.name for field in model._meta.fields if isinstance(field, DateField)}
    }

    assert shown == set()


def test_redirect_loop_is_rejected(client):
    sign_in(client, "Editors")
    Redirect.objects.create(old_path="/a/", new_path="/b/")

    response = client.post(
        reverse("admin:content_redirect_add"), {"old_path": "/b/", "new_path": "/a/"}
    )

    assert response.context["adminform"].form.errors == {
        "new_path": ["/a/ already redirects to /b/. That would be a loop."]
    }
