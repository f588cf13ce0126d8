import threading
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from content import exceptions
from content.media import documents, refusals
from content.media.documents import add_document, delete_document
from content.models import Document
from tests.factories import PostFactory, UserFactory
from tests.support.office_files import (
    PDF,
    archive,
    corrupt,
    epub,
    mark_encrypted,
    office,
    open_document,
    pdf_marked_encrypted,
)
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

OTHER_FORMAT = exceptions.DocumentFormatRefused.message
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_WORD = OLD_OFFICE + bytes(600)


def add(content: bytes, *, name: str = "report", **words) -> Document:
    return add_document(file=BytesIO(content), name=name, **words)


def stored_files(settings) -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_document_is_stored_unchanged_with_description():
    user = UserFactory()

    document = add(
        PDF,
        name="Annual Report (final).PDF",
        title=" The annual report ",
        credit="Ann Lee",
        license="CC BY 4.0",
        by=user,
    )

    document.refresh_from_db()
    assert (document.title, document.credit, document.license, document.uploaded_by) == (
        "The annual report",
        "Ann Lee",
        "CC BY 4.0",
        user,
    )
    assert (document.original_name, document.content_type, document.size) == (
        "Annual Report (final).PDF",
        "application/pdf",
        len(PDF),
    )
    assert document.file.name == (
        f"documents/{document.uploaded_at:%Y/%m}/annual-report-final-"
        f"{document.content_hash[:10]}.pdf"
    )
    assert Path(document.file.path).read_bytes() == PDF


def test_document_title_defaults_to_file_name():
    assert add(PDF, name="Annual report.pdf").title == "Annual report"


@pytest.mark.parametrize(
    ("content", "name", "extension"),
    [
        (PDF, "report.html", "pdf"),
        (PDF + b"\n" * 500, "report.pdf", "pdf"),
        (office(), "report.docx", "docx"),
        (office("spreadsheetml.sheet", "xl"), "report.docx", "xlsx"),
        (office("presentationml.presentation", "ppt"), "report.zip", "pptx"),
        (open_document("text"), "report.odt", "odt"),
        (open_document("spreadsheet"), "report.ods", "ods"),
        (open_document("presentation"), "report.odp", "odp"),
        (epub(), "book.epub", "epub"),
        (b"name,school\nAnn,North\n", "people.CSV", "csv"),
        ("\ufeffname;école\n".encode(), "people.csv", "csv"),
        (b"A text.\n\tIndented.\f\r\n", "notes.txt", "txt"),
        (b"# A heading\n\n<div>HTML</div>\n", "notes.markdown", "md"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello", "captions.vtt", "vtt"),
        (b"\xef\xbb\xbfWEBVTT - Talk\n", "captions.txt", "vtt"),
    ],
)
def test_document_type_is_detected_from_content(content, name, extension):
    document = add(content, name=name)

    assert document.file.name.endswith(f".{extension}")


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "report.pdf", refusals.DOCUMENT_EMPTY),
        (PDF[:-8], "report.pdf", refusals.DOCUMENT_BROKEN),
        (PDF + b" " * 4000, "report.pdf", refusals.DOCUMENT_BROKEN),
        (pdf_marked_encrypted(), "report.pdf", refusals.DOCUMENT_LOCKED),
        # The file is read in chunks, and the mark spans two of them.
        (pdf_marked_encrypted(mark_at=1_048_576 - 4), "large.pdf", refusals.DOCUMENT_LOCKED),
        (b"\n\n" + PDF, "report.pdf", OTHER_FORMAT),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "a.doc",
            refusals.OLD_OFFICE_FILE,
        ),
        (
            b"\x7fELF\x02\x01\x01" + b"\0" * 600,
            "report.pdf",
            OTHER_FORMAT,
        ),
        (b"MZ\x90\0" + b"\0" * 600, "report.docx", OTHER_FORMAT),
        (b"#!/bin/sh\nrm -r .", "notes.txt", refusals.DOCUMENT_WITH_PROGRAMS),
        (b"alert(1)", "notes.js", OTHER_FORMAT),
        (b"Plain.", "notes", OTHER_FORMAT),
        (picture().read(), "report.pdf", OTHER_FORMAT),
        (b"<!DOCTYPE html><p>Hello", "notes.txt", refusals.WEB_PAGE),
        (b"\xef\xbb\xbf \n<HTML>", "notes.csv", refusals.WEB_PAGE),
        (b"<!-- a --> <!-- b -->\n<script>1</script>", "notes.md", refusals.WEB_PAGE),
        (b"<svg onload=alert(1)>", "notes.txt", refusals.WEB_PAGE),
        (b"<?xml version='1.0'?><svg/>", "picture.svg", refusals.WEB_PAGE),
        ("<html>".encode("utf-16-le"), "notes.txt", refusals.WEB_PAGE),
        ("é,à\n".encode("latin-1"), "people.csv", refusals.TEXT_ENCODING),
        ("name\n".encode("utf-16"), "people.csv", refusals.TEXT_ENCODING),
        (b"cut in the middle \xc3", "notes.txt", refusals.TEXT_ENCODING),
        (b"bell \x07", "notes.txt", refusals.TEXT_ENCODING),
        (b"x" * 1_048_577 + b"\0", "notes.txt", refusals.TEXT_ENCODING),
        (b"No signature", "captions.vtt", OTHER_FORMAT),
        (b"WEBVTTX\n", "captions.vtt", OTHER_FORMAT),
    ],
)
def test_harmful_or_unknown_file_is_rejected_regardless_of_name(content, name, refusal, settings):
    assert rejection_of(content, name=name) == refusal
    assert (Document.objects.count(), stored_files(settings)) == (0, [])


def rejection_of(content: bytes, *, name: str = "report.docx") -> str:
    with pytest.raises(exceptions.FileRefused) as caught:
        add(content, name=name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (archive({"a.txt": "A"}), OTHER_FORMAT),
        (archive({"[Content_Types].xml": "<Types/>"}), OTHER_FORMAT),
        (office(folder="xl"), OTHER_FORMAT),
        (open_document("graphics"), OTHER_FORMAT),
        (
            archive({"a": "", "mimetype": "application/epub+zip"}),
            OTHER_FORMAT,
        ),
        (
            archive({"[Content_Types].xml": "A" * 99}, compression=zipfile.ZIP_LZMA),
            OTHER_FORMAT,
        ),
        (b"PK\x03\x04" + b"\0" * 300, refusals.DOCUMENT_BROKEN),
        (office()[:-30], refusals.DOCUMENT_BROKEN),
        (corrupt(office()), refusals.DOCUMENT_BROKEN),
        (mark_encrypted(office()), refusals.DOCUMENT_LOCKED),
        (
            open_document(**{"META-INF__manifest.xml": "<encryption-data/>"}),
            refusals.DOCUMENT_LOCKED,
        ),
        (office(**{"word__vbaProject.bin": "x"}), refusals.DOCUMENT_WITH_PROGRAMS),
        (
            office(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.x"}),
            refusals.DOCUMENT_WITH_PROGRAMS,
        ),
        (office(**{"word__activeX__activeX1.xml": "x"}), refusals.DOCUMENT_WITH_PROGRAMS),
        (office(**{"xl__macrosheets__sheet1.xml": "x"}), refusals.DOCUMENT_WITH_PROGRAMS),
        (open_document(**{"Basic__Standard__Module1.xml": "x"}), refusals.DOCUMENT_WITH_PROGRAMS),
        (office(**{"word__embeddings__setup.EXE": "MZ"}), refusals.DOCUMENT_WITH_PROGRAMS),
        (office(**{"word__media__a.xml": b"\0" * 60_000_000}), refusals.DOCUMENT_UNPACKS_TOO_LARGE),
        (archive({f"{n}": "" for n in range(10_001)}), refusals.DOCUMENT_UNPACKS_TOO_LARGE),
    ],
)
def test_harmful_or_unknown_archive_is_rejected(content, refusal):
    assert rejection_of(content) == refusal


def test_archive_with_false_size_is_rejected():
    honest = office(**{"word__media__a.xml": b"\0" * 60_000_000})
    false_size = honest.replace((60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))

    assert rejection_of(false_size) == refusals.DOCUMENT_BROKEN


def test_oversized_document_is_rejected_with_both_sizes(settings):
    settings.DOCUMENT_MAX_BYTES = 2048

    assert rejection_of(b"%PDF-" + b"\0" * 4091) == (
        "This file is too large (4.0\xa0KB). Save a version of at most 2.0\xa0KB, for instance "
        "with smaller images, and upload that."
    )


def test_overlong_description_is_rejected():
    with pytest.raises(ValidationError):
        add(PDF, title="x" * 301)


def test_duplicate_upload_returns_same_document_and_fills_empty_fields(settings):
    first = add(PDF, title="A report")

    second = add(PDF, title="Another title", credit="Ann Lee")
    third = add(PDF, credit="Bo", license="CC0")

    assert (second, third) == (first, first)
    first.refresh_from_db()
    assert (first.title, first.credit, first.license) == ("A report", "Ann Lee", "CC0")
    assert stored_files(settings) == [first.file.name]


@pytest.mark.django_db(transaction=True)
def test_concurrent_duplicate_uploads_create_one_document(settings, monkeypatch):
    all_are_new = threading.Barrier(6)
    outcomes = []

    def recognize_after_barrier(file, **facts):
        all_are_new.wait(60)
        return "pdf"

    monkeypatch.setattr(documents, "recognize", recognize_after_barrier)

    def upload(number):
        try:
            outcomes.append(add(PDF, name=f"copy-{number}.pdf").pk)
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    document = Document.objects.get()
    assert outcomes == [document.pk] * 6
    assert stored_files(settings) == [document.file.name]


@pytest.mark.parametrize(
    "content", [pdf_marked_encrypted(), PDF[:-8], b"\r\n" * 100 + PDF, b"%PDF-1.4 and no more"]
)
def test_unreadable_pdf_is_stored_only_if_allowed(content):
    document = add(content, name="old.pdf", accept_unreadable=True)

    assert Path(document.file.path).read_bytes() == content
    assert (document.content_type, document.original_name) == ("application/pdf", "old.pdf")
    with pytest.raises(exceptions.FileRefused):
        add(content, name="old.pdf")


def test_other_file_is_rejected_even_if_unreadable_pdfs_are_allowed():
    with pytest.raises(exceptions.FileRefused, match=refusals.WEB_PAGE):
        add(b"<!doctype html>%PDF", name="old.pdf", accept_unreadable=True)


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        pytest.param(b"ID3\x04" + bytes(20), "talk.mp3", "mp3", id="MP3 with tags"),
        pytest.param(b"\xff\xfb\x90\x00" * 9, "talk.mp3", "mp3", id="MP3"),
        pytest.param(bytes(4) + b"ftypM4A " + bytes(20), "talk.m4a", "m4a", id="M4A"),
        pytest.param(bytes(4) + b"ftypisom" + bytes(20), "film.mp4", "mp4", id="MP4"),
        pytest.param(bytes(4) + b"ftypqt  " + bytes(20), "film.mov", "mov", id="QuickTime"),
        pytest.param(b"OggS" + bytes(20), "talk.ogg", "ogg", id="Ogg"),
        pytest.param(b"RIFF\0\0\0\0WAVE" + bytes(20), "talk.wav", "wav", id="WAV"),
        pytest.param(b"\x1a\x45\xdf\xa3" + bytes(20), "film.webm", "webm", id="WebM"),
        pytest.param(OLD_WORD, "letter.doc", "doc", id="old Word file"),
        pytest.param(OLD_WORD, "slides.pps", "ppt", id="old slide show"),
        pytest.param(b"{\\rtf1 Words}", "letter.rtf", "rtf", id="RTF"),
        pytest.param(archive({"a.txt": "Words"}), "all.zip", "zip", id="ZIP"),
        pytest.param(archive({"a.txt": "Words"}), "slides.key", "key", id="Keynote"),
        pytest.param(b"\x1f\x8b\x08" + bytes(20), "all.tgz", "gz", id="gzip"),
        pytest.param("caf\xe9,1".encode("cp1252"), "data.csv", "csv", id="old encoding"),
        pytest.param(PDF, "report.pdf", "pdf", id="PDF"),
    ],
)
def test_file_of_old_site_is_stored_but_cannot_be_uploaded(content, name, ending):
    document = add(content, name=name, from_old_site=True)

    assert (document.ending, Path(document.file.path).read_bytes()) == (ending, content)
    if ending != "pdf":
        with pytest.raises(exceptions.FileRefused):
            add(content, name=name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"MZ" + bytes(20), "setup.exe", id="program"),
        pytest.param(archive({"setup.exe": b"MZ"}), "all.zip", id="program in an archive"),
        pytest.param(archive({"xl/vbaProject.bin": b"x"}), "all.zip", id="macros in an archive"),
        pytest.param(OLD_WORD + "_VBA_PROJECT".encode("utf-16-le"), "a.doc", id="macros"),
        pytest.param(OLD_WORD, "setup.msi", id="installer"),
        pytest.param(b"<html><p>Sign in", "report.pdf", id="web page"),
        pytest.param(b"<svg onload='x'>", "drawing.svg", id="SVG"),
        pytest.param(b"", "empty.zip", id="empty"),
    ],
)
def test_dangerous_file_of_old_site_is_refused(content, name):
    with pytest.raises(exceptions.FileRefused):
        add(content, name=name, from_old_site=True)


def test_linked_document_cannot_be_deleted(settings):
    document = add(PDF)
    # An address with the site's domain is the same document.
    address = f"{settings.SITE_URL}{document.file.url}"
    PostFactory(title="A visit", body=f"[The report]({address})")

    with pytest.raises(exceptions.DocumentInUse) as caught:
        delete_document(document=document)

    assert str(caught.value) == ("This document is linked in “A visit”. Remove the links first.")
    assert Document.objects.get() == document


def test_deleting_document_deletes_file(settings, django_capture_on_commit_callbacks):
    document = add(PDF)

    with django_capture_on_commit_callbacks(execute=True):
        delete_document(document=document)

    assert (Document.objects.count(), stored_files(settings)) == (0, [])
