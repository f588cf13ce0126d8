import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from taggit.models import Tag

from content.editing.forms.widgets import TagField
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in


@pytest.mark.parametrize("name", ["→", "!!!", "🎉"])
def test_tag_without_letters_or_digits_is_rejected(name):
    with pytest.raises(ValidationError) as caught:
        TagField().clean(["grading", name])

    assert caught.value.messages == [
        f"A tag needs a letter or a digit, for its address: “{name}” has none."
    ]


@pytest.mark.parametrize("name", ["C++", "学习", "2.0", "Ünïcode"])
def test_tag_with_letter_or_digit_in_any_script_is_kept(name):
    assert TagField().clean([name]) == [name]


def test_null_character_is_removed_from_tag():
    assert TagField().clean(["gra\0ding", "\0"]) == ["grading"]


@pytest.mark.django_db
def test_post_with_tag_without_slug_is_rejected(client):
    sign_in(client, "Writers")

    response = client.post(reverse("admin:blog_post_add"), {**FORM, "tags": ["→"]})

    assert response.context["adminform"].form.errors["tags"] == [
        "A tag needs a letter or a digit, for its address: “→” has none."
    ]
    assert not Tag.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["", "→"])
def test_empty_tag_slug_is_rejected_in_admin(client, slug):
    sign_in(client, "Editors")

    response = client.post(reverse("admin:taggit_tag_add"), {"name": "→", "slug": slug})

    assert "slug" in response.context["adminform"].form.errors
    assert not Tag.objects.exists()
