"""Pages of articles, resources, and publications."""

import pytest
from lxml import html

from tests.factories import (
    ArticleFactory,
    PlaceFactory,
    PublicationFactory,
    ResourceFactory,
    TopicFactory,
)
from wiki.models import Article

pytestmark = pytest.mark.django_db


def read_page(client, path: str):
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode())


def test_article_shows_breadcrumbs_children_and_incoming_links(client):
    outer = ArticleFactory(title="Assessment", slug="assessment")
    article = ArticleFactory(title="Moderation", slug="moderation", parent=outer)
    ArticleFactory(title="Calibration", slug="calibration", parent=article)
    ArticleFactory(title="Rubric", slug="rubric", body="See [[moderation|how]].")

    page = read_page(client, "/wiki/moderation/")

    assert [link.text for link in page.find_class("breadcrumbs")[0].iter("a")] == [
        "Wiki",
        "Assessment",
    ]
    assert [
        link.get("href") for link in page.find_class("article-foot")[0].find_class("title")
    ] == ["/wiki/calibration/"]
    assert [link.get("href") for link in page.find_class("incoming")[0].iter("a")] == [
        "/wiki/rubric/"
    ]


def test_library_shows_publications_and_resources_together(client):
    PublicationFactory(title="Ours", slug="ours")
    ResourceFactory(title="Theirs", slug="theirs")

    page = read_page(client, "/library/")

    assert sorted(link.get("href") for link in page.xpath("//h2/a")) == [
        "/library/ours/",
        "/library/theirs/",
    ]
    assert read_page(client, "/library/ours/").findtext(".//h1") == "Ours"
    assert read_page(client, "/library/theirs/").findtext(".//h1") == "Theirs"


def test_resource_list_with_invalid_limit_does_not_break_page(client):
    ArticleFactory(slug="moderation", body=f"{{{{ resources: limit={'9' * 5000} }}}}")
    # Text rendered by an earlier pipeline may still contain such a link.
    link = f'<p class="library-list"><a href="/library/?limit={"9" * 5000}">See</a></p>'
    ArticleFactory(slug="calibration")
    Article.objects.filter(slug="calibration").update(body_html=link)

    page, older_page = (
        read_page(client, "/wiki/moderation/"),
        read_page(client, "/wiki/calibration/"),
    )

    assert "{{ resources" in page.text_content()
    assert len(older_page.xpath("//p[@class='library-list']")) == 0


@pytest.mark.parametrize("name", ["format", "kind"])
def test_resource_list_in_article_is_always_current(client, name):
    ArticleFactory(
        slug="moderation", body=f"Before.\n\n{{{{ resources: {name}=report }}}}\n\nAfter."
    )

    empty = read_page(client, "/wiki/moderation/")
    ResourceFactory(title="A report", slug="a-report")
    ResourceFactory(title="A tool", slug="a-tool", format="tool")
    filled = read_page(client, "/wiki/moderation/")

    assert [link.get("href") for link in empty.xpath("//ul[@class='library-list']//a")] == []
    assert [link.get("href") for link in filled.xpath("//ul[@class='library-list']//a")] == [
        "/library/a-report/"
    ]


def test_resource_list_rendered_when_format_was_called_kind_still_works(client):
    article = ArticleFactory(slug="moderation", body="{{ resources: format=report }}")
    article.body_html = article.body_html.replace("format=report", "kind=report")
    article.save()
    ResourceFactory(slug="a-report")
    ResourceFactory(slug="a-tool", format="tool")

    page = read_page(client, "/wiki/moderation/")

    assert page.xpath("//ul[@class='library-list']//a/@href") == ["/library/a-report/"]


def test_resource_list_includes_nested_topics_and_places(client):
    topic, state = TopicFactory(slug="assessment"), PlaceFactory(slug="maine")
    inner = TopicFactory(parent=topic)
    district = PlaceFactory(level="district", parent=state)
    ResourceFactory(slug="inside", topics=[inner], places=[district])
    ResourceFactory(slug="elsewhere", topics=[inner])
    body = "{{ resources: topic=assessment place=maine }}\n\n{{ resources: topic=nothing }}"
    ArticleFactory(slug="moderation", body=body)

    page = read_page(client, "/wiki/moderation/")

    assert page.xpath("//ul[@class='library-list']//a/@href") == ["/library/inside/"]
