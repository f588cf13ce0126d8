"""Managing a publication's files in the admin."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html
from procrastinate.contrib.django.models import ProcrastinateJob

from content.models import Document
from tests.factories import PublicationFactory
from tests.support.pdfs import SENTENCE, encrypted_pdf, pdf
from tests.support.signing_in import sign_in
from wiki.models import DownloadCount, FilePage, FileVersion, Publication
from wiki.services.downloads import count_download
from wiki.services.pdf_texts import read_text
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication():
    return PublicationFactory(title="Mastery", slug="mastery")


@pytest.fixture
def file(publication):
    return add(publication, "Report")


def add(publication, title: str, content: bytes = b""):
    content = BytesIO(content or pdf(title))
    return add_file(publication=publication, title=title, file=content, name="a.pdf")


def upload(content: bytes, name: str = "new.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def files_url(publication) -> str:
    return reverse("admin:wiki_publication_files", args=[publication.pk])


def file_url(file) -> str:
    return reverse("admin:wiki_publication_file", args=[file.publication_id, file.pk])


def messages_of(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response) -> list[str]:
    document = html.fromstring(response.content.decode())
    # Without the hidden “Error:”.
    return ["".join(item.xpath("text()")) for item in document.xpath("//ul[@class='errorlist']/li")]


def test_publication_form_links_to_files(client, publication):
    sign_in(client, "Editors")

    page = client.get(reverse("admin:wiki_publication_change", args=[publication.pk]))

    assert f'href="{files_url(publication)}"' in page.content.decode()


def test_editor_adds_file(client, publication):
    editor = sign_in(client, "Editors")

    response = client.post(
        files_url(publication), {"title": "Full report", "upload": upload(pdf(SENTENCE))}
    )

    assert (response.status_code, messages_of(response)) == (302, ["“Full report” was added."])
    version = FileVersion.objects.get()
    assert (version.current_path, version.created_by) == (
        "/library/mastery/files/full-report.pdf",
        editor,
    )


def test_editor_adding_same_file_again_is_told(client, publication, file):
    sign_in(client, "Editors")

    response = client.post(
        files_url(publication), {"title": "Full report", "upload": upload(pdf("Report"))}
    )

    assert messages_of(response) == [
        "“Full report” was added. It is the same file as “Report”: "
        "remove one if you don’t need both."
    ]


def test_editor_replaces_file_with_note(client, file):
    sign_in(client, "Editors")

    response = client.post(
        file_url(file),
        {
            "do": "replace",
            f"replace-{file.pk}-upload": upload(pdf("Corrected.")),
            f"replace-{file.pk}-note": "Corrected figure 3.",
        },
    )

    assert messages_of(response) == ["“Report” was replaced."]
    assert list(file.versions.values_list("number", "note")) == [
        (2, "Corrected figure 3."),
        (1, ""),
    ]


@pytest.mark.parametrize(
    ("note", "content", "expected"),
    [
        ("", pdf("Other."), "This field is required."),
        ("The same.", pdf("Report"), "This file is the same as the current version"),
        ("Nothing.", b"", "This file is empty"),
        ("A page.", b"<!doctype html>", "Web pages and SVG files can contain scripts"),
        ("A program.", b"\x7fELF", "Despite its name, this isn’t a PDF"),
    ],
)
def test_invalid_replacement_shows_field_error(client, file, note, content, expected):
    sign_in(client, "Editors")

    response = client.post(
        file_url(file),
        {
            "do": "replace",
            f"replace-{file.pk}-upload": upload(content),
            f"replace-{file.pk}-note": note,
        },
    )

    assert [error.startswith(expected) for error in errors(response)] == [True]
    assert file.versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_file_changes_run_in_their_own_transactions(client, publication, empty_queue):
    sign_in(client, "Editors")

    client.post(files_url(publication), {"title": "Full report", "upload": upload(pdf("A report"))})
    client.post(file_url(publication.files.get()), {"do": "remove"})

    assert publication.files.count() == 0


def test_file_without_title_is_not_added(client, publication):
    sign_in(client, "Editors")

    response = client.post(files_url(publication), {"title": ""})

    assert errors(response) == ["This field is required.", "Choose the file."]


def test_editor_renames_moves_and_removes_files(client, publication, file):
    sign_in(client, "Editors")
    other = add(publication, "Summary")

    for target, data in (
        (other, {"do": "up"}),
        (file, {"do": "rename", f"rename-{file.pk}-title": "Whole report"}),
    ):
        client.post(file_url(target), data)
    titles = [each.title for each in publication.files.all()]
    client.post(file_url(other), {"do": "remove"})

    assert titles == ["Summary", "Whole report"]
    assert [each.title for each in publication.files.all()] == ["Whole report"]


def test_downloaded_file_cannot_be_removed(client, file):
    sign_in(client, "Editors")
    count_download(file=file)

    response = client.post(file_url(file), {"do": "remove"})

    assert messages_of(response) == [
        "Readers have downloaded this file and may have saved its address. Replace it instead."
    ]


def test_file_without_text_shows_advice_and_can_be_read_again(client, publication, empty_queue):
    sign_in(client, "Editors")
    file = add(publication, "Report", encrypted_pdf(user_password="secret"))
    version = file.versions.get()
    read_text(version_id=version.pk)
    ProcrastinateJob.objects.all().delete()

    page = html.fromstring(client.get(files_url(publication)).content.decode())
    client.post(file_url(file), {"do": "read"})

    notice = " ".join(page.find_class("notice")[0].text_content().split())
    assert notice == (
        "Protected by a password: search can’t find its text. It can be opened only with a "
        "password. Save a copy without a password, and replace it with that."
    )
    version.refresh_from_db()
    assert (version.text_state, ProcrastinateJob.objects.count()) == ("waiting", 1)


def test_dashboard_lists_files_without_text_for_editors(client, publication, empty_queue):
    sign_in(client, "Editors")
    add(publication, "Read")
    locked = add(publication, "Locked", encrypted_pdf(user_password="secret"))
    forgotten = add(publication, "Forgotten")
    fixed = add(publication, "Fixed", encrypted_pdf(user_password="other"))
    for file in (locked, fixed):
        read_text(version_id=file.versions.get().pk)
    client.post(
        file_url(fixed),
        {
            "do": "replace",
            f"replace-{fixed.pk}-upload": upload(pdf(SENTENCE)),
            f"replace-{fixed.pk}-note": "Without its password.",
        },
    )
    yesterday = timezone.now() - timedelta(days=1)
    forgotten.versions.update(created_at=yesterday)

    waiting = client.get(reverse("admin:index")).context["waiting"]
    listed = client.get(reverse("admin:wiki_publication_changelist"), {"files": "without-text"})

    assert [(each.title, each.rows) for each in waiting] == [
        (
            "Files without text",
            [
                ("Mastery: Locked", f"{files_url(publication)}#file-{locked.pk}"),
                ("Mastery: Forgotten", f"{files_url(publication)}#file-{forgotten.pk}"),
            ],
        )
    ]
    assert list(listed.context["cl"].result_list) == [publication.entry_ptr.publication]


def test_downloads_are_shown_to_editors(client, file):
    sign_in(client, "Editors")
    today = timezone.localdate()
    for days, count in ((0, 3), (40, 4)):
        DownloadCount.objects.create(file=file, day=today - timedelta(days=days), count=count)

    page = html.fromstring(client.get(files_url(file.publication)).content.decode())

    row = page.find_class("file-downloads")[0].find(".//tbody/tr")
    assert [cell.text_content() for cell in row] == ["Report", "3", "7"]


def test_files_are_read_only_without_change_permission(client, file):
    writer = sign_in(client, "Writers")
    Publication.objects.update(created_by=writer)

    page = client.get(files_url(file.publication))
    statuses = [
        client.post(
            files_url(file.publication), {"title": "A", "upload": upload(b"a")}
        ).status_code,
        client.post(file_url(file), {"do": "remove"}).status_code,
    ]

    assert (page.status_code, b"<form method" in page.content.split(b"</nav>")[-1]) == (200, False)
    assert statuses == [403, 403]


def test_files_require_staff(client, file):
    assert client.get(files_url(file.publication)).status_code == 302


def test_unknown_action_or_other_publications_file_is_not_found(client, file):
    sign_in(client, "Editors")
    other = PublicationFactory()
    of_other = reverse("admin:wiki_publication_file", args=[other.pk, file.pk])

    statuses = [
        client.post(of_other, {"do": "remove"}).status_code,
        client.post(file_url(file), {"do": "burn"}).status_code,
        client.get(file_url(file)).status_code,
    ]

    assert statuses == [404, 404, 405]


def test_deleting_publication_does_not_list_file_pages(client, file):
    sign_in(client, "Editors")
    pages = [FilePage(version=file.versions.get(), number=n, text="x") for n in range(1, 101)]
    FilePage.objects.bulk_create(pages)
    count_download(file=file)
    url = reverse("admin:wiki_publication_delete", args=[file.publication_id])

    asked = client.get(url).content.decode()
    client.post(url, {"post": "yes"})

    assert ("Publication files: 1" in asked, "Page 1" in asked) == (True, False)
    assert Publication.objects.count() == FilePage.objects.count() == 0


def test_several_files_are_added_on_the_publications_form_except_what_is_refused(client):
    sign_in(client, "Editors")
    form = {
        "title": "Mastery", "summary": "What it is.", "format": "report", "sector": "k-12",
        "status": "draft", "contributions-TOTAL_FORMS": "0", "contributions-INITIAL_FORMS": "0",
    }  # fmt: skip
    address = reverse("admin:wiki_publication_add")

    def files() -> dict:
        return {
            "new_files": [
                upload(pdf("One"), "full_report.pdf"),
                upload(b"\x7fELF", "tool.pdf"),
                upload(b"", "empty.pdf"),
                upload(b"a,b\n1,2\n", "data-2031.csv"),
            ]
        }

    incomplete = client.post(address, {**form, "format": "", **files()})
    client.post(f"{address.removesuffix('add/')}preview-page/", {**form, **files()})
    before = (Publication.objects.count(), Document.objects.count())
    saved = client.post(address, {**form, **files()})

    assert before == (0, 0)
    assert errors(incomplete) == [
        "Nothing is saved yet. Choose these again: “full_report.pdf”, “tool.pdf”, “empty.pdf”, and "
        "“data-2031.csv”.",
        "This field is required.",
    ]
    assert [sentence.partition(".pdf” ")[2][:26] for sentence in messages_of(saved)[1:3]] == [
        "was not added. Despite its", "was not added. This file i",
    ]  # fmt: skip
    assert [messages_of(saved)[index] for index in (0, 3)] == [
        "Draft saved.", "“Full report” and “Data 2031” were added.",
    ]  # fmt: skip
    assert [(file.title, file.slug) for file in Publication.objects.get().files.all()] == [
        ("Full report", "full-report"), ("Data 2031", "data-2031"),
    ]  # fmt: skip
    page = html.fromstring(client.get(saved.headers["Location"]).content.decode())
    assert page.find_class("field-files_so_far")[0].find_class("readonly")[0].text_content() == (
        "Full report, Data 2031. Rename, replace, or reorder them"
    )
