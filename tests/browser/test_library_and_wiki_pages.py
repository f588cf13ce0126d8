"""The public pages of the wiki and the library, on phone and desktop."""

import pytest

from tests.factories import (
    ArticleFactory,
    PersonFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    TopicFactory,
)
from tests.support.browsers import ON_TWO_DEVICES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def on_desktop(test):
    """Run once: the result doesn't depend on the window."""
    wide = pytest.mark.parametrize("width", ["desktop"], indirect=True)
    return wide(pytest.mark.parametrize("scheme", ["light"], indirect=True)(test))


BODY = """Readers who agree on a **level** have talked about it. See [[Calibration]].

## Why

| Form | When |
|---|---|
| [[Calibration]] | Before |

## How

{{ resources: format=report }}

## When

Twice a year.
"""


@pytest.fixture
def library():
    """An article, a publication, and a resource with everything each can have."""
    topic, post = TopicFactory(name="Assessment"), PostFactory(title="Ninety minutes")
    shared = {"topics": [topic], "tags": ["moderation"], "summary": "What it is good for."}
    parent = ArticleFactory(title="Evidence of learning", slug="evidence")
    article = ArticleFactory(
        title="Moderation", slug="moderation", body=BODY, parent=parent, **shared
    )
    ArticleFactory(title="Rubric", body="See [[Moderation]].", parent=article)
    publication = PublicationFactory(
        title="The same word: what five years of reading student work changed",
        slug="the-same-word",
        body=BODY,
        doi="10.5555/12345678",
        authors=[PersonFactory(name="Ada Ayers"), PersonFactory(name="Bo Bell")],
        **shared,
    )
    resource = ResourceFactory(
        title="Inside the Black Box",
        slug="inside-the-black-box",
        made_by="Paul Black and Dylan Wiliam",
        year=1998,
        **shared,
    )
    for entry in (article, publication, resource):
        entry.companions.add(post)


@ON_TWO_DEVICES
def test_reader_navigates_wiki_and_library(page, inspect, library):
    page.goto("/wiki/")
    inspect()
    page.get_by_role("link", name="Moderation").first.click()
    inspect()
    page.locator(".prose").get_by_role("link", name="Inside the Black Box").click()
    inspect()
    page.get_by_role("link", name="Library", exact=True).first.click()
    page.get_by_role("link", name="The same word").first.click()
    inspect()

    assert page.get_by_role("heading", level=1).inner_text().startswith("The same word")


@on_desktop
def test_reader_copies_citation(page, library):
    page.goto("/library/the-same-word/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy the citation in APA").click()

    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        "Ayers, A., & Bell, B. (2019)"
    )


@on_desktop
def test_missing_link_opens_wanted_page_with_linking_articles(page, inspect, library):
    page.goto("/wiki/moderation/")
    page.get_by_role("link", name="Calibration").first.click()
    inspect()

    assert page.get_by_role("heading", level=1).inner_text() == "Calibration"
    assert page.get_by_role("link", name="Moderation").count() == 1
