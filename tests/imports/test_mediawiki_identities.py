"""Which wiki a dump is from, with and without `siteinfo`."""

import pytest

from imports.mediawiki.importer import import_dump
from tests.support.import_reports import counts
from tests.support.mediawiki_dumps import head, page, redirect, write_dump
from wiki.models import Article

pytestmark = pytest.mark.django_db
PAGES = (page(1, title="A", text="a"), page(2, title="B", text="b"), page(3, title="C", text="c"))
NO_SITE = "<mediawiki>\n"
SECURE = head()
PLAIN = head().replace("https://wiki", "http://www.wiki").replace("Main_Page", "Welcome")
OTHER = head().replace("wiki.example.org", "other.example.org")


def titles() -> list[str]:
    return sorted(Article.objects.values_list("title", flat=True))


@pytest.mark.parametrize("first", [NO_SITE, SECURE, PLAIN])
@pytest.mark.parametrize("second", [NO_SITE, SECURE, PLAIN])
def test_article_is_imported_only_once(tmp_path, first, second):
    import_dump(write_dump(tmp_path, *PAGES, start=first))

    report = import_dump(write_dump(tmp_path, *PAGES, start=second))

    assert counts(report) == {"Articles": {"unchanged": 3}}
    assert titles() == ["A", "B", "C"]


def test_renamed_article_is_recognized_without_siteinfo(tmp_path):
    import_dump(write_dump(tmp_path, *PAGES, start=NO_SITE))

    import_dump(write_dump(tmp_path, *PAGES[:2], page(3, title="D", text="c"), start=NO_SITE))

    assert titles() == ["A", "B", "D"]


@pytest.mark.parametrize("second", [NO_SITE, OTHER])
def test_pages_of_another_wiki_are_other_articles(tmp_path, second):
    import_dump(write_dump(tmp_path, *PAGES, start=NO_SITE))
    others = (page(1, title="A", text="z"), page(2, title="Y", text="y"), page(3, title="X"))

    report = import_dump(write_dump(tmp_path, *others, start=second))

    assert counts(report) == {"Articles": {"new": 3}}
    assert titles() == ["A", "A", "B", "C", "X", "Y"]


def test_article_deleted_here_is_not_imported_again_without_siteinfo(tmp_path):
    import_dump(write_dump(tmp_path, *PAGES, start=SECURE))
    Article.objects.get(title="A").delete()

    report = import_dump(write_dump(tmp_path, *PAGES, start=NO_SITE))

    assert counts(report) == {"Articles": {"deleted here": 1, "unchanged": 2}}


def test_everything_in_a_dump_is_accounted_for(tmp_path):
    path = write_dump(
        tmp_path,
        *PAGES,
        page(3, title="C", text="again"),
        redirect(4, "Old", "A"),
        redirect(5, "Lost", "Nowhere"),
        page(6, title="Talk:A", ns="1"),
        page(7, title="Empty", text=" "),
        page(8, title="Style", model="css"),
    )

    report = import_dump(path)

    assert report.unaccounted() == {}
    assert report.in_file == {"Articles": 4, "Redirect pages": 2, "Other pages": 3}
    assert report.not_imported == {
        "pages in the namespace “Talk”": 1,
        "empty pages": 1,
        "pages of the type “css”": 1,
        "second copies of a page": 1,
        "redirects to pages that aren’t articles here": 1,
    }
