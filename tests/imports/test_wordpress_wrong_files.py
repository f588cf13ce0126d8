"""Opening exports: compressed, damaged, or something else altogether."""

import gzip
import subprocess
import sys
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from imports.exceptions import UnreadableFile
from imports.wordpress.wxr import read_export_file, read_items
from imports.wordpress.xml_repairs import Repairer
from tests.support.wordpress_exports import FOOT, HEAD, item

EXPORT = HEAD + item(1, content="Café “x”") + FOOT


def build_zip(members: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(tmp_path, content: bytes) -> tuple[list[str], list[str]]:
    path = tmp_path / "export.xml"
    path.write_bytes(content)
    [export] = read_export_file(path)
    return [read.content for read in read_items(export)], export.warnings


@pytest.mark.parametrize(
    ("content", "bodies", "warnings"),
    [
        pytest.param(gzip.compress(EXPORT.encode()), ["Café “x”"], [], id="gzip"),
        pytest.param(build_zip({"a.xml": EXPORT}), ["Café “x”"], [], id="zip"),
        pytest.param(
            build_zip({"d/a.xml": EXPORT, "b.xml": EXPORT, "c.xml": "<urlset/>", "d.txt": ""}),
            ["Café “x”", "Café “x”"],
            ["export.xml: c.xml was left out: it is a sitemap."],
            id="zip with several",
        ),
        pytest.param(
            EXPORT.replace("UTF-8", "ISO-8859-1").encode(),
            ["Café “x”"],
            ["export.xml: it declares the encoding iso-8859-1, but is in UTF-8."],
            id="wrong encoding",
        ),
        pytest.param(
            EXPORT.replace("UTF-8", "ISO-8859-1").encode("cp1252"), ["Café “x”"], [], id="Latin-1"
        ),
        pytest.param(
            ("\ufeff" + EXPORT.replace("UTF-8", "UTF-16")).encode("utf-16-le"),
            ["Café “x”"],
            [],
            id="UTF-16",
        ),
        pytest.param(
            (HEAD + item(1, content="if (x[y[0]]>3) & <b>") + FOOT).encode(),
            ["if (x[y[0]]>3) & <b>"],
            ["export.xml: “]]>”, which XML forbids within a text, was repaired: 1 (line 18)."],
            id="early end of a section",
        ),
        pytest.param(
            (HEAD + "<item><title>a ]]> b</title></item>" + FOOT).encode(),
            [""],
            ["export.xml: “]]>”, which XML forbids within a text, was repaired: 1 (line 13)."],
            id="end without a section",
        ),
        pytest.param(
            f"{EXPORT}\n<br />\n<b>Fatal error</b>: <![CDATA[Maximum &execution".encode(),
            ["Café “x”"],
            [
                "export.xml: text after the XML was removed: “<br />\n<b>Fatal error</b>: "
                "<![CDATA[Maximum &execution”."
            ],
            id="error of PHP at the end",
        ),
    ],
)
def test_export_in_unusual_form_is_read(tmp_path, content, bodies, warnings):
    assert read(tmp_path, content) == (bodies, warnings)


def test_text_of_more_than_ten_million_characters_is_read_and_reported(tmp_path):
    words = "x" * 12_000_000

    bodies, warnings = read(tmp_path, (HEAD + item(1, content=words) + FOOT).encode())

    assert bodies == [words]
    assert warnings == [
        "export.xml: the text in line 18 has more than ten million characters, perhaps because of "
        "a pasted picture. Check this post."
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "it is empty."),
        (b"<!DOCTYPE html><title>x</title>", "it is a web page."),
        (b'<rss version="2.0"><channel><item/></channel></rss>', "it is a feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "it is an Atom feed"),
        (b"<mediawiki/>", "it is an export of MediaWiki. Import it with import_mediawiki."),
        (b'{"posts": []}', "it is JSON."),
        (b"\x89PNG\r\n", "it is an image."),
        (b"%PDF-1.7", "it is a PDF."),
        (b"Title,Address\nA,B\n", "it is a spreadsheet (CSV)."),
        (b"-- MySQL dump 10.13\nINSERT INTO x VALUES ('<rss');", "it is a dump of a database"),
        (b"<br>\n<b>Fatal error</b>: memory", "it has only an error of PHP"),
        (build_zip({"a.jpg": b"x"}), "it is a zip file without an XML file. It has: a.jpg."),
        (
            build_zip({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
            "it is a spreadsheet (Excel)",
        ),
        (gzip.compress(EXPORT.encode())[:-20], "it is a damaged gzip file."),
        (b"PK\x03\x04", "it is a damaged zip file."),
    ],
)
def test_wrong_file_is_named(tmp_path, content, what):
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, content)

    message = str(caught.value).replace(str(tmp_path / "export.xml"), "FILE")
    assert message.startswith(f"FILE isn’t a WordPress export: {what}")


@pytest.mark.parametrize("compress", [gzip.compress, lambda data: build_zip({"a.xml": data})])
def test_file_that_would_fill_the_disk_is_refused(tmp_path, compress):
    with pytest.raises(UnreadableFile, match="more than 150 times as large"):
        read(tmp_path, compress(b" " * 120_000_000))


@pytest.mark.parametrize("size", [1, 7, 50])
def test_repairs_do_not_depend_on_where_a_piece_ends(size, monkeypatch):
    monkeypatch.setattr("imports.wordpress.xml_repairs.CHUNK", 200)
    text = EXPORT.replace("Post 1", "A &amp; B & C &eacute; ]]> <!-- & -->\x0b")
    text = text.replace("Café", "x]]>y</b> & z")
    whole = Repairer({"wp"})
    expected = whole.feed(text) + whole.finish()
    pieces = Repairer({"wp"})

    repaired = "".join(pieces.feed(text[at : at + size]) for at in range(0, len(text), size))
    repaired += pieces.finish()

    assert (repaired, pieces.describe()) == (expected, whole.describe())
    assert "A &amp; B &amp; C é ]]&gt; <!-- & --> </title>" in repaired
    assert "x]]]]><![CDATA[>y</b> & z “x”]]></content:encoded>" in repaired


def test_bodies_can_be_formatted_without_django_or_a_database():
    code = (
        "import sys; from imports.wordpress.formatting import format_body; "
        "print(format_body('<b>A</b>').markdown, 'django.db' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "**A** False\n"


def test_second_export_in_a_file_is_not_left_out(tmp_path):
    with pytest.raises(UnreadableFile, match="isn’t valid XML"):
        read(tmp_path, f"{EXPORT}\n{EXPORT}".encode())
