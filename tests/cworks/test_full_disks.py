"""Uploads that the disk has no room for: they are refused in words, and leave nothing behind."""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.exceptions import DiskFull
from content.media.images import add_image
from content.media.renditions import make_renditions
from content.models import Document, Image
from content.tasks import delete_abandoned_files
from tests.factories import EventFactory, PublicationFactory
from tests.support.disks import files_below, full_disk, large_picture
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.signing_in import sign_in
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db

TABLE = b"name,number\n" * 30_000
FULL = str(DiskFull())


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def image_form() -> tuple[str, dict]:
    file = upload(large_picture().read(), "noise.png")
    return reverse("admin:content_image_add"), {"file": file, "alt": "Noise"}


def document_form() -> tuple[str, dict]:
    file = upload(TABLE, "table.csv")
    return reverse("admin:content_document_add"), {"file": file, "title": "Table"}


def publication_form() -> tuple[str, dict]:
    address = reverse("admin:wiki_publication_files", args=[PublicationFactory().pk])
    return address, {"title": "Table", "upload": upload(TABLE, "table.csv")}


def version_form() -> tuple[str, dict]:
    publication = PublicationFactory()
    file = add_file(publication=publication, title="A", file=BytesIO(pdf("A")), name="a.pdf")
    Path(default_storage.path(file.versions.get().document.file.name)).unlink()
    address = reverse("admin:wiki_publication_file", args=[publication.pk, file.pk])
    fields = {f"replace-{file.pk}-upload": upload(TABLE, "table.csv"), "do": "replace"}
    return address, {**fields, f"replace-{file.pk}-note": "New numbers"}


def recording_form() -> tuple[str, dict]:
    address = reverse("admin:events_event_recording", args=[EventFactory(past=True).pk])
    return address, {"slides_file": upload(TABLE, "table.csv")}


@pytest.mark.parametrize(
    "form", [image_form, document_form, publication_form, version_form, recording_form]
)
def test_form_says_that_disk_is_full_and_leaves_no_file(client, settings, form):
    sign_in(client, "Editors")
    address, fields = form()
    before = (Image.objects.count(), Document.objects.count())

    with full_disk():
        response = client.post(address, fields)

    assert response.status_code == 200
    assert FULL in response.content.decode()
    assert (Image.objects.count(), Document.objects.count()) == before
    assert files_below(settings.MEDIA_ROOT) == []


def test_editor_is_told_that_disk_is_full(client, settings):
    sign_in(client, "Writers")
    image = upload(large_picture().read(), "noise.png")

    with full_disk():
        response = client.post(reverse("markdownx_upload"), {"image": image, "alt": "Noise"})

    assert (response.status_code, response.json()) == (503, {"error": FULL})
    assert files_below(settings.MEDIA_ROOT) == []


def test_editor_is_told_that_uploads_folder_cannot_be_written(client, settings, tmp_path):
    sign_in(client, "Writers")
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = str(tmp_path / "file")

    response = client.post(reverse("markdownx_upload"), {"image": picture(), "alt": "A class"})

    assert response.status_code == 503
    assert response.json()["error"].startswith("The site can’t store files at the moment")
    assert not Image.objects.exists()


def test_editor_is_told_that_temporary_folder_is_full(client):
    sign_in(client, "Writers")
    client.raise_request_exception = False
    # Django writes a file of more than 2.5 MB to the temporary folder before the view is called.
    image = upload(large_picture(side=1800).read(), "noise.png")

    with full_disk():
        response = client.post(reverse("markdownx_upload"), {"image": image, "alt": "Noise"})

    assert response.status_code == 503
    assert response.json()["error"].startswith("The site’s disk is full, so nothing was saved.")


def test_form_is_answered_in_words_if_temporary_folder_is_full(client):
    sign_in(client, "Writers")
    client.raise_request_exception = False
    image = upload(large_picture(side=1800).read(), "noise.png")

    with full_disk():
        response = client.post(reverse("admin:content_image_add"), {"file": image, "alt": "Noise"})

    assert response.status_code == 503
    assert "The site’s disk is full, so nothing was saved." in response.content.decode()


def test_failing_renditions_leave_no_file(settings, empty_queue):
    image = add_image(file=large_picture(), name="noise.png", alt="Noise")
    before = files_below(settings.MEDIA_ROOT)

    with full_disk(room=60_000), pytest.raises(DiskFull):
        make_renditions(image_id=image.pk)

    assert files_below(settings.MEDIA_ROOT) == before


def test_file_is_replaced_only_by_a_whole_one(settings):
    default_storage.save("a.txt", ContentFile(b"before"))

    with full_disk(), pytest.raises(OSError, match="too large"):
        default_storage.save("a.txt", ContentFile(bytes(200_000)))

    assert Path(settings.MEDIA_ROOT, "a.txt").read_bytes() == b"before"
    assert files_below(settings.MEDIA_ROOT) == ["a.txt"]


def test_file_abandoned_by_killed_process_is_deleted_after_a_day(settings):
    folder = Path(settings.MEDIA_ROOT, "images")
    folder.mkdir(parents=True)
    old, new, whole = (
        folder / name for name in ("a.png.x1.unfinished", "b.png.x2.unfinished", "c.png")
    )
    for file in (old, new, whole):
        file.write_bytes(b"half")
    yesterday = time.time() - 25 * 60 * 60
    for file in (old, whole):
        os.utime(file, (yesterday, yesterday))

    delete_abandoned_files(0)

    assert sorted(folder.iterdir()) == [new, whole]
