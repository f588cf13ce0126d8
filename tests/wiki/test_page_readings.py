"""A resource’s form is filled in from its address: by a job, for the script or without it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from lxml import html
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader, PdfWriter

from content.links import failures
from content.media import refusals
from content.models import Image
from tests.factories import ResourceFactory
from tests.support.pdfs import pdf
from tests.support.pictures import picture
from tests.support.signing_in import sign_in
from tests.support.web_servers import drip, redirect, run_website, send, status
from wiki.models import PageReading, Resource
from wiki.services import page_readings
from wiki.services.page_readings import forget_readings, read_address

pytestmark = pytest.mark.django_db

FORM = "/admin/wiki/resource/add/"
READ = "/admin/wiki/resource/read/"
NOT_PUBLIC = (
    "Nothing could be read: the address is on a private network, which readers can’t reach. Use a "
    "public address."
)
ROWS = {"contributions-TOTAL_FORMS": "0", "contributions-INITIAL_FORMS": "0"}
PAGE = b"""<title>Mastery</title><meta name="author" content="Ada Ayers">
<meta property="og:site_name" content="The Institute"><meta name="date" content="2019-01-01">
<meta name="description" content="What it is."><meta property="og:image" content="/cover.png">
<meta property="og:image:alt" content="A cover">"""


@pytest.fixture
def website(monkeypatch):
    with run_website() as website:
        monkeypatch.setattr(page_readings, "CLIENT", website.client(program="library"))
        yield website


def titled_pdf(title: str) -> bytes:
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(pdf("A page")))), BytesIO()
    writer.add_metadata({"/Title": title})
    writer.write(file)
    return file.getvalue()


def run_job() -> None:
    read_address(**ProcrastinateJob.objects.get(task_name="wiki.read_address").args)


def messages_of(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def values_of(response) -> dict[str, str]:
    """What the form shows in the fields that are read."""
    (form,) = html.fromstring(response.content.decode()).find_class("entry")
    return {
        name: (form.fields[name] or "").strip()
        for name in ("url", "title", "made_by", "year", "summary", "lead_image", "body")
    }


def test_script_gets_what_a_page_says_and_its_picture(client, website):
    editor = sign_in(client, "Writers")
    website.url("/cover.png", send(picture().read(), "image/png"))
    website.url("/moved", redirect("/page"))
    website.url("/page", send(PAGE, "text/html"))

    started = client.post(READ, {"url": website.url("/moved")})
    run_job()
    reading = client.get(started.json()["url"]).json()

    image = Image.objects.get()
    assert (started.status_code, started.json()["step"], started.json()["is_done"]) == (
        201, "Waiting for its turn", False,
    )  # fmt: skip
    assert reading == {
        "url": started.json()["url"],
        "step": "Done",
        "is_done": True,
        "found": {
            "title": "Mastery",
            "made_by": "Ada Ayers, The Institute",
            "year": 2019,
            "summary": "What it is.",
        },
        "image": {"id": image.pk, "words": "A cover"},
        "problem": "",
    }
    assert (image.credit, image.uploaded_by) == ("The Institute", editor)
    sign_in(client, "Editors")
    assert client.get(started.json()["url"]).status_code == 404


@pytest.mark.parametrize(
    ("behavior", "found", "problem"),
    [
        (
            send(b"<title>Bare</title>", "text/html"),
            {"title": "Bare"},
            "The page doesn’t say its authors, year, or description. It names no picture.",
        ),
        (
            send(PAGE.replace(b"/cover.png", b"http://10.0.0.1/secret.png"), "text/html"),
            {"title": "Mastery", "made_by": "Ada Ayers, The Institute", "year": 2019,
             "summary": "What it is."},
            f"Its picture couldn’t be used: {failures.HOST_NOT_PUBLIC}",
        ),
        (
            send(titled_pdf("Mastery, in print")),
            {"title": "Mastery, in print"},
            "This is a PDF, of which only the title could be read. Add the rest.",
        ),
        (send(pdf("x")), {}, "This PDF doesn’t say its title."),
        (
            send(b"PK", "application/zip"),
            {},
            "There is neither a web page nor a PDF at this address, so nothing could be read.",
        ),
        (redirect("http://192.168.0.1/"), {}, NOT_PUBLIC),
        (status(403), {}, "Nothing could be read: the server blocks automated requests (403)."),
        (status(404), {}, "Nothing could be read: the server has no such page (404)."),
        (drip, {}, "Nothing could be read: the server didn’t respond in time."),
    ],
)  # fmt: skip
def test_reading_says_in_a_sentence_what_could_not_be_read(
    client, website, behavior, found, problem
):
    sign_in(client, "Editors")

    client.post(READ, {"url": website.url("/page", behavior)})
    run_job()

    reading = PageReading.objects.get()
    assert (reading.found, reading.problem, reading.is_done) == (found, problem, True)


def test_form_is_filled_in_without_script_and_keeps_what_was_typed(client, website):
    sign_in(client, "Editors")
    website.url("/cover.png", send(b"no picture", "image/png"))
    typed = {
        **ROWS, "url": website.url("/page", send(PAGE, "text/html")), "title": "My own title",
        "made_by": "", "year": "", "summary": "", "lead_image": "", "body": "My notes.",
        "status": "draft", "_read": "1",
    }  # fmt: skip

    waiting = client.post(FORM, typed)
    run_job()
    filled = client.post(FORM, typed)

    assert [word in messages_of(waiting)[0] for word in ("being read", "again")] == [True, True]
    shown = {"url": typed["url"], "title": "My own title", "body": "My notes.", "lead_image": ""}
    assert values_of(waiting) == {**shown, "made_by": "", "year": "", "summary": ""}
    assert values_of(filled) == {
        **shown, "made_by": "Ada Ayers, The Institute", "year": "2019", "summary": "What it is.",
    }  # fmt: skip
    assert messages_of(filled) == [
        "Filled in: made by, year, and summary. Check it, and correct what is wrong. Its picture "
        f"couldn’t be used: {refusals.IMAGE_FORMAT} Nothing is saved yet."
    ]
    assert Resource.objects.count() == 0


def test_duplicates_are_reported_before_anything_is_read(client):
    sign_in(client, "Writers")
    listed = ResourceFactory(title="Listed <b>", url="https://example.org/report/")
    ResourceFactory(title="Secret", url="https://example.org/draft", draft=True)
    check = "/admin/wiki/resource/address/"

    answers = [
        client.get(check, {"url": url, "entry": own}).content.decode()
        for url, own in [
            ("http://www.example.org/report?utm_source=x", ""),
            ("http://www.example.org/report", listed.pk),
            ("https://example.org/draft", ""),
            ("https://example.org/other", ""),
        ]
    ]

    assert answers == [
        "The library already has this address: "
        f'<a href="/admin/wiki/resource/{listed.pk}/change/">Listed &lt;b&gt;</a>. '
        "Change that entry instead.",
        "",
        "The library already has this address, in someone else’s draft.",
        "",
    ]


def test_bookmark_opens_the_form_with_the_page_someone_was_on(client):
    sign_in(client, "Writers")

    page = client.get(FORM, {"url": "https://example.org/report", "title": "A report"})

    document = html.fromstring(page.content.decode())
    (bookmark,) = document.xpath("//a[@data-bookmarklet]/@href")
    assert bookmark.startswith(
        "javascript:(()=>{const a='http://testserver/admin/wiki/resource/add/"
    )
    assert document.xpath("//*[@data-starts]//input/@value") == ["https://example.org/report"]
    assert values_of(page)["title"] == "A report"
    assert ProcrastinateJob.objects.count() == 0


def test_save_and_add_another_opens_an_empty_form(client):
    sign_in(client, "Writers")

    response = client.post(
        FORM, {**ROWS, "title": "One", "format": "report", "sector": "k-12", "status": "draft",
               "_addanother": "1"},
    )  # fmt: skip

    assert (response.status_code, response.headers["Location"]) == (302, FORM)
    assert messages_of(response) == [
        '“One” is a draft now. <a href="/admin/wiki/resource/?state=draft&amp;whose=mine">See your '
        "drafts</a>, or add another below."
    ]
    assert [each.title for each in Resource.objects.all()] == ["One"]


def test_readings_are_forgotten_after_a_day_with_pictures_that_no_one_used(client, website):
    sign_in(client, "Editors")
    website.url("/cover.png", send(picture().read(), "image/png"))
    for number, path in enumerate(("/one", "/two")):
        client.post(READ, {"url": website.url(path, send(PAGE, "text/html"))})
        read_address(reading_id=PageReading.objects.order_by("-pk")[0].pk)
        assert Image.objects.count() == 1, number
    PageReading.objects.update(created_at=timezone.now() - timedelta(days=2))

    forget_readings(timestamp=0)

    assert (PageReading.objects.count(), Image.objects.count()) == (0, 0)
