"""Titles, slugs, and redirects of MediaWiki pages."""

import pytest
from django.test import Client

from content.models import FormerTitle, Redirect
from tests.factories import ArticleFactory, PostFactory
from tests.support.mediawiki_dumps import page, redirect
from wiki.models import Article

pytestmark = pytest.mark.django_db


def test_redirect_becomes_former_title_and_redirect(import_pages):
    report = import_pages(
        redirect(1, "Hours", "Carnegie unit"),
        redirect(2, "Carnegie unit", "Seat time#History"),
        redirect(3, "Nowhere", "Missing"),
        redirect(4, "Round", "Round about"),
        redirect(5, "Round about", "Round"),
        page(6, title="Seat time"),
        page(7, title="Links", text="[[hours]]"),
        old_folder="/wiki/",
    )

    article = Article.objects.get(title="Seat time")
    assert Article.objects.count() == 2
    assert sorted(article.former_titles.values_list("key", flat=True)) == ["CARNEGIE UNIT", "HOURS"]
    assert sorted(article.redirects.values_list("old_path", flat=True)) == [
        "/wiki/Carnegie_unit",
        "/wiki/Hours",
        "/wiki/Seat_time",
    ]
    assert 'href="/wiki/seat-time/">hours</a>' in Article.objects.get(title="Links").body_html
    assert Client().get("/wiki/Hours").headers["Location"] == "/wiki/seat-time/"
    assert Client().get("/wiki/Carnegie_unit/").headers["Location"] == "/wiki/seat-time/"
    assert dict(report.remarks) == {
        "Skipped: redirects to pages that aren’t articles here": [
            "“Nowhere” to “Missing”",
            "“Round” to “Round about”",
            "“Round about” to “Round”",
        ]
    }


def test_redirect_without_old_path_uses_default_address(import_pages):
    import_pages(redirect(1, "Old hours", "Seat time"), page(2, title="Seat time"))

    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/wiki/old-hours/"]
    assert Client().get("/wiki/old-hours/").headers["Location"] == "/wiki/seat-time/"


def test_taken_title_or_path_is_skipped_and_reported(import_pages):
    post = PostFactory(title="Hours")
    other = ArticleFactory(title="Other")
    FormerTitle.objects.keep(entry=other, title="Units")
    Redirect.objects.create(old_path="/old/Seat_time", entry=post)

    report = import_pages(
        redirect(1, "Hours", "Seat time"),
        redirect(2, "Units", "Seat time"),
        page(3, title="Seat time"),
        old_folder="/old/",
    )

    assert report.remarks["Addresses and titles that were already taken"] == [
        "/old/Seat_time already leads to “Hours”, so it doesn’t lead to “Seat time”.",
        "[[Hours]] already leads to “Hours”, so it doesn’t lead to “Seat time”.",
        "[[Units]] already leads to “Other”, so it doesn’t lead to “Seat time”.",
    ]


def test_unchanged_address_needs_no_redirect(import_pages):
    import_pages(page(1, title="École"), page(2, title="2014"), old_folder="/wiki/")

    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/wiki/École"]


@pytest.mark.parametrize(
    ("title", "slug"), [("Taken", "taken-2"), ("Feed", "feed-2"), ("Wanted", "wanted-2")]
)
def test_taken_slug_gets_a_number(import_pages, title, slug):
    ArticleFactory(title="Something", slug="taken")

    import_pages(page(1, title=title))

    article = Article.objects.get(title=title)
    assert article.slug == slug
    assert Client().get(article.get_absolute_url()).status_code == 200


def test_duplicate_title_is_reported(import_pages):
    ArticleFactory(title="Seat Time", slug="seat-time")

    report = import_pages(page(1, title="Seat time"))

    assert report.remarks == {
        "Titles shared by two entries (wiki links lead to the older one)": [
            "“Seat time”: /wiki/seat-time/ and /wiki/seat-time-2/"
        ]
    }
