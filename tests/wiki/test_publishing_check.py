"""The publishing check's findings that apply only to articles."""

import pytest

from content.findings import Finding, Related
from tests.factories import ArticleFactory
from wiki.models import Article
from wiki.services.publishing_check import check_article

pytestmark = pytest.mark.django_db

NAMESAKE = Finding("Another article has the same title. Links to that title lead to the older one.")


@pytest.mark.parametrize(
    ("title", "other", "found"),
    [
        ("Moderation", {"title": "MODERATION"}, True),
        ("  Moderation ", {"title": "Moderation"}, True),
        ("Moderation", {"title": "Moderation", "draft": True}, False),
        ("Moderation", {"title": "Moderation in schools"}, False),
        ("", {"title": ""}, False),
    ],
)
def test_check_finds_public_article_with_same_title(title, other, found):
    ArticleFactory(**other)
    article = ArticleFactory(title=title, draft=True)

    findings = check_article(article, Related(topic_count=1))

    assert (NAMESAKE in findings) == found


def test_check_of_unsaved_article_finds_same_title():
    ArticleFactory(title="Moderation")

    findings = check_article(Article(title="Moderation", body="Text."), Related(topic_count=1))

    assert NAMESAKE in findings


def test_check_ignores_article_itself():
    findings = check_article(ArticleFactory(title="Moderation"), Related(topic_count=1))

    assert NAMESAKE not in findings
