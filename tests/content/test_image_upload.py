import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.models import Image
from tests.factories import UserFactory
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Writers"))
    return user


@pytest.fixture
def upload(client, writer):
    client.force_login(writer)

    def post(content=None, **fields):
        content = picture().read() if content is None else content
        file = SimpleUploadedFile("lawn.png", content)
        return client.post(reverse("image-upload"), {"file": file, **fields})

    return post


def test_pasted_picture_is_kept_and_answered_with_its_markdown(upload, writer):
    response = upload(alt="A [green] lawn", credit="Ann Lee", license="CC0")

    image = Image.objects.get()
    assert (response.status_code, response.json()) == (
        201,
        {
            "id": image.pk,
            "url": image.url,
            "alt": "A [green] lawn",
            "decorative": False,
            "width": 40,
            "height": 30,
            "markdown": f"![A \\[green\\] lawn]({image.url})",
        },
    )
    assert (image.uploaded_by, image.credit, image.license) == (writer, "Ann Lee", "CC0")


@pytest.mark.parametrize(
    ("content", "fields", "sentence"),
    [
        (
            None,
            {},
            "Say what the picture shows, for readers who cannot see it, or mark it as decorative.",
        ),
        (None, {"alt": "x" * 501}, "Describe the picture in at most 500 letters."),
        (b"", {"alt": "A lawn"}, "This file is empty: choose the picture again."),
        (
            b"<svg/>",
            {"alt": "A lawn"},
            "SVG files can carry programs that run in a reader’s browser: save it as PNG or WebP.",
        ),
    ],
)
def test_refused_picture_is_answered_with_what_to_do(upload, content, fields, sentence):
    response = upload(content, **fields)

    assert (response.status_code, response.json()) == (400, {"error": sentence})
    assert not Image.objects.exists()


def test_upload_without_a_file_says_so(client, writer):
    client.force_login(writer)

    response = client.post(reverse("image-upload"), {"alt": "A lawn"})

    assert (response.status_code, response.json()) == (
        400,
        {"error": "No picture was sent: choose one."},
    )


def test_nobody_else_can_upload(client, writer):
    former_writer = UserFactory(is_staff=False)
    former_writer.groups.set(writer.groups.all())
    staff_without_permission = UserFactory(is_staff=True)

    answers = []
    for user in (None, former_writer, staff_without_permission):
        client.logout()
        if user:
            client.force_login(user)
        file = SimpleUploadedFile("a.png", picture().read())
        response = client.post(reverse("image-upload"), {"file": file, "alt": "A lawn"})
        answers.append((response.status_code, response.json()))

    refusal = {"error": "You cannot add pictures: sign in again, or ask an editor."}
    assert answers == [(403, refusal)] * 3
    assert not Image.objects.exists()


def test_upload_takes_a_post_with_the_token_of_the_page_only(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    file = SimpleUploadedFile("lawn.png", picture().read())

    got = client.get(reverse("image-upload"))
    posted = client.post(reverse("image-upload"), {"file": file, "alt": "A lawn"})

    assert (got.status_code, posted.status_code) == (405, 403)
    assert not Image.objects.exists()
