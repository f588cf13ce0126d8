"""Documents, recordings, and archives from a copy of WordPress’s uploads."""

import re
from base64 import b64encode
from pathlib import Path

import pytest

from blog.models import Post
from content.media.documents import delete_document
from content.models import Document, Image, Redirect
from imports.wordpress.post_types import ImportChoices
from tests.support.import_reports import counts, row_counts
from tests.support.office_files import archive, office
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.wordpress_exports import attachment, comment, item, meta

pytestmark = pytest.mark.django_db

BASE = "https://old.example.org/wp-content/uploads/2020/05"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 50
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(100)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def uploads(tmp_path) -> Path:
    folder = tmp_path / "uploads"
    (folder / "2020" / "05").mkdir(parents=True)
    return folder


@pytest.fixture
def run(import_items, uploads):
    """Import items with these files in the uploads folder, and return the report."""

    def import_again(*parts: str, files: dict[str, bytes] | None = None, **options):
        for name, content in (files or {}).items():
            path = uploads / "2020" / "05" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return import_items(*parts, media_folder=uploads, **options)

    return import_again


def address_of(name: str) -> str:
    return Document.objects.get(original_name=name).file.url


def open_file(client, address: str) -> int:
    response = client.get(address)
    response.close()
    return response.status_code


def redirects() -> dict[str, str]:
    return dict(Redirect.objects.filter(entry=None).values_list("old_path", "new_path"))


def test_files_become_documents_and_every_kind_of_link_leads_to_them(run):
    report = run(
        item(
            1,
            content=(
                f'<p>Read <a href="{BASE}/report.pdf">the report</a>, '
                '<a href="/wp-content/uploads/2020/05/data.xlsx">the data</a>, and '
                '<a href="//www.old.example.org/wp-content/uploads/2020/05/old.doc?x=1">notes</a>.'
                f'</p>\n\n[audio src="{BASE}/talk.mp3"]\n\n[video mp4="{BASE}/film.mp4"][/video]'
                f'\n\n<audio src="http://old.example.org/wp-content/uploads/2020/05/talk.mp3">'
                f'</audio>\n\n<object data="{BASE}/report.pdf"></object>'
                f'\n\n<a href="{BASE}/all.zip">{BASE}/all.zip</a>'
            ),
        ),
        files={
            "report.pdf": pdf("A report"),
            "data.xlsx": office("spreadsheetml.sheet", "xl"),
            "old.doc": OLD_WORD,
            "talk.mp3": MP3,
            "film.mp4": MP4,
            "all.zip": archive({"notes.txt": "Notes"}),
        },
    )

    report_pdf, talk, film = map(address_of, ("report.pdf", "talk.mp3", "film.mp4"))
    assert re.split(r"\n{2,}", Post.objects.get().body) == [
        f"Read [the report]({report_pdf}), [the data]({address_of('data.xlsx')}), and "
        f"[notes]({address_of('old.doc')}).",
        f"[talk.mp3]({talk})",
        f"[film.mp4]({film})",
        f"[Media: {talk.rpartition('/')[2]}]({talk})",
        f"[Media: {report_pdf.rpartition('/')[2]}]({report_pdf})",
        f"[all.zip]({address_of('all.zip')})",
    ]
    assert set(Post.objects.get().documents.all()) == set(Document.objects.all())
    assert counts(report)["Files"] == {"new": 6}
    assert (report.unaccounted(), report.failures) == ({}, [])


@pytest.mark.parametrize(
    "path",
    [
        "/wp-content/uploads/2020/05/photo.jpg",
        "/wp-content/uploads/2020/05/photo-300x200.jpg",
        "/wp-content/uploads/2020/05/photo-scaled.jpg",
        "/wp-content/uploads/2020/05/photo-150x150.jpg?resize=1",
    ],
)
def test_old_address_of_file_redirects_once_to_file_that_readers_can_open(run, client, path):
    run(
        item(1, content=f'<img src="{BASE}/photo-1024x768.jpg" alt="A class">'),
        files={"photo.jpg": picture("JPEG").read()},
    )

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, Image.objects.get().url)
    assert open_file(client, response["Location"]) == 200


def test_file_that_no_text_links_to_is_imported_and_open_to_readers(run, client):
    report = run(attachment(7, f"{BASE}/report.pdf"), files={"report.pdf": pdf("A report")})

    response = client.get("/wp-content/uploads/2020/05/report.pdf")

    assert (response.status_code, response["Location"]) == (301, address_of("report.pdf"))
    assert open_file(client, response["Location"]) == 200
    assert counts(report)["Files"] == {"new": 1}


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            [item(1, content=f'<a href="{BASE}/report.pdf">A</a>', status="draft")], id="linked"
        ),
        pytest.param(
            [item(1, status="private"), attachment(7, f"{BASE}/report.pdf", post_parent="1")],
            id="attached",
        ),
    ],
)
def test_file_of_post_that_was_not_public_stays_closed(run, client, parts):
    run(*parts, files={"report.pdf": pdf("A report")})

    address = address_of("report.pdf")
    assert client.get(address).status_code == 404
    assert client.get("/wp-content/uploads/2020/05/report.pdf").status_code == 404


def test_file_shown_only_in_entry_that_is_unpublished_later_is_closed(run, client):
    run(
        item(1, content=f'<a href="{BASE}/report.pdf">A</a>'),
        files={"report.pdf": pdf("A report")},
    )
    Post.objects.update(status="draft")

    assert client.get(address_of("report.pdf")).status_code == 404


def test_deleted_document_takes_its_old_address_along(run, client):
    run(attachment(7, f"{BASE}/report.pdf"), files={"report.pdf": pdf("A report")})

    delete_document(document=Document.objects.get())

    assert redirects() == {}


def test_importing_again_changes_nothing_and_needs_no_folder(run, import_items):
    parts = (
        item(1, meta("_thumbnail_id", "7"), content=f'<a href="{BASE}/report.pdf">A</a>'),
        attachment(7, f"{BASE}/photo.png"),
    )
    run(*parts, files={"report.pdf": pdf("A report"), "photo.png": picture().read()})
    before = row_counts()

    again, without_folder = run(*parts), import_items(*parts)

    for report in (again, without_folder):
        assert counts(report)["Files"] == {"unchanged": 2}
        assert counts(report)["Posts"] == {"unchanged": 1}
        assert (report.unaccounted(), report.failures) == ({}, [])
    assert row_counts() == before


def test_file_of_draft_stays_linked_when_imported_again_without_folder(run, import_items):
    parts = [item(1, content=f'<a href="{BASE}/report.pdf">A</a>', status="draft")]
    run(*parts, files={"report.pdf": pdf("A report")})

    report = import_items(*parts)

    assert Post.objects.get().body == f"[A]({address_of('report.pdf')})"
    assert (counts(report)["Files"], counts(report)["Posts"]) == (
        {"unchanged": 1},
        {"unchanged": 1},
    )


def test_file_that_was_replaced_in_uploads_replaces_old_one(run, client):
    parts = [item(1, content=f'<a href="{BASE}/report.pdf">A</a>')]
    run(*parts, files={"report.pdf": pdf("A draft")})
    draft = address_of("report.pdf")

    report = run(*parts, files={"report.pdf": pdf("The final version")})

    final = Document.objects.exclude(file=draft.removeprefix("/media/")).get().file.url
    assert Post.objects.get().body == f"[A]({final})"
    assert redirects() == {"/wp-content/uploads/2020/05/report.pdf": final}
    assert counts(report)["Files"] == {"new": 1}


def test_missing_files_are_listed_by_post_and_by_file(run):
    report = run(
        item(1, content=f'<a href="{BASE}/gone.pdf">A</a> <img src="{BASE}/gone.png" alt="B">'),
        item(2, content=f'<a href="{BASE}/gone.pdf">A</a>'),
        attachment(7, f"{BASE}/unused.pdf"),
    )

    assert report.remarks["Files that are still on the old site, by post"] == [
        f"“Post 1”: This file is still on the old site: {BASE}/gone.pdf",
        f"“Post 1”: This image is still on the old site: {BASE}/gone.png",
        f"“Post 2”: This file is still on the old site: {BASE}/gone.pdf",
    ]
    assert report.remarks["Files that are missing, and where they are used"] == [
        f"{BASE}/unused.pdf (in no text)",
        f"{BASE}/gone.png (in “Post 1”)",
        f"{BASE}/gone.pdf (in “Post 1” and “Post 2”)",
    ]
    assert counts(report)["Files"] == {"skipped": 3}
    assert report.not_imported["files that aren’t in the folder"] == 3
    assert report.unaccounted() == {}


def test_dry_run_foresees_everything_and_writes_nothing(run, settings):
    parts = (
        item(
            1,
            content=(
                f'<a href="{BASE}/report.pdf">A</a> <a href="{BASE}/gone.pdf">B</a>'
                f'<a href="{BASE}/page.pdf">C</a> <a href="{BASE}/empty.pdf">D</a>'
                f'<img src="{BASE}/photo.png" alt=""> <a href="{BASE}/talk.mp3">E</a>'
            ),
        ),
        attachment(7, f"{BASE}/report.pdf", excerpt="Our report"),
    )
    files = {
        "report.pdf": pdf("A report"),
        "page.pdf": b"<!doctype html><title>Not found</title>",
        "empty.pdf": b"",
        "photo.png": picture().read(),
        "talk.mp3": MP3,
    }
    before = row_counts()

    foreseen = run(*parts, files=files, is_dry_run=True)

    assert row_counts() == before
    assert not Path(settings.MEDIA_ROOT).exists()
    done = run(*parts)
    assert counts(foreseen) == counts(done)
    assert counts(done)["Files"] == {"new": 3, "skipped": 1, "failed": 2}
    assert (foreseen.remarks, foreseen.failures) == (done.remarks, done.failures)
    assert (foreseen.not_imported, foreseen.in_file) == (done.not_imported, done.in_file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("tool.pdf", b"MZ" + bytes(500), id="program"),
        pytest.param("tool.zip", archive({"setup.exe": b"MZ"}), id="program in archive"),
        pytest.param("page.html", b"<html><script>1</script></html>", id="web page"),
        pytest.param("old.doc", OLD_WORD + "_VBA_PROJECT".encode("utf-16-le"), id="macros"),
    ],
)
def test_dangerous_file_fails_with_reason_and_link_stays(run, uploads, name, content):
    report = run(
        attachment(7, f"{BASE}/{name}"),
        item(1, content=f'<a href="{BASE}/{name}">A</a>'),
        files={name: content},
    )

    assert Post.objects.get().body == f"[A]({BASE}/{name})"
    assert [where for where, _ in report.failures] == [str(uploads / "2020" / "05" / name)]
    assert counts(report)["Files"] == {"failed": 1}


def test_file_of_many_gigabytes_is_refused_unread(run, uploads):
    path = uploads / "2020" / "05" / "film.mp4"
    with path.open("wb") as file:
        file.truncate(5 * 1024**3)

    report = run(attachment(7, f"{BASE}/film.mp4"))

    assert report.failures == [
        (
            str(path),
            "This file is too large (5.0\xa0GB; the limit is 1.0\xa0GB). Put it where large files "
            "belong, such as a video service, and link to it there.",
        )
    ]


def test_no_file_outside_folder_is_read(run, tmp_path, uploads):
    (tmp_path / "secret.pdf").write_bytes(pdf("A secret"))
    (uploads / "2020" / "05" / "linked.pdf").symlink_to(tmp_path / "secret.pdf")
    (uploads / "2020" / "out").symlink_to(tmp_path)
    hostile = [
        f"{BASE}/../../../secret.pdf",
        f"{BASE}/linked.pdf",
        "https://old.example.org/wp-content/uploads/2020/out/secret.pdf",
        f"https://old.example.org/wp-content/uploads//{tmp_path}/secret.pdf",
        "https://old.example.org/wp-content/uploads/%2e%2e/secret.pdf",
        f"{BASE}/a%00b.pdf",
        f"{BASE}/{'x' * 5000}.pdf",
    ]

    report = run(item(1, content="".join(f'<a href="{each}">A</a> ' for each in hostile)))

    assert Document.objects.count() == 0
    assert (report.failures, report.unaccounted()) == ([], {})
    assert counts(report)["Posts"] == {"new": 1}


def test_files_with_same_name_stay_apart(run):
    names = [f"{number:03}/report.pdf" for number in range(60)]

    report = run(
        item(1, content="".join(f'<a href="{BASE}/{name}">{name}</a> ' for name in names)),
        files={name: pdf(name) for name in names},
    )

    assert counts(report)["Files"] == {"new": 60}
    assert len({document.file.name for document in Document.objects.all()}) == 60
    assert len(redirects()) == 60


def test_address_is_found_in_every_spelling(run):
    spellings = [
        f"{BASE}/r%C3%A9sum%C3%A9.pdf",
        f"{BASE}/résumé.pdf",
        "http://www.old.example.org/wp-content/uploads/2020/05/re%CC%81sume%CC%81.pdf",
        "//OLD.example.org/wp-content/uploads/2020/05/résumé.pdf",
        "/wp-content/uploads/2020/05/résumé.pdf#page=2",
        "../../wp-content/uploads/2020/05/résumé.pdf?ver=1&amp;x=2",
    ]

    report = run(
        item(1, content="".join(f'<a href="{each}">A</a>\n\n' for each in spellings)),
        files={"résumé.pdf": pdf("A life")},
    )

    new = Document.objects.get().file.url
    assert Post.objects.get().body.split("\n\n") == [
        f"[A]({new}#page=2)" if "#page" in each else f"[A]({new})" for each in spellings
    ]
    assert counts(report)["Files"] == {"new": 1}


def test_name_that_looks_like_smaller_copy_is_original_if_attached(run):
    run(
        attachment(7, f"{BASE}/poster-800x600.png"),
        attachment(8, f"{BASE}/poster.png"),
        item(
            1,
            content=f'<img src="{BASE}/poster-800x600.png" alt="A">'
            f'\n\n<img src="{BASE}/poster-300x200.png" alt="B">',
        ),
        files={
            "poster-800x600.png": picture(color="red").read(),
            "poster.png": picture(color="blue").read(),
        },
    )

    large, small = (Image.objects.get(original_name=f"poster{x}.png").url for x in ("-800x600", ""))
    assert Post.objects.get().body == f"![A]({large})\n\n![B]({small})"


def test_only_smaller_copy_is_better_than_nothing(run):
    run(
        item(1, content=f'<img src="{BASE}/photo-300x200.png" alt="A">'),
        files={"photo-300x200.png": picture().read()},
    )

    assert Post.objects.get().body == f"![A]({Image.objects.get().url})"


def test_link_in_comment_leads_to_file(run):
    run(
        item(1, comment(11, f'See <a href="{BASE}/report.pdf">this</a>.')),
        files={"report.pdf": pdf("A report")},
    )

    assert Post.objects.get().comments.get().text == f"See [this]({address_of('report.pdf')})."


def test_captions_and_descriptions_are_kept_or_listed(run):
    report = run(
        item(1, meta("_thumbnail_id", "7"), content='[gallery ids="8"]\n\nAs Ann says: By Ann.'),
        attachment(7, f"{BASE}/lead.png", excerpt="The door", content=""),
        attachment(8, f"{BASE}/shown.png", excerpt="The hall", content=""),
        attachment(
            9, f"{BASE}/report.pdf", title="Our report", excerpt="A draft", content="By the team"
        ),
        files={
            "lead.png": picture(color="red").read(),
            "shown.png": picture(color="blue").read(),
            "report.pdf": pdf("A report"),
        },
    )

    assert Post.objects.get().lead_image_caption == "The door"
    assert "The hall" in Post.objects.get().body
    assert Document.objects.get().title == "Our report"
    assert report.remarks["Captions and descriptions of files, which have no place here"] == [
        f"{BASE}/report.pdf: caption “A draft” and description “By the team”"
    ]


def test_pasted_picture_becomes_image_and_broken_one_is_listed(run):
    pasted = f"data:image/png;base64,{b64encode(picture().read()).decode()}"

    report = run(
        item(
            1,
            content=f'<img src="{pasted}" alt="A chart">\n\nWords\n\n'
            '<img src="data:image/png;base64,AAAA" alt="A map">',
        )
    )

    assert Post.objects.get().body == f"![A chart]({Image.objects.get().url})\n\nWords\n\nA map"
    assert Post.objects.get().attention.splitlines() == [
        "It has no topic.",
        "A picture pasted into the text could not be read: “A map”.",
    ]
    assert counts(report)["Files"] == {"new": 1, "failed": 1}
    assert report.unaccounted() == {}


def test_pictures_of_gallery_that_are_not_in_export_are_listed_and_not_shown(run):
    report = run(item(1, content='Before.\n\n[gallery ids="91,92"]\n\n[gallery]\n\nAfter.'))

    assert Post.objects.get().body == "Before.\n\nAfter."
    assert report.remarks["Parts of posts that aren’t in the export"] == [
        "“Post 1”: picture 91 of a gallery",
        "“Post 1”: picture 92 of a gallery",
        "“Post 1”: all pictures of a gallery",
    ]


def test_file_block_keeps_words_apart(run):
    run(
        item(
            1,
            content=f'<div class="wp-block-file"><a href="{BASE}/report.pdf">report</a>'
            f'<a href="{BASE}/report.pdf" class="wp-block-file__button">Download</a></div>',
        ),
        files={"report.pdf": pdf("A report")},
    )

    new = address_of("report.pdf")
    assert Post.objects.get().body == f"[report]({new}) [Download]({new})"


def test_files_in_synced_patterns_and_kept_fields_are_imported_and_linked(run):
    run(
        item(1, meta("handout", f"{BASE}/handout.pdf"), content='<!-- wp:block {"ref":7} /-->'),
        item(7, content=f'<p><a href="{BASE}/report.pdf">Report</a></p>', post_type="wp_block"),
        files={"report.pdf": pdf("A report"), "handout.pdf": pdf("A handout")},
        choices=ImportChoices(meta_keys=frozenset({"handout"})),
    )

    body = Post.objects.get().body_html
    assert [name for name in ("report.pdf", "handout.pdf") if address_of(name) in body] == [
        "report.pdf",
        "handout.pdf",
    ]
