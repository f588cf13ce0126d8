"""The article tree: permitted parents, no cycles, and breadcrumbs at any depth."""

import string
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from content.editing.restoring import restore_revision
from content.editing.saving import save_entry
from tests.factories import ArticleFactory, UserFactory
from tests.support.editors import Editor, reloaded
from tests.support.post_forms import FORM
from tests.support.signing_in import sign_in
from wiki import contents
from wiki.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(db) -> Editor:
    return Editor("Ruth Okonjo-Lind")


def chain_of(length: int) -> list[Article]:
    """Create a chain of articles, each the parent of the next."""
    chain = []
    for number in range(1, length + 1):
        parent = chain[-1] if chain else None
        chain.append(ArticleFactory(title=f"Level {number}", slug=f"level-{number}", parent=parent))
    return chain


def parent_choices(client, term: str) -> list[str]:
    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "wiki", "model_name": "article", "field_name": "parent", "term": term},
    )
    return sorted(row["text"] for row in response.json()["results"])


# Cycles


def test_article_cannot_have_descendant_as_parent(ruth):
    chain = chain_of(12)
    ruth.open(chain[0])

    assert not ruth.save(parent=str(chain[-1].pk))

    assert ruth.errors("parent") == ["An article can’t be placed below itself."]


@pytest.mark.django_db(transaction=True)
def test_concurrent_moves_cannot_create_cycle(ruth):
    ben = Editor("Ben Sato")
    first, second = ArticleFactory(title="First"), ArticleFactory(title="Second")
    ruth.open(first)
    ben.open(second)
    ruth.write(parent=str(second.pk))
    ben.write(parent=str(first.pk))
    start, saved = threading.Barrier(2), {}

    def save(editor: Editor) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            saved[editor] = editor.save()
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[editor]) for editor in (ruth, ben)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(saved.values()) == [False, True]
    (late,) = (editor for editor, succeeded in saved.items() if not succeeded)
    assert late.errors("parent") == ["An article can’t be placed below itself."]


def test_restoring_revision_keeps_parent():
    outer, article = ArticleFactory(), ArticleFactory(body="Old.")
    article.parent = outer
    save_entry(entry=article, by=None)
    old = article.revisions.newest_first().first()
    article.parent, article.body = None, "New."
    save_entry(entry=article, by=None)
    outer.parent = article
    save_entry(entry=outer, by=None)

    restore_revision(entry=article, revision_id=old.pk, by=UserFactory())

    article = reloaded(article)
    assert (article.body, article.parent, reloaded(outer).parent) == ("Old.", None, article)


# Depth


def breadcrumbs(page) -> list[str]:
    return [link.text for link in page.find_class("breadcrumbs")[0].iter("a")]


def test_breadcrumbs_list_every_ancestor(client):
    chain_of(12)

    page = html.fromstring(client.get("/wiki/level-12/").content.decode())

    assert breadcrumbs(page) == ["Wiki", *(f"Level {number}" for number in range(1, 12))]


def test_save_query_count_does_not_grow_with_depth(ruth):
    chain = chain_of(12)
    costs = []

    for article in (chain[1], chain[-1]):
        ruth.open(article)
        with CaptureQueriesContext(connection) as queries:
            assert ruth.save(body="Changed.")
        costs.append(len(queries))

    assert costs[0] == costs[1]


# Permissions


def test_writer_can_choose_published_articles_and_own_drafts_as_parent(client):
    writer = sign_in(client, "Writers")
    ArticleFactory(title="Grading in public")
    ArticleFactory(title="Grading of mine", draft=True, created_by=writer)
    ArticleFactory(title="Grading of others", draft=True)

    choices = parent_choices(client, "grading")

    assert choices == ["Grading in public", "Grading of mine"]


def test_writer_can_choose_other_users_published_article_as_parent(client):
    sign_in(client, "Writers")
    outer = ArticleFactory(title="Grading")

    response = client.post(reverse("admin:wiki_article_add"), {**FORM, "parent": outer.pk})

    assert response.status_code == 302
    assert Article.objects.exclude(pk=outer.pk).get().parent == outer


def test_submitting_id_of_other_users_draft_reveals_nothing(client):
    sign_in(client, "Writers")
    secret = ArticleFactory(title="Closing the school", draft=True)

    response = client.post(reverse("admin:wiki_article_add"), {**FORM, "parent": secret.pk})

    assert response.status_code == 200
    assert "Closing the school" not in response.content.decode()
    assert list(Article.objects.all()) == [secret]


def test_writer_keeps_parent_chosen_by_editor(client):
    writer = sign_in(client, "Writers")
    outer = ArticleFactory(title="Not out yet", draft=True)
    article = ArticleFactory(draft=True, created_by=writer, parent=outer)
    form = {**FORM, "slug": article.slug, "parent": outer.pk}

    response = client.post(reverse("admin:wiki_article_change", args=[article.pk]), form)

    assert response.status_code == 302
    assert reloaded(article).parent == outer


def test_article_list_shows_writer_only_their_own(client):
    writer = sign_in(client, "Writers")
    ArticleFactory(title="Of mine", draft=True, created_by=writer)
    other = ArticleFactory(title="Of others")

    listed = html.fromstring(client.get(reverse("admin:wiki_article_changelist")).content.decode())
    opened = client.get(reverse("admin:wiki_article_change", args=[other.pk]))

    assert [cell.text_content() for cell in listed.find_class("field-heading_link")] == ["Of mine"]
    assert opened.status_code == 302


# The table of contents


def test_contents_turn_pages_by_title_with_everything_below(client, monkeypatch):
    monkeypatch.setattr(contents, "PER_PAGE", 2)
    pacing = ArticleFactory(title="pacing")
    ArticleFactory(title="Grades", parent=ArticleFactory(title="Assessment"))
    ArticleFactory(title="Credit", parent=ArticleFactory(title="Zeroes", draft=True))
    ArticleFactory(title="Below", parent=ArticleFactory(title="Schedules", parent=pacing))

    first = html.fromstring(client.get("/wiki/").content.decode())
    (following,) = first.xpath("//main//a[@rel='next']/@href")
    second = html.fromstring(client.get(following).content.decode())

    titles = ".//*[@class='article-tree']//a//text()"
    assert [first.xpath(titles), second.xpath(titles)] == [
        ["Assessment", "Grades", "Credit"],
        ["pacing", "Schedules", "Below"],
    ]
    assert second.xpath("//main//a[@rel='next']/@href") == []
    assert second.xpath("//link[@rel='canonical']/@href")[0].endswith("/wiki/?from=pacing")


def test_contents_begin_at_a_letter(client, monkeypatch):
    monkeypatch.setattr(contents, "PER_PAGE", 2)
    ArticleFactory.create_batch(3)
    ArticleFactory(title="mastery")

    page = html.fromstring(client.get("/wiki/").content.decode())
    links = page.xpath("//*[@class='alphabet']/a")
    at_m = html.fromstring(client.get("/wiki/?from=M").content.decode())

    assert "".join(letter.text for letter in links) == string.ascii_uppercase
    assert at_m.xpath(".//*[@class='article-tree']//a//text()") == ["mastery"]


def test_contents_that_fit_on_one_page_have_no_alphabet(client):
    ArticleFactory(title="Mastery")

    page = html.fromstring(client.get("/wiki/").content.decode())

    assert page.xpath("//*[@class='alphabet'] | //main//*[@class='turn']") == []


@pytest.mark.parametrize("beginning", ["\0", "zzzz", "%", "x" * 2000, "é", "😀"])
def test_contents_accept_any_beginning(client, beginning):
    ArticleFactory(title="Mastery")

    assert client.get("/wiki/", {"from": beginning}).status_code == 200
