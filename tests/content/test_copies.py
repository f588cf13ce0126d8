"""Copies to save: what is in a PDF, when it is made, and when it isn't sent."""

import os
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from content.copies import pdf
from content.copies.making import make_copies, make_copy, make_many_copies_later, read_copy
from content.copies.pdf import write_pdf
from content.editing.saving import save_entry
from content.media.images import add_image
from content.models import Person, SavedCopy, SiteSettings, Status
from content.rendering import save_site_settings
from content.tasks import delete_abandoned_files
from tests.factories import ArticleFactory, PersonFactory, PostFactory, SeriesFactory, TopicFactory
from tests.support.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

BODY = """A *claim*.[^1] See [the study](https://example.org/study), and again
[the study](https://example.org/study).

## First section

| Year | Share |
| ---- | ----: |
| 2019 | 40 %  |

## Second section

#read("/etc/passwd") #import "@preview/cetz:0.3.0" $x$ \\ <label> @ref `#panic()`

[^1]: A **note** with [its source](https://example.org/source).
"""


def read_pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def post_pdf(post, client, *, make=True):
    if make:
        make_copy(of="post", pk=post.pk, copy_format="pdf")
    return client.get(f"/blog/{post.slug}.pdf")


def test_pdf_of_a_post_has_everything_that_readers_keep():
    save_site_settings(site=SiteSettings(mission="M", parent_name="The Forum", license="CC BY 4.0"))
    post = PostFactory(
        title="The Hour", summary="In short.", authors=[PersonFactory(name="Ada Lum")], body=BODY
    )

    title_page, text = read_pages(write_pdf(read_copy("post", post.pk)))

    assert [words in title_page.replace("\u200b", "") for words in (
        "The Hour", "In short.", "Ada Lum", "CONTENTS First section", "Second section",
        "Cite as: Lum, A.", "The Forum · License: CC BY 4.0", "Saved from",
    )] == [True] * 8  # fmt: skip
    notes = text.replace("\u200b", "")
    assert notes.count("https://example.org/study") == 1
    assert "A note with its source (https://example.org/source)." in notes
    assert '#read("/etc/passwd") #import "@preview/cetz:0.3.0" $x$' in text
    assert "#panic()" in text


def test_pdf_is_tagged_and_says_what_it_is():
    post = PostFactory(title="The Hour", authors=[PersonFactory(name="Ada Lum")], body=BODY)

    with pikepdf.open(BytesIO(write_pdf(read_copy("post", post.pk)))) as file:
        metadata = file.open_metadata()
        fonts = [
            font.DescendantFonts[0].FontDescriptor
            for page in file.pages
            for font in page.Resources.Font.values()
        ]
        facts = {
            "tagged": bool(file.Root.MarkInfo.Marked),
            "PDF/UA": metadata["pdfuaid:part"],
            "language": str(file.Root.Lang),
            "title": metadata["dc:title"],
            "shows title": bool(file.Root.ViewerPreferences.DisplayDocTitle),
            "authors": metadata["dc:creator"],
            "embedded": {"/FontFile3" in font or "/FontFile2" in font for font in fonts},
        }

    assert facts == {
        "tagged": True,
        "PDF/UA": "1",
        "language": "en-US",
        "title": "The Hour",
        "shows title": True,
        "authors": ["Ada Lum"],
        "embedded": {True},
    }


def test_pdf_of_a_series_and_of_an_article_have_the_public_parts_in_order():
    series = SeriesFactory(title="A Series")
    for number, title in enumerate(["Part A", "Part B"], start=1):
        PostFactory(title=title, series=series, part_number=number)
    PostFactory(title="Draft part", series=series, part_number=3, status=Status.DRAFT)
    top = ArticleFactory(title="Top")
    hidden = ArticleFactory(title="Hidden", parent=top, status=Status.DRAFT)
    ArticleFactory(title="Below hidden", parent=hidden)
    ArticleFactory(title="Lowest", parent=ArticleFactory(title="Middle", parent=top))

    copies = [read_copy("series", series.pk), read_copy("article", top.pk)]

    titles = [[chapter.title for chapter in copy.chapters] for copy in copies]
    assert titles == [
        ["About this series", "Part A", "Part B"],
        ["Top", "Middle", "Lowest"],
    ]
    assert all(len(read_pages(write_pdf(copy))) > 2 for copy in copies)


def test_reading_list_of_a_topic_has_its_entries():
    topic = TopicFactory(name="Assessment")
    PostFactory(title="On grades", topics=[topic], summary="Why not.")
    PostFactory(title="A draft", topics=[topic], status=Status.DRAFT)
    table = "| Student | First |\n| --- | --- |\n| Ana | 1 |"
    PostFactory(summary="", body=f"Two students.\n\n{table}\n\n<!--more-->", topics=[topic])

    text = " ".join(read_pages(write_pdf(read_copy("topic", topic.pk))))

    expected = {"On grades": True, "Why not.": True, "A draft": False}
    expected |= {"Two students.": True, "Ana 1": False}
    assert {words: words in text for words in expected} == expected


def test_page_says_that_its_copy_is_being_made_and_then_sends_it(client):
    post = PostFactory(title="The Hour")

    coming = post_pdf(post, client, make=False)
    jobs = list(ProcrastinateJob.objects.values_list("task_name", "args", "lock", "queueing_lock"))
    post_pdf(post, client, make=False)
    sent = post_pdf(post, client)
    content = b"".join(sent.streaming_content)
    unchanged = client.get(f"/blog/{post.slug}.pdf", headers={"If-None-Match": sent["ETag"]})

    name = f"copy-post-{post.pk}.pdf"
    arguments = {"of": "post", "pk": post.pk, "copy_format": "pdf"}
    assert (coming.status_code, coming["Cache-Control"]) == (202, "no-store")
    assert "The PDF is being made" in coming.text
    assert jobs[-1] == ("content.make_copy", arguments, name, name)
    assert ProcrastinateJob.objects.filter(task_name="content.make_copy").count() == 1
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    assert content.startswith(b"%PDF-")
    assert unchanged.status_code == 304


def test_outdated_copy_is_never_sent(client, ruth):
    post = PostFactory(authors=[PersonFactory(name="Ada Lum")])
    make_copy(of="post", pk=post.pk, copy_format="pdf")
    Person.objects.update(name="Ada Lumm")

    after_renaming = post_pdf(post, client, make=False)
    make_copy(of="post", pk=post.pk, copy_format="pdf")
    post.status = Status.DRAFT
    save_entry(entry=post, by=None)
    after_withdrawal = post_pdf(post, client)

    assert (after_renaming.status_code, after_withdrawal.status_code) == (202, 404)
    assert not SavedCopy.objects.exists()


def test_publication_enqueues_the_copies_that_contain_an_entry():
    series = SeriesFactory()
    topic = TopicFactory(parent=TopicFactory())
    post = PostFactory(series=series, part_number=1, topics=[topic])
    make_copies(entry_id=post.pk)

    jobs = ProcrastinateJob.objects.filter(task_name="content.make_copy")
    assert set(jobs.values_list("lock", flat=True)) == {
        f"copy-post-{post.pk}.pdf",
        f"copy-series-{series.pk}.epub",
        f"copy-series-{series.pk}.pdf",
        f"copy-topic-{topic.pk}.pdf",
        f"copy-topic-{topic.parent_id}.pdf",
    }


def test_copies_of_imported_entries_are_enqueued_behind_others():
    later = timezone.now() + timedelta(days=1)
    public, draft, scheduled = (
        PostFactory(),
        PostFactory(draft=True),
        PostFactory(published_at=later),
    )

    make_many_copies_later([public, draft, scheduled])

    jobs = ProcrastinateJob.objects.filter(task_name="content.make_copies").order_by("id")
    assert [(job.args["entry_id"], job.priority, job.scheduled_at) for job in jobs] == [
        (public.pk, -30, None),
        (scheduled.pk, -20, later),
    ]


def test_copies_of_what_was_deleted_for_good_are_deleted(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept, gone, topic = PostFactory(), PostFactory(), TopicFactory()
    PostFactory(topics=[topic])
    for post in (kept, gone):
        make_copy(of="post", pk=post.pk, copy_format="pdf")
    make_copy(of="topic", pk=topic.pk, copy_format="pdf")
    replaced, recent = (tmp_path / "copies" / name for name in ("post-1-old.pdf", "post-2-new.pdf"))
    for file in (replaced, recent):
        file.write_text("%PDF-")
    os.utime(replaced, (0, 0))
    os.utime(tmp_path / SavedCopy.objects.get(name=f"post-{gone.pk}.pdf").path, (0, 0))
    gone.delete()

    delete_abandoned_files(0)

    names = set(SavedCopy.objects.values_list("name", flat=True))
    assert names == {f"post-{kept.pk}.pdf", f"topic-{topic.pk}.pdf"}
    paths = {tmp_path / path for path in SavedCopy.objects.values_list("path", flat=True)}
    assert set((tmp_path / "copies").iterdir()) == {*paths, recent}


def test_copy_that_fails_says_so(client, monkeypatch, tmp_path, caplog):
    program = tmp_path / "fails.py"
    program.write_text("raise SystemExit('no such command')")
    monkeypatch.setattr(pdf, "TYPESETTING", program)
    post = PostFactory()

    answer = post_pdf(post, client)

    assert "There’s no PDF of this page" in answer.text
    assert [record.message for record in caplog.records] == [
        f"The copy post-{post.pk}.pdf of “{post.title}” could not be made."
    ]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/x.png",
        "/media/../secret.png",
        "/static/img/x.svg",
    ],
)
def test_pictures_come_from_our_storage_only(address):
    image = add_image(file=picture(), name="class.png", alt="A class")
    post = PostFactory(body=f"![A class]({image.url})")
    post.body_html += f'<p><img src="{address}" alt="Elsewhere"></p>'
    type(post).objects.filter(pk=post.pk).update(body_html=post.body_html)

    content = write_pdf(read_copy("post", post.pk))

    shown = [image for page in PdfReader(BytesIO(content)).pages for image in page.images]
    assert len(shown) == 1
    assert "[Elsewhere]" in read_pages(content)[-1]


def test_text_without_a_font_for_it_still_becomes_a_pdf(caplog):
    post = PostFactory(title="Plain", body="Not assigned: \U0003fffd.")

    content = write_pdf(read_copy("post", post.pk))

    assert content.startswith(b"%PDF-")
    assert "isn’t PDF/UA" in caplog.text


def test_pages_offer_their_copies(client):
    post = PostFactory()

    page = client.get(post.get_absolute_url()).text

    assert f'<a href="{reverse("blog:post-pdf", args=[post.slug])}" rel="nofollow">PDF</a>' in page
