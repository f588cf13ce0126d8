import zipfile
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.models import Image
from tests.factories import UserFactory
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/markdownx/upload/"


@pytest.fixture
def writer():
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Writers"))
    return user


@pytest.fixture
def upload(client, writer):
    client.force_login(writer)

    def post(content=None, name="lawn.png", content_type="image/png", **fields):
        content = picture().read() if content is None else content
        image = SimpleUploadedFile(name, content, content_type)
        return client.post(UPLOAD, {"image": image, **fields})

    return post


def test_upload_uses_markdownx_url_name():
    assert reverse("markdownx_upload") == UPLOAD


def test_pasted_image_is_stored_and_returned_as_markdown(upload, writer):
    response = upload(alt="A [green] lawn", credit="Ann Lee", license="CC0")

    image = Image.objects.get()
    assert (response.status_code, response.json()) == (
        201,
        {"image_code": f"![A \\[green\\] lawn]({image.url})"},
    )
    assert (image.alt, image.decorative) == ("A [green] lawn", False)
    assert (image.width, image.height) == (40, 30)
    assert (image.uploaded_by, image.credit, image.license) == (writer, "Ann Lee", "CC0")


def test_caption_is_included_in_markdown(upload):
    response = upload(alt="A lawn", caption='The "old"  quad')

    assert response.json() == {
        "image_code": f'![A lawn]({Image.objects.get().url} "The \\"old\\" quad")'
    }


def test_decorative_image_needs_no_alt_text(upload):
    response = upload(decorative="on")

    image = Image.objects.get()
    assert response.json() == {"image_code": f"![]({image.url})"}
    assert image.decorative


def test_duplicate_image_returns_markdown_with_new_text(upload):
    upload(alt="A lawn.")

    response = upload(alt="The lawn in spring")

    image = Image.objects.get()
    assert response.json() == {
        "image_code": f"![The lawn in spring]({image.url})",
        "note": "It was already here, and keeps its alternative text “A lawn”.",
        "change_url": f"/admin/content/image/{image.pk}/change/",
    }
    assert image.alt == "A lawn."


def test_duplicate_image_says_what_it_keeps(upload):
    upload(alt="A lawn", credit="Ann Lee", license="CC0")

    response = upload(alt="A lawn", credit="Ben Cho", license="CC0")

    assert response.json()["note"] == "It was already here, and keeps its credit “Ann Lee”."


@pytest.mark.parametrize(
    ("content", "fields", "sentence"),
    [
        (
            None,
            {},
            "Describe the image for readers who can’t see it, or mark it as decorative.",
        ),
        (None, {"alt": "x" * 501}, "Describe the image in at most 500 characters."),
        (b"", {"alt": "A lawn"}, "This file is empty. Choose the image again."),
        (
            b"<svg/>",
            {"alt": "A lawn"},
            "SVG files can contain scripts that run in a reader’s browser. Save it as PNG or WebP.",
        ),
    ],
)
def test_rejected_image_returns_instructions(upload, content, fields, sentence):
    response = upload(content, **fields)

    assert (response.status_code, response.json()) == (400, {"error": sentence})
    assert not Image.objects.exists()


def zip_archive() -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("index.html", "<script>alert(1)</script>")
    return archive.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"#!/bin/sh\nrm -rf /\n",
        b"%PDF-1.7\n%%EOF",
        zip_archive(),
    ],
    ids=["html", "gif", "png", "svg", "shell", "pdf", "zip"],
)
def test_file_with_false_image_type_is_rejected(upload, content):
    response = upload(content, alt="A lawn")

    assert response.status_code == 400
    assert list(response.json()) == ["error"]
    assert not Image.objects.exists()


def test_data_appended_to_image_is_removed(upload):
    upload(picture().read() + zip_archive(), alt="A lawn", name="../../evil.php")

    image = Image.objects.get()
    with image.file.open() as file:
        assert b"<script>" not in file.read()
    assert image.file.name.startswith("images/")
    assert image.file.name.endswith((".png", ".jpg"))


def test_upload_without_file_returns_error(client, writer):
    client.force_login(writer)

    response = client.post(UPLOAD, {"alt": "A lawn"})

    assert (response.status_code, response.json()) == (
        400,
        {"error": "No image was sent. Choose one."},
    )


def test_no_one_else_can_upload(client, writer):
    former_writer = UserFactory(is_staff=False)
    former_writer.groups.set(writer.groups.all())
    staff_without_permission = UserFactory(is_staff=True)

    answers = []
    for user in (None, former_writer, staff_without_permission):
        client.logout()
        if user:
            client.force_login(user)
        image = SimpleUploadedFile("a.png", picture().read())
        response = client.post(UPLOAD, {"image": image, "alt": "A lawn"})
        answers.append((response.status_code, response.json()))

    refusal = {"error": "You can’t add images. Sign in again, or ask an editor."}
    assert answers == [(403, refusal)] * 3
    assert not Image.objects.exists()


def test_upload_requires_post_with_csrf_token(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    image = SimpleUploadedFile("lawn.png", picture().read())

    got = client.get(UPLOAD)
    posted = client.post(UPLOAD, {"image": image, "alt": "A lawn"})

    assert (got.status_code, posted.status_code) == (405, 403)
    assert not Image.objects.exists()
