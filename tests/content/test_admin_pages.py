"""Pages need no author and no topic, and nothing asks for them."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from content.models import Page
from tests.factories import PageFactory
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

FORM = {
    "title": "About us",
    "slug": "about-us",
    "summary": "Who we are.",
    "body": "The text.",
    "status": "published",
    "published_at": "",
}


def test_page_publishes_without_author_and_topic(client):
    sign_in(client, "Editors")

    response = client.post(reverse("admin:content_page_add"), FORM)

    assert response.status_code == 302
    assert Page.objects.get().is_public


def test_draft_page_is_not_reported_for_missing_author_and_topic(client):
    sign_in(client, "Editors")
    page = PageFactory(draft=True, summary="Who we are.")

    response = client.get(reverse("admin:content_page_change", args=[page.pk]))

    assert response.context["findings"] == []


def test_bulk_publish_publishes_several_pages(client):
    sign_in(client, "Editors")
    pages = PageFactory.create_batch(2, draft=True, summary="Who we are.")

    response = client.post(
        reverse("admin:content_page_changelist"),
        {"action": "publish_chosen", "_selected_action": [page.pk for page in pages]},
    )

    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "2 entries are published."
    ]
    assert all(page.is_public for page in Page.objects.all())
