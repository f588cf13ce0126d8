"""How an article is shown: what it says first, its sections, and the articles around it."""

import pytest
from lxml import html

from tests.factories import ArticleFactory
from tests.support.markup import find_faults
from wiki.models import Suggestion

pytestmark = pytest.mark.django_db

BODY = """**Moderation** is how teachers agree on scores.

## Steps

Read the *same* paper.

### Before

Choose it.

## [[Costs]]

Time."""
SUGGEST = "/wiki/moderation/suggest/"


def read_page(client, path: str):
    text = client.get(path).content.decode()
    assert find_faults(text) == []
    return html.fromstring(text)


@pytest.mark.parametrize(("body", "shown"), [(BODY, []), ("## Steps\n\nRead the paper.", [1])])
def test_summary_is_shown_only_without_a_first_paragraph(client, body, shown):
    ArticleFactory(slug="moderation", body=body, summary="How teachers agree on scores.")

    page = read_page(client, "/wiki/moderation/")

    assert [1 for _ in page.xpath("//header//p[@class='summary']")] == shown


def test_articles_around_are_at_the_side(client):
    top = ArticleFactory(title="Evidence", slug="evidence")
    article = ArticleFactory(title="Moderation", slug="moderation", parent=top, body=BODY)
    for number in range(15):
        ArticleFactory(title=f"A {number:02}", parent=top)
    ArticleFactory(title="Portfolio", parent=top)
    ArticleFactory(title="Draft", parent=top, status="draft")
    ArticleFactory(title="Pairs", parent=article)

    page = read_page(client, "/wiki/moderation/")

    [tree] = page.xpath("//nav[@aria-labelledby='tree-heading']")
    assert [link.text_content() for link in tree.iter("a")] == [
        "Evidence",
        *(f"A {number:02}" for number in range(3, 15)),
        "Moderation",
        "Pairs",
        "Portfolio",
    ]
    assert [link.text_content() for link in tree.xpath(".//a[@aria-current]")] == ["Moderation"]


def test_each_section_can_be_edited_alone(client):
    ArticleFactory(title="Moderation", slug="moderation", body=BODY)

    page = read_page(client, "/wiki/moderation/")
    links = page.find_class("edit-section")
    forms = [read_page(client, link.get("href")).find_class("form")[0] for link in links]

    assert [form.findtext(".//textarea").removeprefix("\n") for form in forms] == [
        "## Steps\n\nRead the *same* paper.\n\n### Before\n\nChoose it.",
        "### Before\n\nChoose it.",
        "## [[Costs]]\n\nTime.",
    ]
    fields = {name: value or "" for name, value in forms[1].fields.items()}
    fields["text"] = "### Before\r\n\r\nChoose it together.\r\n"
    assert client.post(SUGGEST, fields).status_code == 302
    suggestion = Suggestion.objects.get()
    assert suggestion.base_text == BODY
    assert suggestion.text == BODY.replace("Choose it.", "Choose it together.")


@pytest.mark.parametrize("section", ["section-gone", "\0", "<b>"])
def test_unknown_section_is_the_whole_article(client, section):
    ArticleFactory(title="Moderation", slug="moderation", body=BODY)

    response = client.get(SUGGEST, {"section": section})

    form = html.fromstring(response.content.decode()).find_class("form")[0]
    assert form.findtext(".//textarea").removeprefix("\n") == BODY
    assert not form.fields["section"]


def test_text_of_a_section_that_is_gone_is_kept(client):
    article = ArticleFactory(title="Moderation", slug="moderation", body=BODY)
    fields = {"text": "New.", "section": "gone", "revision": article.revisions.get().pk}

    response = client.post(SUGGEST, fields)

    assert response.status_code == 422
    page = html.fromstring(response.content.decode())
    assert "no longer has the section" in page.find_class("form-errors")[0].text_content()
    assert page.findtext(".//textarea").removeprefix("\n") == "New."
    assert not Suggestion.objects.exists()


def test_headings_in_html_are_not_told_apart(client):
    body = f"<h2>Raw</h2>\n\n{BODY}"
    ArticleFactory(title="Moderation", slug="moderation", body=body)

    response = client.get(SUGGEST, {"section": "section-steps"})

    form = html.fromstring(response.content.decode()).find_class("form")[0]
    assert form.findtext(".//textarea").removeprefix("\n") == body
