"""The command import_wordpress --fetch-media, with a real server at a private address."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from blog.models import Post
from content.models import Document, Image, Redirect
from imports.files import fetching
from imports.models import ImportRun
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.web_servers import in_turn, redirect, send, send_half, send_rest, status
from tests.support.wordpress_exports import attachment, item, write_export

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = "/wp-content/uploads/2020/05"


@pytest.fixture
def run(tmp_path, website, settings, monkeypatch):
    """Run the command on posts with these files, and return what it prints."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(fetching, "SECONDS_BETWEEN_REQUESTS", 0)
    monkeypatch.setattr(fetching, "CLIENT", fetching.replace(fetching.CLIENT, pause=lambda _: None))

    def call(*names: str, **options) -> str:
        links = " ".join(f'<a href="{website.origin}{FOLDER}/{name}">It</a>' for name in names)
        path = write_export(tmp_path, item(1, content=links), attachment(2, ""))
        export = path.read_text().replace("https://old.example.org", website.origin)
        path.write_text(export)
        output = StringIO()
        options = {"private_addresses": [f"127.0.0.1:{website.port}"]} | options
        try:
            call_command(
                "import_wordpress",
                str(path),
                fetch_media=True,
                stdout=output,
                verbosity=2,
                **options,
            )
        except CommandError as error:
            output.write(str(error))
        return output.getvalue()

    return call


def test_command_fetches_files_from_server_as_servers_are(run, website, settings):
    report, talk = pdf("A report"), pdf("A talk") + bytes(200_000)
    website.url(f"{FOLDER}/moved.pdf", redirect(f"{FOLDER}/report.pdf"))
    website.url(f"{FOLDER}/report.pdf", send(report))
    website.url(f"{FOLDER}/busy.pdf", in_turn(status(429, Retry_After="5"), send(pdf("Busy"))))
    website.url(
        f"{FOLDER}/cut.pdf", in_turn(send_half(talk, ETag='"1"'), send_rest(talk, ETag='"1"'))
    )
    website.url(f"{FOLDER}/photo.png", send(picture().read(), "application/octet-stream"))
    website.url(f"{FOLDER}/login.pdf", send(b"<html>Log in</html>", "text/html"))
    website.url(f"{FOLDER}/huge.mp4", status(200, Content_Length=str(50 * 1024**3)))
    names = [
        "moved.pdf", "busy.pdf", "cut.pdf", "photo.png", "gone.pdf", "login.pdf", "huge.mp4",
    ]  # fmt: skip

    printed = run(*names)

    fetched = {each.original_name: each.file.size for each in Document.objects.all()}
    assert fetched == {"moved.pdf": len(report), "busy.pdf": len(pdf("Busy")), "cut.pdf": len(talk)}
    assert [each.original_name for each in Image.objects.all()] == ["photo.png"]
    body = Post.objects.get().body
    assert [name for name in names if f"{FOLDER}/{name}" in body] == [
        "gone.pdf",
        "login.pdf",
        "huge.mp4",
    ]
    assert "files that the old site doesn’t have anymore: 1" in printed
    assert fetching.WEB_PAGE_INSTEAD in printed
    assert "It is larger than" in printed
    assert "2 items failed" in printed
    totals = ImportRun.objects.get().totals["Files"]
    assert totals == {"in the file": 8, "new": 4, "skipped": 2, "failed": 2}
    assert Redirect.objects.filter(old_path=f"{FOLDER}/busy.pdf").exists()
    assert [*(settings.DATA_DIR / "fetched").iterdir()] == []


def test_command_refuses_private_address_unless_it_is_named(run, website):
    website.url(f"{FOLDER}/report.pdf", send(pdf("A report")))

    printed = run("report.pdf", private_addresses=[])

    assert website.requests == []
    assert fetching.PRIVATE in printed
    assert Document.objects.count() == 0


def test_named_address_is_no_way_to_others(run, website):
    website.url(f"{FOLDER}/report.pdf", redirect("http://127.0.0.2:8080/secret.pdf"))

    printed = run("report.pdf")

    assert fetching.PRIVATE in printed
    assert Document.objects.count() == 0
