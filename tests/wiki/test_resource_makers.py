"""Who made a resource, wherever readers look for its author."""

import json
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from lxml import html

from content.kinds import all_kinds
from tests.factories import PersonFactory, ResourceFactory
from tests.support.library_pages import read_page, text_of
from tests.support.signing_in import sign_in
from wiki.models import Resource

pytestmark = pytest.mark.django_db

MAKER = "RAND Corporation and Ada Ayers"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@pytest.fixture
def resource() -> Resource:
    """A resource whose editor was once filled in as its author."""
    return ResourceFactory(
        title="Zebra crossings",
        slug="zebra",
        url="https://example.org/zebra",
        year=2018,
        made_by=MAKER,
        authors=[PersonFactory(name="Edna Editor")],
    )


def test_new_entry_names_its_creator_as_author_only_if_staff_write_it(client):
    user = sign_in(client, "Editors")
    user.person = PersonFactory()
    user.save()

    named = {}
    for kind in all_kinds():
        response = client.get(reverse(kind.admin_url_name("add")))
        if response.status_code == 200:
            page = html.fromstring(response.content.decode())
            chosen = page.xpath("//select[@name='contributions-0-person']/option[@selected]/@value")
            named[kind.name] = chosen == [str(user.person.pk)]

    assert named == {
        "post": True,
        "series": True,
        "article": True,
        "page": False,
        "resource": False,
        "publication": False,
        "event": False,
        "newsletter": False,
        "toy": False,
    }


def test_resource_page_names_its_maker_in_facts_citations_and_structured_data(client, resource):
    page = read_page(client, "/library/zebra/")

    facts = text_of(page.find_class("article-head")[0].find_class("meta")[0])
    citations = [text_of(each) for each in page.xpath("//*[starts-with(@id, 'citation-')]")]
    data = [json.loads(each.text) for each in page.xpath("//script[@type='application/ld+json']")]
    assert facts == f"Report by {MAKER}, 2018"
    assert citations == [
        f"{MAKER}. (2018). Zebra crossings. https://example.org/zebra",
        f"{MAKER}. Zebra crossings. 2018, example.org/zebra.",
        f"{MAKER}. Zebra crossings. 2018. https://example.org/zebra.",
    ]
    assert [each.get("creditText") for each in data] == [MAKER, None]
    assert "Edna" not in page.text_content()


def test_cards_and_search_name_the_maker_of_a_resource(client, resource):
    card = read_page(client, "/library/").xpath("//article")[0]
    hit = read_page(client, "/search/", q="zebra").xpath("//article")[0]

    assert text_of(card.find_class("meta")[0]) == f"{MAKER} · 2018"
    assert text_of(hit.find_class("meta")[0]).endswith(f" by {MAKER}")


def test_feeds_name_the_maker_of_a_resource(client, resource):
    feed = ElementTree.fromstring(client.get("/library/feed/").content)
    items = client.get("/library/feed/json/").json()["items"]

    assert [creator.text for creator in feed.iter(CREATOR)] == [MAKER]
    assert [item["authors"] for item in items] == [[{"name": MAKER}]]


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("bibtex", f"  author = {{{{{MAKER}}}}},\n"),
        ("ris", f"AU  - {MAKER},\r\n"),
    ],
)
def test_reference_file_of_a_resource_names_its_maker(client, resource, style, line):
    assert line in client.get(f"/library/zebra/cite/{style}/").content.decode()


def test_resource_without_a_maker_names_its_authors(client):
    ResourceFactory(title="Ours", slug="ours", authors=[PersonFactory(name="Ada Ayers")])

    page = read_page(client, "/library/ours/")

    assert text_of(page.find_class("article-head")[0].find_class("meta")[0]).startswith(
        "Report by Ada Ayers"
    )
