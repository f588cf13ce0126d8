"""Uploads in S3-compatible storage: a real HTTP server that a test can kill (moto's)."""

import shutil
import urllib.error
import urllib.request
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from content.exceptions import FileNotStored
from content.media.files import write
from content.media.images import add_image
from content.media.renditions import make_renditions
from cworks.backups.databases import drop
from cworks.doctor import files as doctor_of_files
from cworks.doctor.diagnoses import Severity
from cworks.management.commands import move_media
from imports.models import SiteExport
from imports.site.downloads import prepare_download
from tests.factories import EventFactory, PersonFactory, PublicationFactory, UserFactory
from tests.support.nginx_servers import find_nginx, run_nginx
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.s3_servers import S3Server, run_s3_server
from wiki.models import DownloadCount
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with run_s3_server() as server:
        yield server


@pytest.fixture
def bucket(server, settings, tmp_path):
    return use(server, settings, tmp_path)


def use(server: S3Server, settings, folder: Path):
    server.create_empty_bucket()
    settings.DATA_DIR = folder / "data"
    settings.MEDIA_S3_BUCKET, settings.MEDIA_S3_ENDPOINT = "uploads", server.address
    settings.MEDIA_STORAGE_IN_BUCKET = server.storage_settings()
    settings.STORAGES = settings.STORAGES | {"default": server.storage_settings()}
    return default_storage


def fetch(address: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, "", b""


@pytest.fixture
def portrait(bucket):
    """A picture that everyone may see."""
    image = add_image(file=picture(size=(1200, 800)), name="Ada.png", alt="Ada")
    PersonFactory(portrait=image)
    return image


def test_files_of_every_kind_are_written_read_and_sent_from_bucket(client, portrait, settings):
    """Images, renditions, documents with their text, share cards, and exports."""
    make_renditions(image_id=portrait.pk)
    event = EventFactory(title="A day in May")
    report = PublicationFactory(slug="mastery")
    add_file(publication=report, title="Report", file=BytesIO(pdf("Words.")), name="a.pdf")
    administrator = UserFactory(is_superuser=True, is_staff=True)
    export = SiteExport.objects.create(created_by=administrator)
    prepare_download(export_id=export.pk)
    portrait.refresh_from_db()
    export.refresh_from_db()

    image = client.get(portrait.url)
    rendition = client.get(f"/media/{portrait.renditions[0]['path']}")
    card = client.get(event.share_card.url)
    document = client.get(
        "/library/mastery/files/report.pdf", headers={"User-Agent": "Mozilla/5.0"}
    )
    client.force_login(administrator)
    download = client.get(reverse("admin:imports_siteexport_download", args=[export.pk]))

    answers = [image, rendition, card, document, download]
    assert [answer.status_code for answer in answers] == [302] * 5
    assert [fetch(answer["Location"])[:2] for answer in answers] == [
        (200, "image/png"),
        (200, "image/avif"),
        (200, "image/jpeg"),
        (200, "application/pdf"),
        (200, "application/zip"),
    ]
    # As long as the address works, or not at all.
    assert [answer["Cache-Control"] for answer in answers] == [
        "public, max-age=600",
        "public, max-age=600",
        "public, max-age=600",
        "public, max-age=0, s-maxage=1",
        "private, no-store, max-age=0, no-cache, must-revalidate",
    ]
    query = parse_qs(urlsplit(download["Location"]).query)
    assert (query["X-Amz-Expires"], query["response-content-disposition"]) == (
        ["900"],
        [f'attachment; filename="site-{export.created_at:%Y-%m-%d}.zip"'],
    )
    assert sum(DownloadCount.objects.values_list("count", flat=True)) == 1
    # Nothing is on the disk.
    assert not Path(settings.MEDIA_ROOT).exists()
    assert [file for file in Path(settings.DATA_DIR).rglob("*") if file.is_file()] == []


def test_only_files_for_everyone_are_left_to_cdn(client, portrait, settings):
    settings.MEDIA_S3_PUBLIC_URL = "https://files.example.org"
    draft = add_image(file=picture(size=(20, 20)), name="b.png", alt="A draft’s")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    public, private = client.get(portrait.url), client.get(draft.url)
    client.logout()

    assert public["Location"] == f"https://files.example.org/{portrait.file.name}"
    assert (private.status_code, private["Cache-Control"]) == (302, "private, no-store")
    assert private["Location"].startswith(f"{settings.MEDIA_S3_ENDPOINT}/uploads/images/")
    assert client.get(draft.url).status_code == 404
    assert client.get("/media/images/../../secret").status_code == 404


@pytest.mark.skipif(find_nginx() is None, reason="nginx isn’t installed; .ci/run installs it")
def test_nginx_sends_files_of_bucket(client, portrait, settings, server, tmp_path):
    settings.MEDIA_ACCEL_PATH = "/protected-bucket/"
    place = client.get(portrait.url)["X-Accel-Redirect"]
    documented = Path(settings.BASE_DIR, "docs/nginx-bucket.conf").read_text()
    location = documented.replace("https://s3.example.org/bucket/", f"{server.address}/uploads/")
    location = location.replace("s3.example.org", f"127.0.0.1:{server.port}")
    gone = place.replace(portrait.file.name, "images/gone.png")
    more = f"""
        location = /file {{ rewrite ^ "{place}" last; }}
        location = /gone {{ rewrite ^ "{gone}" last; }}
    """

    with run_nginx(
        site_port=1, media_root=tmp_path, static_root=tmp_path, more=location + more
    ) as nginx:
        whole = nginx.ask("/file")
        part = nginx.ask("/file", Range="bytes=0-3", If_None_Match='"x"')
        head = nginx.ask("/file", method="HEAD")
        missing = nginx.ask("/gone")

    with default_storage.open(portrait.file.name) as file:
        content = file.read()
    assert (whole.status, whole.body) == (200, content)
    assert (part.status, part.body) == (206, content[:4])
    assert (head.status, head.body, head["Content-Length"]) == (200, b"", str(len(content)))
    assert missing.status == 502


def test_files_are_moved_to_bucket_and_back_despite_interruptions(settings, tmp_path):
    disk = default_storage
    texts = {f"documents/2026/11/{number}.txt": f"Text {number}." * 50 for number in range(9)}
    for path, text in texts.items():
        disk.save(path, ContentFile(text.encode()))
    on_disk = storages.create_storage(settings.MEDIA_STORAGE_ON_DISK)

    def after(count, do):
        def report(self, moved):
            if moved.copied + moved.were_there == count:
                do()

        return report

    def be_killed():
        raise KeyboardInterrupt

    with run_s3_server() as server, pytest.MonkeyPatch.context() as patch:
        use(server, settings, tmp_path)
        patch.setattr(move_media.Command, "report", after(4, server.kill))
        stopped = move(to="s3", delete=True)
    with run_s3_server() as server:
        bucket = use(server, settings, tmp_path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(move_media.Command, "report", after(2, be_killed))
            with pytest.raises(KeyboardInterrupt):
                move(to="s3")
        again = move(to="s3")
        damaged = bucket.save("documents/2026/11/5.txt", ContentFile(b"Text x." * 50))
        refused = move(to="s3", delete=True)
        bucket.delete(damaged)
        finished = move(to="s3", delete=True)
        left = dict(on_disk.all_files())
        back = move(to="disk", delete=True)
        in_bucket = dict(bucket.all_files())

    assert stopped.startswith("The move stopped: [Errno 5] The bucket can’t be used: ")
    # Four were deleted after they had been compared; they were in that server’s bucket only.
    assert again == "Copied and compared 3 files; 2 were there already. Deleted 0 originals.\n"
    assert refused == (
        "The move stopped: the copy of documents/2026/11/5.txt isn’t the same. Run it again: it "
        "goes on where it stopped."
    )
    assert finished == "Copied and compared 1 files; 3 were there already. Deleted 4 originals.\n"
    assert back == "Copied and compared 5 files; 0 were there already. Deleted 5 originals.\n"
    assert (left, in_bucket) == ({}, {})
    found = {path: Path(on_disk.path(path)).read_text() for path, _ in on_disk.all_files()}
    assert found == {path: text for path, text in texts.items() if path[-5] not in "0123"}


def move(*, to: str, delete: bool = False) -> str:
    output = StringIO()
    try:
        call_command("move_media", to=to, delete=delete, stdout=output)
    except CommandError as error:
        return str(error)
    return output.getvalue()


def test_bucket_that_does_not_answer_is_said_as_of_a_disk(client, settings, tmp_path):
    with run_s3_server() as server:
        use(server, settings, tmp_path)
        found = [each.level for each in doctor_of_files.examine()]
        image = add_image(file=picture(size=(20, 20)), name="a.png", alt="A square")
        PersonFactory(portrait=image)
        server.kill()

        [first, *_] = doctor_of_files.examine()
        with pytest.raises(FileNotStored):
            write("a.txt", ContentFile(b"A text."))
        sent = client.get(image.url).status_code

    assert found[0] == Severity.OK
    assert first.level == Severity.PROBLEM
    assert "Uploads can’t be written to the bucket uploads at http://127.0.0.1:" in first.text
    assert sent == 404


@pytest.mark.skipif(
    not shutil.which("restic"), reason="restic isn’t installed; .ci/run installs it"
)
@pytest.mark.django_db(transaction=True)
def test_backup_has_what_is_in_bucket(bucket, settings, tmp_path):
    settings.BACKUP_REPOSITORY, settings.BACKUP_PASSWORD = str(tmp_path / "repository"), "a secret"
    bucket.save("documents/kept.txt", ContentFile(b"Kept."))
    bucket.save("documents/lost.txt", ContentFile(b"Lost later."))
    call_command("backup", stdout=StringIO())
    bucket.delete("documents/lost.txt")
    call_command("check_backup", stdout=StringIO())

    call_command("restore", replace=True, stdout=StringIO())

    drop(f"{connection.settings_dict['NAME']}_before")
    assert dict(bucket.all_files()) == {"documents/kept.txt": 5, "documents/lost.txt": 11}
