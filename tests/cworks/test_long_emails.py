"""An email address that no column holds is an error of the form, never of the server."""

import pytest
from django.urls import reverse

from events.models import ConsentText
from tests.factories import ArticleFactory, EventFactory, PostFactory, ResourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

# Valid by form, with 319 characters.
EMAIL = "{}@{}.example".format("a" * 64, ".".join(["b" * 61] * 4))
FORMS = [
    ("blog:comment-create", PostFactory, {"name": "Ana", "text": "Hello"}),
    ("wiki:suggestion-create", ArticleFactory, {"text": "Another text.", "note": "More"}),
    ("wiki:article-problem", ArticleFactory, {"kind": "out-of-date", "reason": "It is old."}),
    ("wiki:library-problem", ResourceFactory, {"kind": "out-of-date", "reason": "It is old."}),
    ("events:registration-create", EventFactory, {"name": "Ana", "agrees": "on"}),
]


@pytest.mark.parametrize(("route", "factory", "values"), FORMS, ids=[form[0] for form in FORMS])
def test_public_form_refuses_email_longer_than_its_column(client, route, factory, values):
    entry = factory()
    values = {**values, "consent": ConsentText.objects.latest("version").version}

    response = client.post(reverse(route, args=[entry.slug]), {**values, "email": EMAIL})

    assert response.status_code == 422
    assert "at most 254 characters" in response.content.decode()
