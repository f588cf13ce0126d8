"""Every form for readers counts what it is sent before it does any work."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml.html import fromstring
from markdown_it import MarkdownIt

from content.forms.timed import sign_opening
from content.models import CountedAttempt
from content.rate_limits import AT_MOST
from content.views import public_forms
from events.services.limits import PER_ADDRESS
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site
from wiki.models import Article, Suggestion

pytestmark = pytest.mark.django_db

FOOTNOTES = "".join(f"[^{n}]: A note.\n\nA claim.[^{n}]\n\n" for n in range(8_000))
OPENED = sign_opening(timezone.now() - timedelta(minutes=1))
FORMS = {
    "/blog/the-post/comment/": {
        "name": "Ana",
        "email": "ana@example.org",
        "text": "Thanks!",
        "opened": OPENED,
    },
    "/events/the-event/register/": {"name": "Ana", "email": "ana@example.org", "agrees": "on"},
    "/contribute/post/": {"title": "A", "text": "B", "email": "ana@example.org"},
    "/contribute/problem/": {"title": "A", "email": "ana@example.org"},
    "/contribute/resource/": {"url": "https://a.example/", "title": "A", "email": "a@example.org"},
    "/problems/700000/ours/": {"email": "ana@example.org"},
    "/follow/": {"email": "ana@example.org", "frequency": "weekly"},
    "/follow/?of=kind.events": {"email": "ana@example.org", "frequency": "weekly"},
    "/follow/?of=newsletter": {"email": "ana@example.org"},
    "/readers/": {"email": "ana@example.org"},
    "/library/the-resource/problem/": {"kind": "other", "reason": "It is wrong."},
    "/wiki/the-article/problem/": {"kind": "other", "reason": "It is wrong."},
    "/wiki/the-article/suggest/": {"text": FOOTNOTES},
}


@pytest.fixture(scope="module", autouse=True)
def _site(module_rows):
    with module_rows():
        publish_site()


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The texts that were rendered."""
    found = []
    parse = MarkdownIt.parse

    def record(self, text, *args):
        found.append(text)
        return parse(self, text, *args)

    monkeypatch.setattr(MarkdownIt, "parse", record)
    return found


def test_every_public_form_is_tried_here(client):
    pages = {
        page.address: fromstring(client.get(page.address).content) for page in all_html(client)
    }

    with_form = {address for address, page in pages.items() if page.xpath("//form[@method='post']")}

    assert with_form == FORMS.keys()


def all_html(client):
    for page in public_pages():
        response = client.get(page.address)
        if response["Content-Type"].startswith("text/html"):
            yield page


def send_all_but_one(client, address: str) -> None:
    """Send an invalid form once, and count it as often as leaves one more."""
    client.post(address, {"website": "x"})
    (attempt,) = CountedAttempt.objects.all()
    limit = 3 * PER_ADDRESS.at_most if "register" in address else public_forms.AT_MOST
    CountedAttempt.objects.bulk_create(
        CountedAttempt(senders=attempt.senders) for _ in range(limit - 2)
    )


@pytest.mark.parametrize("address", FORMS)
def test_form_sent_too_often_does_no_work(client, address, rendered):
    # An invalid form stores nothing, and still it counts.
    send_all_but_one(client, address)
    last = client.post(address, {"website": "x"})
    del rendered[:]

    refused = client.post(address, FORMS[address])

    assert last.status_code == 422
    assert (refused.status_code, rendered) == (429, [])
    assert "This form has been sent too often from your network in the last hour." in refused.text


@pytest.mark.parametrize("address", FORMS)
def test_empty_form_sent_too_often_is_refused(client, address):
    send_all_but_one(client, address)
    client.post(address)

    refused = client.post(address)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")


def test_other_networks_may_still_send_the_form(client):
    address = "/blog/the-post/comment/"
    send_all_but_one(client, address)
    client.post(address)

    refused = client.post(address, FORMS[address])
    accepted = client.post(address, FORMS[address], REMOTE_ADDR="192.0.2.7")

    assert (refused.status_code, accepted.status_code) == (429, 302)


def test_sixth_suggestion_is_refused_without_rendering_its_text(client, rendered):
    article = Article.objects.get(slug="the-article")
    address = "/wiki/the-article/suggest/"
    revision = article.revisions.newest_first().first().pk
    for number in range(AT_MOST):
        client.post(address, {"text": f"Change {number}.", "revision": revision})
    del rendered[:]

    refused = client.post(address, {"text": FOOTNOTES, "revision": revision})

    assert Suggestion.objects.count() == AT_MOST
    assert (refused.status_code, rendered) == (429, [])


@pytest.mark.parametrize("address", FORMS)
def test_typed_text_keeps_its_direction(client, address):
    page = fromstring(client.get(address).content)

    typed = page.xpath(
        "//main//form[@method='post']//*[self::textarea or @type='text'][not(@name='website')]"
    )
    assert [field.get("dir") for field in typed] == ["auto"] * len(typed)
    # A form that asks for an email address only has none.
    assert (
        typed
        or FORMS[address].keys() == {"email"}
        or FORMS[address].keys() == {"email", "frequency"}
    )


def test_no_network_address_is_stored(client):
    client.post("/blog/the-post/comment/", REMOTE_ADDR="192.0.2.7")

    (attempt,) = CountedAttempt.objects.all()
    assert [len(sender) for sender in attempt.senders] == [64]


@pytest.mark.parametrize("address", FORMS)
def test_browsers_say_where_the_form_comes_from(client, address):
    page = client.get(address)

    # With “no-referrer,” they would send “Origin: null,” which Django refuses.
    policies = fromstring(page.content).xpath("//meta[@name='referrer']/@content")
    assert [*policies, page["Referrer-Policy"]] == ["strict-origin-when-cross-origin"]
