"""A form with a picture pasted into its text as data: it comes back with everything in it."""

import pytest
from django.urls import reverse

from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

PASTED = "![](data:image/png;base64," + "QUJD" * 1_500_000 + ")"


@pytest.mark.parametrize("name", ["body", "summary"])
def test_form_with_pasted_picture_comes_back_with_its_text(client, name):
    sign_in(client, "Writers")
    text = f"What I wrote.\n\n{PASTED}"

    response = client.post(reverse("admin:blog_post_add"), {**FORM, name: text})

    form = response.context["adminform"].form
    assert response.status_code == 200
    assert form[name].value() == text
    (error,) = form.errors[name]
    assert error.startswith("This text has 6,000,0")
    assert error.endswith(
        "It contains an embedded picture (“data:image/…”): delete that, and add the picture with "
        "the Image button."
    )


def test_preview_says_that_text_is_too_long(client):
    sign_in(client, "Writers")

    response = client.post(reverse("markdownx_markdownify"), {"content": PASTED})

    assert response.status_code == 200
    assert "at most 400,000 can be rendered" in response.content.decode()


def test_form_with_too_many_fields_is_refused_in_words(client):
    sign_in(client, "Writers")
    fields = {f"field-{number}": "x" for number in range(1_100)}

    response = client.post(reverse("admin:blog_post_add"), {**FORM, **fields})

    assert response.status_code == 413
    assert "This is too much to send at once" in response.content.decode()


def test_document_form_with_long_text_is_refused_in_words(client, settings):
    sign_in(client, "Writers")
    text = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)

    response = client.post(reverse("admin:content_document_add"), {"title": text})

    assert response.status_code == 413
    assert "This is too large to send" in response.content.decode()


def test_unreadable_request_is_refused_in_words(client):
    response = client.get("/", headers={"Host": "evil host"})

    assert response.status_code == 400
    assert "This can’t be read" in response.content.decode()
