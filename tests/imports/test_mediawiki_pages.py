"""Pages of a MediaWiki dump: what they become here."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from taggit.models import Tag

from content.links.relinking import relink
from content.models import Redirect
from tests.support.import_reports import counts
from tests.support.mediawiki_dumps import page, redirect, revision
from wiki.models import Article

pytestmark = pytest.mark.django_db


def test_page_is_imported_completely(import_pages):
    report = import_pages(
        page(
            7,
            title="Seat time",
            text="'''Seat time''' and {{Kept|x}}.\n[[Category:Grading]]\n[[Category:Time]]",
            comment="A typo",
        )
    )

    article = Article.objects.get()
    expected = {
        "title": "Seat time",
        "slug": "seat-time",
        "body": "**Seat time** and x.",
        "status": "published",
        "published_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "modified_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "created_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "guid": "mediawiki:https://wiki.example.org/wiki/Main_Page:7",
        "parent": None,
        "attention": "Templates became the text of their parameters: {{Kept}}.",
    }
    assert {name: getattr(article, name) for name in expected} == expected
    assert sorted(tag.name for tag in article.tags.all()) == ["Grading", "Time"]
    assert Client().get("/wiki/seat-time/").status_code == 200
    assert (counts(report), report.failures, dict(report.remarks)) == (
        {"Tags": {"new": 2}, "Articles": {"new": 1}},
        [],
        {
            "Couldn’t be converted, so kept as readable text": [
                "“Seat time”: Templates became the text of their parameters: {{Kept}}."
            ],
            "Templates became the text of their parameters": ["{{Kept}}: 1"],
        },
    )


def test_revision_names_wiki_author_and_comment(import_pages):
    import_pages(page(1, comment="A typo"))

    reason = Article.objects.get().revisions.get().reason
    assert reason == "Imported from MediaWiki, last edited there by Ann: A typo"


def test_links_resolve_to_pages_later_in_dump(import_pages):
    import_pages(page(1, title="A", text="[[b]] [[None]]"), page(2, title="B"))

    html = Article.objects.get(title="A").body_html

    assert '<a class="wiki-link" href="/wiki/b/">b</a>' in html
    assert html.count("missing-link") == 1


def test_only_articles_are_imported_and_others_are_counted(import_pages):
    report = import_pages(
        page(1, title="Talk:A", ns="1"),
        page(2, title="Category:B", ns="14"),
        page(3, title="Template:C", ns="10"),
        page(4, title="File:D.png", ns="6"),
        page(5, title="E", text="  "),
        page(6, title="F.css", model="css"),
        page(7, title="G"),
    )

    assert [article.title for article in Article.objects.all()] == ["G"]
    assert dict(report.not_imported) == {
        "pages in the namespace “Talk”": 1,
        "category pages": 1,
        "pages in the namespace “Template”": 1,
        "pages in the namespace “File”": 1,
        "empty pages": 1,
        "pages of the type “css”": 1,
    }


def test_page_without_text_is_reported(import_pages):
    hidden = page(1, text="x").replace('bytes="1">x</text>', 'deleted="deleted" />')

    report = import_pages(hidden)

    assert Article.objects.count() == 0
    assert report.remarks == {
        "Left out: pages without text in the dump (hidden, or a dump without texts)": [
            "“Page 1” (line 14)"
        ]
    }


def test_every_page_that_is_left_out_is_listed(import_pages):
    report = import_pages(
        page(1, title="A"),
        page(2, title="A", text="A second text."),
        page(3, title="B", text=" "),
        page(4, title="C.css", model="css"),
        "<page>\n<title>D</title>\n<ns>0</ns>\n<id>4</id>\n</page>\n",
    )

    assert (counts(report)["Articles"], report.unaccounted(), report.remarks) == (
        {"new": 1, "skipped": 2},
        {},
        {
            "Left out: second copies of a page": ["“A” (line 27)"],
            "Left out: empty pages": ["“B” (line 40)"],
            "Left out: pages of the type “css”": ["“C.css” (line 53)"],
            "Left out: pages without text in the dump (hidden, or a dump without texts)": [
                "“D” (line 66)"
            ],
        },
    )


def test_titles_that_differ_only_in_case_are_different_pages(import_pages):
    report = import_pages(
        page(1, title="Iron", text="A metal. [[iron]] and [[Iron]]"),
        page(2, title="iron", text="To press. [[Iron/Ore]]"),
        page(3, title="iron/Steam", text="Below iron."),
        page(4, title="Iron/Ore", text="Below Iron."),
        redirect(5, "IRON", "iron"),
        old_folder="/w/",
    )
    relink(titles=["iron"])

    articles = {
        article.title: (
            article.get_absolute_url(),
            article.body.partition(".")[0],
            article.parent and article.parent.title,
        )
        for article in Article.objects.order_by("pk")
    }
    assert articles == {
        "Iron": ("/wiki/iron/", "A metal", None),
        "iron": ("/wiki/iron-2/", "To press", None),
        "iron/Steam": ("/wiki/iron-steam/", "Below iron", "iron"),
        "Iron/Ore": ("/wiki/iron-ore/", "Below Iron", "Iron"),
    }
    assert counts(report)["Articles"] == {"new": 4}
    assert {old.old_path: old.entry.title for old in Redirect.objects.select_related("entry")} == {
        "/w/Iron": "Iron",
        "/w/iron": "iron",
        "/w/iron/Steam": "iron/Steam",
        "/w/Iron/Ore": "Iron/Ore",
        "/w/IRON": "iron",
    }
    html = Article.objects.get(title="Iron").body_html
    assert re.findall('href="([^"]+)">([^<]+)', html) == [
        ("/wiki/iron-2/", "iron"),
        ("/wiki/iron/", "Iron"),
    ]


def test_subpage_gets_parent_regardless_of_order(import_pages):
    import_pages(
        page(1, title="A/B/C"), page(2, title="A/B"), page(3, title="A"), page(4, title="X/Y")
    )

    parents = {
        article.title: (article.slug, article.parent and article.parent.title)
        for article in Article.objects.all()
    }
    assert parents == {
        "A": ("a", None),
        "A/B": ("a-b", "A"),
        "A/B/C": ("a-b-c", "A/B"),
        "X/Y": ("x-y", None),
    }


def test_tags_are_matched_ignoring_case(import_pages):
    tag = Tag.objects.create(name="seat time", slug="seat-time")

    import_pages(page(1, text="a [[Category:Seat Time]] [[Category:→]]"))

    assert list(Article.objects.get().tags.all()) == [tag]


def test_latest_revision_in_history_is_imported(import_pages):
    old = revision(1, "Old", timestamp="2010-01-01T00:00:00Z")
    new = revision(2, "New", timestamp="2012-01-01T00:00:00Z")

    import_pages(page(1, new, old))

    assert Article.objects.get().body == "New"
