"""Importing a MediaWiki dump again, after changes there or here."""

import pytest

from content.editing.saving import save_entry
from content.models import Entry
from tests.factories import UserFactory
from tests.support.import_reports import counts, row_counts
from tests.support.mediawiki_dumps import page, redirect
from wiki.models import Article

pytestmark = pytest.mark.django_db
PAGES = (
    page(1, title="A", text="''a'' [[B]]\n[[Category:X]]"),
    page(2, title="A/B", text="b"),
    redirect(3, "Old", "A"),
)


def edit(article: Article, *, body: str) -> None:
    article.body = body
    save_entry(entry=article, by=UserFactory())


def test_second_import_changes_nothing(import_pages):
    import_pages(*PAGES, old_folder="/wiki/")
    before = row_counts(), list(Entry.objects.order_by("pk").values())

    report = import_pages(*PAGES, old_folder="/wiki/")

    assert (row_counts(), list(Entry.objects.order_by("pk").values())) == before
    assert counts(report) == {
        "Articles": {"unchanged": 2},
        "Redirects": {"unchanged": 3},
        "Redirect pages": {"unchanged": 1},
        "Former titles": {"unchanged": 1},
    }


def test_change_in_dump_becomes_a_revision(import_pages):
    import_pages(page(1, title="Old name", text="Old words."))

    report = import_pages(
        page(
            1,
            title="New name",
            text="New words. [[Category:X]]",
            timestamp="2015-01-01T00:00:00Z",
            comment="Clearer",
        )
    )

    article = Article.objects.get()
    assert (article.title, article.slug, article.body) == ("New name", "old-name", "New words.")
    assert (article.published_at.year, article.modified_at.year) == (2014, 2015)
    assert [tag.name for tag in article.tags.all()] == ["X"]
    assert article.former_titles.get().key == "OLD NAME"
    reasons = article.revisions.order_by("created_at").values_list("reason")
    assert [reason for (reason,) in reasons] == [
        "Imported from MediaWiki, last edited there by Ann",
        "Imported from MediaWiki, last edited there by Ann: Clearer",
    ]
    assert counts(report) == {"Tags": {"new": 1}, "Articles": {"updated": 1}}


def test_local_change_is_kept(import_pages):
    import_pages(page(1, text="Old words."))
    edit(Article.objects.get(), body="Better words.")

    unchanged = import_pages(page(1, text="Old words."))
    changed = import_pages(page(1, text="Other words."))

    assert Article.objects.get().body == "Better words."
    assert counts(unchanged) == {"Articles": {"unchanged": 1}}
    assert counts(changed) == {"Articles": {"changed here": 1}}
    assert changed.remarks == {
        "Changed in the file and edited on this site, so not updated": ["“Page 1” (/wiki/page-1/)"]
    }


def test_locally_deleted_article_is_not_restored(import_pages):
    import_pages(page(1))
    Article.objects.get().delete()

    report = import_pages(page(1))

    assert Article.objects.count() == 0
    assert counts(report) == {"Articles": {"deleted here": 1}}


def test_article_turned_into_redirect_is_kept_and_reported(import_pages):
    import_pages(page(1, title="A"), page(2, title="B"))

    report = import_pages(redirect(1, "A", "B"), page(2, title="B"))

    assert sorted(Article.objects.values_list("title", flat=True)) == ["A", "B"]
    assert report.remarks == {
        "Articles here that have become redirects on the wiki": ["“A” to “B”"]
    }
