"""Addresses, one per line, become drafts of what was read at each."""

import pytest
from lxml import html
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import ResourceFactory
from tests.support.signing_in import sign_in
from tests.support.web_servers import run_website, send, status
from wiki.models import PageReading, Resource
from wiki.services import page_readings
from wiki.services.page_readings import read_address

pytestmark = pytest.mark.django_db

ADDRESSES = "/admin/wiki/resource/addresses/"


@pytest.fixture
def website(monkeypatch):
    with run_website() as website:
        monkeypatch.setattr(page_readings, "CLIENT", website.client(program="library"))
        yield website


def run_jobs() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="wiki.read_address"):
        read_address(**job.args)


def rows_of(response) -> list[tuple[str, list[str]]]:
    """Return (words, addresses of the links) of each row."""
    page = html.fromstring(response.content.decode())
    return [
        (" ".join(row.text_content().split()), [link.get("href") for link in row.iter("a")])
        for row in page.xpath("//ul[@class='read-addresses']/li")
    ]


def errors_of(response) -> list[str]:
    page = html.fromstring(response.content.decode())
    return [each.text_content() for each in page.xpath("//ul[contains(@class, 'errorlist')]/li")]


def test_addresses_become_drafts_of_the_one_who_asked(client, website):
    writer = sign_in(client, "Writers")
    known = ResourceFactory(title="Known", url=website.url("/known"))
    page = b"<title>Mastery</title><meta name='author' content='Ada Ayers'>"
    one = website.url("/one", send(page, "text/html"))
    gone = website.url("/gone", status(404))
    text = f"{one}\n\n {one}?utm_source=x\r\n{known.url}\n{gone}"

    started = client.post(ADDRESSES, {"addresses": text})
    waiting = rows_of(client.get(started["Location"]))
    run_jobs()
    found = rows_of(client.get(started["Location"]))

    draft = Resource.objects.get(title="Mastery")
    assert [words for words, _ in waiting] == [
        f"{one} Waiting for its turn…",
        f"{known.url} The library already has this address: Known. Change that entry instead.",
        f"{gone} Waiting for its turn…",
    ]
    assert found == [
        (
            f"{one} Draft: Mastery. The page doesn’t say its year or description. It names no "
            "picture.",
            [f"/admin/wiki/resource/{draft.pk}/change/"],
        ),
        (
            f"{known.url} The library already has this address: Known. Change that entry instead.",
            [f"/admin/wiki/resource/{known.pk}/change/"],
        ),
        (
            f"{gone} No draft: Nothing could be read: the server has no such page (404). "
            "Open the form",
            [f"/admin/wiki/resource/add/?url={gone.replace(':', '%3A').replace('/', '%2F')}"],
        ),
    ]
    assert (draft.status, draft.made_by, draft.created_by, draft.url) == (
        "draft", "Ada Ayers", writer, one,
    )  # fmt: skip
    assert client.get(f"/admin/wiki/resource/{draft.pk}/change/").status_code == 200


def test_same_address_read_twice_makes_one_draft(client, website):
    sign_in(client, "Writers")
    one = website.url("/one", send(b"<title>Mastery</title>", "text/html"))
    client.post(ADDRESSES, {"addresses": one})
    client.post(ADDRESSES, {"addresses": one})

    run_jobs()

    assert [each.title for each in Resource.objects.all()] == ["Mastery"]


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        (" ", ["Enter at least one address."]),
        (
            "javascript:alert(1)\nhttps://example.org",
            ["“javascript:alert(1)” isn’t a web address."],
        ),
        (
            "\n".join(f"example.org/{number}" for number in range(51)),
            ["Enter at most 50 addresses. These are 51."],
        ),
    ],
)
def test_list_of_addresses_with_an_error_starts_nothing(client, text, errors):
    sign_in(client, "Writers")

    response = client.post(ADDRESSES, {"addresses": text})

    assert errors_of(response) == errors
    assert PageReading.objects.count() == ProcrastinateJob.objects.count() == 0


def test_others_see_nothing_of_what_was_read(client):
    sign_in(client, "Writers")
    started = client.post(ADDRESSES, {"addresses": "example.org"})
    sign_in(client, "Editors")

    assert rows_of(client.get(started["Location"])) == []
