"""[[Page#Section]] leads to the heading, and the publishing check says what is missing."""

import re

import pytest

from content.editing.publishing_check import run_check
from content.models import Link
from content.rendering import render_text
from tests.factories import ArticleFactory
from wiki.models import Article

pytestmark = pytest.mark.django_db


def links_in(text: str) -> list[tuple[str, str]]:
    html = render_text(text).html
    return re.findall(r'<a class="wiki-link" href="([^"]*)">([^<]*)</a>', html)


@pytest.mark.parametrize("section", ["Seat time", "seat  TIME", " Seat time "])
def test_link_leads_to_section_of_page(section):
    article = ArticleFactory(title="Credits", slug="credits", body="## Seat time\n\nText.")

    [(address, text)] = links_in(f"See [[credits#{section}|there]].")

    assert (address, text) == ("/wiki/credits/#section-seat-time", "there")
    assert [heading["id"] for heading in article.headings] == ["section-seat-time"]


def test_link_without_text_shows_what_was_typed():
    ArticleFactory(title="Credits", slug="credits")

    assert links_in("[[Credits#Seat time]]") == [
        ("/wiki/credits/#section-seat-time", "Credits#Seat time")
    ]


@pytest.mark.parametrize("section", ["Seat time", "seat TIME"])
def test_link_leads_to_section_of_same_text(section):
    assert links_in(f"[[#{section}]]\n\n## Seat time\n\nText.") == [("#section-seat-time", section)]


def test_title_with_number_sign_is_a_title():
    ArticleFactory(title="Goal #4", slug="goal-4")

    assert links_in("[[Goal #4]]") == [("/wiki/goal-4/", "Goal #4")]


def test_missing_page_is_wanted_without_its_section():
    entry = ArticleFactory(title="A", body="[[Missing#Part|text]]")

    assert list(Link.objects.filter(entry=entry).values_list("words", flat=True)) == ["Missing"]


def test_check_names_title_and_missing_section():
    ArticleFactory(title="Credits", slug="credits", body="## Seat time\n\nText.")
    entry = ArticleFactory(
        title="A",
        body="[[Nowhere|words]], [[Credits#Seat time|fine]], [[Credits#Hours|hours]], [[#Gone]].",
    )

    findings = [finding.text for finding in run_check(Article.objects.get(pk=entry.pk))]

    assert [text for text in findings if "link" in text] == [
        "There is no page titled “Nowhere” to link to.",
        "The link “hours” leads to a section that “Credits” doesn’t have.",
        "The link “Gone” leads to #Gone, which is not on this page.",
    ]
