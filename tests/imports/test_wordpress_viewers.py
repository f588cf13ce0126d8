"""Documents that the old site showed in Google's, Office's, and plug-ins' viewers."""

from urllib.parse import quote

import pytest

from blog.models import Post
from content.models import Document
from imports.files.viewers import file_behind
from tests.support.import_reports import counts
from tests.support.pdfs import pdf
from tests.support.wordpress_exports import item

pytestmark = pytest.mark.django_db

ADDRESS = "https://old.example.org/wp-content/uploads/2020/05/report.pdf"
QUOTED = quote(ADDRESS, safe="")
GOOGLE = f"https://docs.google.com/viewer?url={QUOTED}&amp;embedded=true"
OFFICE = f"https://view.officeapps.live.com/op/embed.aspx?src={QUOTED}"
PLUG_IN = "https://old.example.org/wp-content/plugins/pdfjs/web/viewer.html"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f'<p><iframe src="{GOOGLE}" width="600"></iframe></p>', "report.pdf"),
        (f'<iframe src="{OFFICE}">Your browser has no frames.</iframe>', "report.pdf"),
        (f'<a href="{GOOGLE}">Read the report</a>', "Read the report"),
        (f'<a href="https://docs.google.com/gview?url={ADDRESS}">It</a>', "It"),
        (f'<a href="{OFFICE}">{OFFICE}</a>', "report.pdf"),
        (GOOGLE, "report.pdf"),
        (f'<iframe src="{PLUG_IN}?file=/wp-content/uploads/2020/05/report.pdf#page=1"></iframe>',
         "report.pdf"),
        (f'[gview file="{ADDRESS}" height="700px"]', "report.pdf"),
        ("[gview file='/wp-content/uploads/2020/05/report.pdf']", "report.pdf"),
        (f'[embeddoc url="{ADDRESS}" viewer="google"]', "report.pdf"),
        (f'[pdf-embedder url="{ADDRESS}" title="Report"]', "report.pdf"),
        (f"[pdfviewer width=\"600px\"]{ADDRESS}[/pdfviewer]", "report.pdf"),
        (f'[iframe src="{GOOGLE}"]', "report.pdf"),
        (f'<!-- wp:pdfemb/pdf-embedder-viewer {{"pdfID":9,"url":"{ADDRESS}"}} /-->', "report.pdf"),
    ],
)  # fmt: skip
def test_document_in_viewer_becomes_ours(import_items, tmp_path, content, words):
    folder = tmp_path / "uploads" / "2020" / "05"
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(pdf("A report"))

    report = import_items(item(1, content=content), media_folder=tmp_path / "uploads")

    assert Post.objects.get().body == f"[{words}]({Document.objects.get().file.url})"
    assert counts(report)["Files"] == {"new": 1}
    assert (report.in_file["Files"], report.remarks.get("Plug-in shortcodes, kept as text")) == (
        1,
        None,
    )


def test_missing_document_in_viewer_is_listed(import_items):
    report = import_items(item(1, content=f'<iframe src="{GOOGLE}"></iframe>'))

    assert report.in_file["Files"] == 1
    assert Post.objects.get().body == f"<{ADDRESS}>"
    assert report.remarks["Files that are missing, and where they are used"] == [
        f"{ADDRESS} (in “Post 1”)"
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://docs.google.com/document/d/1/edit?url=https://example.org/a.pdf",
        "https://docs.google.com/viewer?pid=explorer&srcid=1",
        "https://example.org/share?url=https://example.org/a.pdf",
        "http://[broken?url=x",
    ],
)
def test_other_addresses_are_not_viewers(address):
    assert file_behind(address) == address


def test_words_of_block_around_document_are_listed(import_items, tmp_path):
    block = f'<!-- wp:plug/viewer {{"url":"{ADDRESS}","heading":"The whole report"}} /-->'

    report = import_items(item(1, content=block))

    assert report.remarks[
        "Blocks that WordPress filled in for each visitor, which are left out"
    ] == ["“Post 1”: plug/viewer: The whole report"]
