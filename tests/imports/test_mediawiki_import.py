from datetime import UTC, datetime
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from taggit.models import Tag

from content.editing.saving import save_entry
from content.models import Entry, FormerTitle, Redirect
from imports.exceptions import ImportRunning
from imports.mediawiki import importer
from imports.mediawiki.importer import import_dump
from tests.factories import ArticleFactory, PostFactory, UserFactory
from tests.support.mediawiki_dumps import page, redirect, revision, write_dump
from wiki.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_pages(tmp_path):
    def run(*pages: str, **options):
        return import_dump(write_dump(tmp_path, *pages), **options)

    return run


def counts(report) -> dict[str, dict[str, int]]:
    return {
        kind: {str(outcome): number for outcome, number in counter.items()}
        for kind, counter in report.counts.items()
    }


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def edit(article: Article, *, body: str) -> None:
    article.body = body
    save_entry(entry=article, by=UserFactory())


def test_page_is_imported_completely(import_pages):
    report = import_pages(
        page(
            7,
            title="Seat time",
            text="'''Seat time''' and {{Stub}}.\n[[Category:Grading]]\n[[Category:Time]]",
            comment="A typo",
        )
    )

    article = Article.objects.get()
    expected = {
        "title": "Seat time",
        "slug": "seat-time",
        "body": "**Seat time** and {{Stub}}.",
        "status": "published",
        "published_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "modified_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "created_at": datetime(2014, 3, 1, 15, tzinfo=UTC),
        "guid": "mediawiki:https://wiki.example.org/wiki/Main_Page:7",
        "parent": None,
        "attention": "Templates were kept as their names and parameters: {{Stub}}.",
    }
    assert {name: getattr(article, name) for name in expected} == expected
    assert sorted(tag.name for tag in article.tags.all()) == ["Grading", "Time"]
    assert Client().get("/wiki/seat-time/").status_code == 200
    assert (counts(report), report.failures, dict(report.remarks)) == (
        {"Tags": {"new": 2}, "Articles": {"new": 1}},
        [],
        {
            "Couldn’t be converted, so kept as readable text": [
                "“Seat time”: Templates were kept as their names and parameters: {{Stub}}."
            ]
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
        "Pages without text in the dump (hidden, or a dump without texts)": ["“Page 1”"]
    }


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


PAGES = (
    page(1, title="A", text="''a'' [[B]]\n[[Category:X]]"),
    page(2, title="A/B", text="b"),
    redirect(3, "Old", "A"),
)


def test_second_import_changes_nothing(import_pages):
    import_pages(*PAGES, old_folder="/wiki/")
    before = row_counts(), list(Entry.objects.order_by("pk").values())

    report = import_pages(*PAGES, old_folder="/wiki/")

    assert (row_counts(), list(Entry.objects.order_by("pk").values())) == before
    assert counts(report) == {
        "Articles": {"unchanged": 2},
        "Redirects": {"unchanged": 3},
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
        "Changed in the file and edited here, so not updated": ["“Page 1” (/wiki/page-1/)"]
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


def test_tags_are_matched_ignoring_case(import_pages):
    tag = Tag.objects.create(name="seat time", slug="seat-time")

    import_pages(page(1, text="a [[Category:Seat Time]] [[Category:→]]"))

    assert list(Article.objects.get().tags.all()) == [tag]


def test_dry_run_reports_everything_and_writes_nothing(import_pages):
    before = row_counts()

    foreseen = import_pages(*PAGES, old_folder="/wiki/", is_dry_run=True)

    assert row_counts() == before
    done = import_pages(*PAGES, old_folder="/wiki/")
    assert counts(foreseen) == counts(done)
    assert (foreseen.remarks, foreseen.failures) == (done.remarks, done.failures)


def test_failing_page_is_rolled_back_and_others_are_imported(import_pages, monkeypatch):
    keep = importer.keep_redirect

    def fail_for_second(path, entry, report):
        keep(path, entry, report)
        if entry.title == "Page 2":
            raise RuntimeError("no luck")

    monkeypatch.setattr(importer, "keep_redirect", fail_for_second)

    report = import_pages(page(1), page(2, text="b [[Category:X]]"), page(3), old_folder="/w/")

    assert sorted(Article.objects.values_list("title", flat=True)) == ["Page 1", "Page 3"]
    assert counts(report) == {"Articles": {"new": 2, "failed": 1}, "Redirects": {"new": 2}}
    assert Tag.objects.count() == 0
    assert report.failures == [
        (
            "dump.xml, line 27, “Page 2”",
            "This is an error in the importer (RuntimeError: no luck). Everything else was "
            "imported. Report this item with its part of the file.",
        )
    ]


def test_pages_before_damage_are_imported(tmp_path):
    path = write_dump(tmp_path, page(1), page(2), page(3))
    path.write_bytes(path.read_bytes()[:-100])

    report = import_dump(path)

    assert sorted(Article.objects.values_list("title", flat=True)) == ["Page 1", "Page 2"]
    assert [name for name, _ in report.failures] == [str(path)]


def test_latest_revision_in_history_is_imported(import_pages):
    old = revision(1, "Old", timestamp="2010-01-01T00:00:00Z")
    new = revision(2, "New", timestamp="2012-01-01T00:00:00Z")

    import_pages(page(1, new, old))

    assert Article.objects.get().body == "New"


def test_command_shows_table_and_items_needing_attention(tmp_path):
    path = write_dump(tmp_path, page(1, text="{{Stub}}"), page(2), name="dump.xml.bz2")
    output = StringIO()

    call_command("import_mediawiki", str(path), old_path="/w", stdout=output)

    lines = [line.strip() for line in output.getvalue().splitlines()]
    assert lines[:2] == ["2 of 2", "What was imported"]
    assert "│ Articles  │   2 │           │" in lines
    assert "• “Page 1”: Templates were kept as their names and parameters: {{Stub}}." in lines
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == [
        "/w/Page_1",
        "/w/Page_2",
    ]


def test_command_fails_if_dump_is_unreadable(tmp_path):
    path = tmp_path / "dump.xml"
    path.write_text("words")
    output = StringIO()

    with pytest.raises(CommandError, match=r"^One item failed\. See above\.$"):
        call_command("import_mediawiki", str(path), stdout=output)

    assert "isn’t a MediaWiki dump: it isn’t XML" in output.getvalue()


@pytest.mark.parametrize("old_path", ["wiki", "/index.php?title=", "https://wiki.example.org/"])
def test_command_rejects_invalid_old_path(tmp_path, old_path):
    with pytest.raises(CommandError, match="is not a path"):
        call_command("import_mediawiki", str(write_dump(tmp_path)), old_path=old_path)


@pytest.mark.usefixtures("another_import")
def test_concurrent_import_is_rejected(tmp_path):
    path = write_dump(tmp_path, page(1))
    with pytest.raises(ImportRunning):
        import_dump(path)

    assert Article.objects.count() == 0
