import json
import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.media.images import add_image
from content.models import Document, Image, SiteSettings
from content.rendering import save_site_settings
from tests.factories import PostFactory
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


def upload(client, kind: str, content: bytes, **fields):
    file = SimpleUploadedFile("class.pdf" if kind == "document" else "class.png", content)
    return client.post(reverse(f"admin:content_{kind}_add"), {"file": file, **fields})


def test_image_is_added_through_service(client):
    user = sign_in(client, "Writers")

    response = upload(client, "image", picture().getvalue(), alt="A class", credit="Ada")

    image = Image.objects.get()
    assert response.status_code == 302
    assert (image.alt, image.credit, image.width, image.height, image.uploaded_by) == (
        "A class",
        "Ada",
        40,
        30,
        user,
    )


@pytest.mark.parametrize(
    ("content", "fields", "field", "sentence"),
    [
        (
            picture().getvalue(),
            {},
            "alt",
            "Describe the image for readers who can’t see it, or mark it as decorative.",
        ),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
            {"alt": "A class"},
            "file",
            "SVG files can contain scripts that run in a reader’s browser. Save it as PNG or WebP.",
        ),
    ],
)
def test_rejected_image_is_form_error(client, content, fields, field, sentence):
    sign_in(client, "Writers")

    response = upload(client, "image", content, **fields)

    assert response.context["adminform"].form.errors[field] == [sentence]
    assert not Image.objects.exists()


def test_changed_description_appears_in_texts(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")
    post = PostFactory(body=f"![]({image.url})")

    client.post(
        reverse("admin:content_image_change", args=[image.pk]), {"alt": "Two students at a table"}
    )

    post.refresh_from_db()
    assert 'alt="Two students at a table"' in post.body_html


def test_image_in_use_is_not_deleted(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")
    PostFactory(title="The post", body=f"![]({image.url})")

    response = client.post(reverse("admin:content_image_delete", args=[image.pk]), {"post": "yes"})

    assert Image.objects.exists()
    assert "because it’s in use. Remove it here first:" in response.text
    assert ">Post “The post”</a>" in response.text


def test_document_is_added_through_service(client):
    sign_in(client, "Writers")

    upload(client, "document", b"One,two\n1,2\n", title="")
    file = SimpleUploadedFile("numbers.csv", b"One,two\n1,2\n")
    client.post(reverse("admin:content_document_add"), {"file": file, "title": "The numbers"})

    assert list(Document.objects.values_list("title", "original_name")) == [
        ("The numbers", "numbers.csv")
    ]


def follow_offer(client, response):
    """Open the file that the form points to, and return its form's values and help texts."""
    (error,) = response.context["adminform"].form.errors["file"]
    address = unescape(re.search(r'href="(.+?)"', error)[1])
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return address, values, {name: str(form.fields[name].help_text) for name in form.fields}


def test_image_that_exists_is_shown_with_new_description_offered(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class.", credit="Ada")

    response = upload(client, "image", picture().getvalue(), alt="Two students", license="CC0")
    address, values, help_texts = follow_offer(client, response)
    client.post(address, values)

    error = response.context["adminform"].form.errors["file"][0]
    assert re.sub("<.+?>", "", error) == (
        "This file was not added, because it is already here. "
        "Open it to use your description instead. A class."
    )
    assert f'<img class="shown" src="{image.thumbnail_url}"' in error
    assert not list(get_messages(response.wsgi_request))
    assert values == {
        "alt": "Two students",
        "decorative": False,
        "credit": "Ada",
        "license": "CC0",
        "focus_x": 50,
        "focus_y": 50,
    }
    assert help_texts["alt"] == "This is what you typed. Until you save, it is “A class.”"
    image.refresh_from_db()
    assert (image.alt, image.credit, image.license) == ("Two students", "Ada", "CC0")


def test_document_that_exists_is_shown_with_new_title_offered(client):
    sign_in(client, "Editors")
    add = reverse("admin:content_document_add")
    numbers = [SimpleUploadedFile("numbers.csv", b"One,two\n1,2\n") for _ in range(2)]
    client.post(add, {"file": numbers[0], "title": "The numbers"})

    response = client.post(add, {"file": numbers[1], "title": "Figures for 2026"})
    address, values, _ = follow_offer(client, response)
    client.post(address, values)

    assert [document.title for document in Document.objects.all()] == ["Figures for 2026"]


def test_writer_is_shown_existing_file_of_someone_else(client):
    sign_in(client, "Writers")
    add_image(file=picture(), name="class.png", alt="A class.")

    response = upload(client, "image", picture().getvalue(), alt="Two students")

    error = response.context["adminform"].form.errors["file"][0]
    assert re.sub("<.+?>", "", error) == (
        "This file was not added, because it is already here. "
        "Use it as it is, or ask an editor to change its description. A class."
    )
    assert response.context["adminform"].form["alt"].value() == "Two students"


def test_existing_image_can_be_chosen_in_popup(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")

    response = upload(client, "image", picture().getvalue(), alt="A class", _popup="1")
    address, values, _ = follow_offer(client, response)
    chosen = client.post(address, {**values, "_popup": "1"})

    assert json.loads(chosen.context["popup_response_data"]) == {
        "value": str(image.pk),
        "obj": "A class",
    }


@pytest.mark.parametrize(("own", "expected"), [(True, "After"), (False, "Before")])
def test_writer_edits_only_own_uploads(client, own, expected):
    writer = sign_in(client, "Writers")
    image = add_image(file=picture(), name="class.png", alt="Before", by=writer if own else None)

    client.post(reverse("admin:content_image_change", args=[image.pk]), {"alt": "After"})

    image.refresh_from_db()
    assert image.alt == expected


def test_editor_edits_every_image(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="Before")

    client.post(reverse("admin:content_image_change", args=[image.pk]), {"alt": "After"})

    image.refresh_from_db()
    assert image.alt == "After"


def test_image_in_mission_is_shown_and_not_deleted(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")
    front_page = save_site_settings(site=SiteSettings(mission=f"![]({image.url})"))

    response = client.post(reverse("admin:content_image_delete", args=[image.pk]), {"post": "yes"})

    assert 'alt="A class"' in front_page.mission_html
    assert Image.objects.exists()
    assert "because it’s in use. Remove it here first:" in response.text
    assert ">“Mission” in the site settings</a>" in response.text


def test_changed_description_appears_in_mission(client):
    sign_in(client, "Editors")
    image = add_image(file=picture(), name="class.png", alt="A class")
    front_page = save_site_settings(site=SiteSettings(mission=f"![]({image.url})"))

    client.post(reverse("admin:content_image_change", args=[image.pk]), {"alt": "Two students"})

    front_page.refresh_from_db()
    assert 'alt="Two students"' in front_page.mission_html


def test_document_without_a_title_is_called_by_its_file_name(client):
    sign_in(client, "Writers")

    listed = upload(client, "document", pdf("A page"), title="")
    popup = upload(client, "document", pdf("Another page"), title="", _popup="1")

    (message,) = get_messages(listed.wsgi_request)
    label = json.loads(popup.context["popup_response_data"])["obj"]
    assert (str(message), label) == ("The document “class” was added successfully.", "class")
