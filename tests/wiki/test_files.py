"""Publication files: addresses, versions, and access."""

import threading
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.db import connection
from lxml import html
from procrastinate.contrib.django.models import ProcrastinateJob

from content.editing.previews import make_preview_link
from content.editing.saving import save_entry
from content.exceptions import FileRefused
from content.media.documents import delete_document
from content.models import Document
from tests.factories import PublicationFactory, UserFactory
from tests.support.office_files import office
from tests.support.pdfs import encrypted_pdf, pdf
from wiki.exceptions import FileDownloaded, SameFile
from wiki.models import FileVersion, PublicationFile
from wiki.services.downloads import count_download
from wiki.services.publication_files import (
    add_file,
    add_version,
    move_file,
    remove_file,
    rename_file,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = pdf("The first."), pdf("The second."), pdf("The third.")


def add(publication, content=FIRST, *, title="Full report", name="draft7 (final).pdf", **facts):
    return add_file(publication=publication, title=title, file=BytesIO(content), name=name, **facts)


def replace(file, content=SECOND, *, name="new.pdf", **facts) -> FileVersion:
    return add_version(file=file, upload=BytesIO(content), name=name, **facts)


@pytest.fixture
def publication():
    return PublicationFactory(slug="mastery", title="Mastery")


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


def titles(publication) -> list[str]:
    return [file.title for file in publication.files.all()]


def test_file_is_served_with_descriptive_filename(client, publication):
    add(publication)

    response = client.get("/library/mastery/files/full-report.pdf")

    assert body_of(response) == FIRST
    assert {
        header: response[header]
        for header in (
            "Content-Type",
            "Content-Disposition",
            "Content-Length",
            "Content-Security-Policy",
            "Cache-Control",
            "Accept-Ranges",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="mastery-full-report.pdf"',
        "Content-Length": str(len(FIRST)),
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Cache-Control": "public, max-age=0, s-maxage=1",
        "Accept-Ranges": "bytes",
    }
    assert not response.cookies


def test_publication_page_lists_files_and_changes(client, publication):
    file = add(publication)
    replace(file, note="Corrected figure 3.")

    page = client.get("/library/mastery/").content.decode()

    assert 'href="/library/mastery/files/full-report.pdf"' in page
    assert 'href="/library/mastery/files/1/full-report.pdf"' in page
    assert "Corrected figure 3." in page


def test_replaced_file_keeps_address_and_versions_have_permanent_addresses(client, publication):
    file = add(publication)
    replace(file)

    current = client.get("/library/mastery/files/full-report.pdf")
    first = client.get("/library/mastery/files/1/full-report.pdf")

    assert (body_of(current), body_of(first)) == (SECOND, FIRST)
    assert first["Content-Disposition"] == 'inline; filename="mastery-full-report-version-1.pdf"'
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=1"
    canonical, _, relation = first["Link"].partition("; ")
    assert (urlsplit(canonical.strip("<>")).path, relation) == (
        "/library/mastery/files/full-report.pdf",
        'rel="canonical"',
    )


def test_replacing_file_changes_etag(client, publication):
    file = add(publication)
    before = client.get("/library/mastery/files/full-report.pdf")
    body_of(before)
    kept = {"If-None-Match": before["ETag"]}
    unchanged = client.get("/library/mastery/files/full-report.pdf", headers=kept)

    replace(file)
    changed = client.get("/library/mastery/files/full-report.pdf", headers=kept)

    assert (unchanged.status_code, unchanged["Cache-Control"]) == (
        304,
        "public, max-age=0, s-maxage=1",
    )
    assert (changed.status_code, body_of(changed)) == (200, SECOND)


def test_range_request_returns_part_of_file(client, publication):
    add(publication)

    response = client.get(
        "/library/mastery/files/full-report.pdf", headers={"Range": "bytes=10-19"}
    )

    assert (response.status_code, body_of(response)) == (206, FIRST[10:20])


def test_former_filename_redirects_to_current_one(client, publication):
    file = add(publication)
    replace(file, office(), name="new.docx")

    old = client.get("/library/mastery/files/full-report.pdf")
    new = client.get("/library/mastery/files/full-report.docx")

    assert body_of(new) == office()
    assert (old.status_code, old["Location"]) == (302, "/library/mastery/files/full-report.docx")
    assert new["Content-Disposition"] == 'attachment; filename="mastery-full-report.docx"'
    first = client.get("/library/mastery/files/1/full-report.pdf")
    assert body_of(first) == FIRST


@pytest.mark.parametrize(
    "path",
    [
        "full-report.docx",
        "full-report",
        "other.pdf",
        "2/full-report.pdf",
        "1/full-report.docx",
        "1/other.pdf",
        "0/full-report.pdf",
        "99999999999999999999/full-report.pdf",
        "full%00report.pdf",
    ],
)
def test_unknown_file_address_is_not_found(client, publication, path):
    add(publication)

    assert client.get(f"/library/mastery/files/{path}").status_code == 404


@pytest.mark.parametrize("state", [{"draft": True}, {"scheduled": True}, {"status": "review"}])
def test_files_of_unpublished_publication_are_not_found(client, state):
    add(PublicationFactory(slug="secret", **state))

    for path in ("full-report.pdf", "1/full-report.pdf"):
        assert client.get(f"/library/secret/files/{path}").status_code == 404


def test_draft_preview_links_to_files(client):
    draft = PublicationFactory(draft=True)
    add(draft)
    token = make_preview_link(entry=draft)

    page = html.fromstring(client.get(f"/preview/{token}/").content.decode())

    [link] = page.find_class("files")[0].iter("a")
    assert body_of(client.get(link.get("href"))) == FIRST


def test_file_redirects_from_publications_former_address(client, publication):
    add(publication)
    fresh = type(publication).objects.get(pk=publication.pk)
    fresh.slug = "measures"
    save_entry(entry=fresh, by=None)

    response = client.get("/library/mastery/files/full-report.pdf", follow=True)

    assert response.redirect_chain == [("/library/measures/files/full-report.pdf", 301)]
    assert body_of(response) == FIRST


def test_files_with_same_title_get_different_addresses(publication):
    files = [add(publication, content) for content in (FIRST, SECOND)]
    files.append(add(publication, THIRD, title="概要"))

    assert [file.slug for file in files] == ["full-report", "full-report-2", "file"]


def test_pdf_is_queued_for_reading_and_other_files_are_marked_immediately(publication):
    texts = [add(publication), add(publication, office(), name="a.docx")]

    states = [file.versions.get().text_state for file in texts]

    assert states == ["waiting", "no-pdf"]
    jobs = ProcrastinateJob.objects.filter(task_name="wiki.read_text")
    version = texts[0].versions.get()
    assert list(jobs.values_list("args", "queue_name")) == [({"version_id": version.pk}, "media")]


def test_unreadable_pdf_is_accepted(client, publication):
    content = encrypted_pdf(user_password="secret")

    add(publication, content)

    assert body_of(client.get("/library/mastery/files/full-report.pdf")) == content


def test_dangerous_file_is_rejected_and_not_stored(publication):
    with pytest.raises(FileRefused):
        add(publication, b"<!doctype html><script>1</script>", name="report.pdf")

    assert (PublicationFile.objects.count(), Document.objects.count()) == (0, 0)


def test_identical_file_is_rejected_as_new_version(publication):
    file = add(publication)

    with pytest.raises(SameFile, match="the same as the current version"):
        replace(file, FIRST)

    assert file.versions.count() == 1


def test_earlier_file_can_be_uploaded_as_new_version(client, publication):
    file = add(publication)
    replace(file)

    replace(file, FIRST, note="The correction was wrong.")

    assert body_of(client.get("/library/mastery/files/full-report.pdf")) == FIRST
    assert [version.number for version in file.versions.all()] == [3, 2, 1]


def test_file_changes_appear_in_publication_history(publication):
    user = UserFactory()
    file = add(publication, by=user)
    replace(file, note="Corrected figure 3.", by=user)

    reasons = publication.revisions.newest_first().values_list("reason", "by")

    assert list(reasons)[:2] == [
        ("New version of the file Full report: Corrected figure 3.", user.pk),
        ("New file: Full report", user.pk),
    ]


def test_files_move_up_and_down_within_bounds(publication):
    files = [add(publication, pdf(title), title=title) for title in ("A", "B", "C")]

    orders = []
    for file, places in ((files[0], 1), (files[2], -1), (files[2], -5), (files[2], 99)):
        move_file(file=file, places=places)
        orders.append("".join(titles(publication)))

    assert orders == ["BAC", "BCA", "CBA", "BAC"]


def test_renamed_file_keeps_address(client, publication):
    rename_file(file=add(publication), title="The whole report")

    assert titles(publication) == ["The whole report"]
    assert body_of(client.get("/library/mastery/files/full-report.pdf")) == FIRST


def test_file_can_be_removed_until_downloaded(client, publication):
    file, downloaded = add(publication), add(publication, SECOND, title="Summary")
    count_download(file=downloaded)

    remove_file(file=file)

    with pytest.raises(FileDownloaded, match="Replace it instead"):
        remove_file(file=downloaded)
    assert titles(publication) == ["Summary"]
    assert client.get("/library/mastery/files/full-report.pdf").status_code == 404


def test_document_of_publication_file_cannot_be_deleted(publication):
    document = add(publication).versions.get().document

    with pytest.raises(Exception, match="in use by “Full report, version 1”"):
        delete_document(document=document)


@pytest.mark.django_db(transaction=True)
def test_concurrent_versions_get_consecutive_numbers(publication, empty_queue):
    file = add(publication)
    start = threading.Barrier(2)
    outcomes = []

    def upload(content: bytes) -> None:
        try:
            start.wait(60)
            outcomes.append(replace(PublicationFile.objects.get(pk=file.pk), content).number)
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload, args=[content]) for content in (SECOND, THIRD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [2, 3]
