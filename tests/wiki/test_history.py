"""An article's public history: listing, comparison, and citation, without drafts."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from content.editing.saving import save_entry
from content.models import Revision
from tests.factories import ArticleFactory, PersonFactory, UserFactory
from tests.support.markup import find_faults
from wiki.models import Article

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)


@pytest.fixture
def article() -> Article:
    """Return an article with three public revisions: by the site, a person, and a user."""
    article = ArticleFactory(
        title="Moderation", slug="moderation", body="Teachers agree.", published_at=MAY
    )
    known = UserFactory(name="Private Name", person=PersonFactory(name="Ada Ayers"))
    for body, user, note in [
        ("Teachers soon agree.", known, "Said when"),
        ("Teachers soon agree on it.", UserFactory(name="Bo Beck"), ""),
    ]:
        article.body = body
        save_entry(entry=article, by=user, reason=note)
    for hours, revision in enumerate(revisions_of(article)):
        set_created_at(revision, MAY + timedelta(hours=hours))
    return article


def revisions_of(article: Article) -> list:
    """Return the revisions, oldest first."""
    return list(article.revisions.order_by("pk"))


def set_created_at(revision, moment: datetime) -> None:
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)


def read_page(client, path: str):
    response = client.get(path)
    assert response.status_code == 200, path
    assert find_faults(response.content.decode()) == []
    return html.fromstring(response.content.decode())


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def listed_revisions(page) -> list[str]:
    return [text_of(row.find("div")) for row in page.find_class("revision")]


def test_history_lists_author_time_and_reason_newest_first(client, article):
    page = read_page(client, "/wiki/moderation/history/")

    assert listed_revisions(page) == [
        "May 7, 2019, 10:00 am ET current Bo Beck",
        "May 7, 2019, 9:00 am ET Ada Ayers: Said when",
        "May 7, 2019, 8:00 am ET System",
    ]


def test_public_history_shows_no_email_addresses(client, article):
    for path in ("history/", f"compare/?b={revisions_of(article)[1].pk}"):
        response = client.get(f"/wiki/moderation/{path}")

        assert "public" in response["Cache-Control"]
        assert (response.cookies, response.headers.get("Vary")) == ({}, None)
        assert "@" not in response.content.decode()


def test_revisions_before_publication_stay_private(client, article):
    draft = ArticleFactory(title="Secret", slug="secret", body="Embargoed.", draft=True)
    draft.title, draft.body, draft.status, draft.published_at = "Open", "Open.", "published", MAY
    save_entry(entry=draft, by=None)
    secret, public = revisions_of(draft)

    history = client.get("/wiki/secret/history/").content.decode()
    compared = client.get(f"/wiki/secret/compare/?a={secret.pk}&b={public.pk}")

    assert history.count('class="revision"') == 1
    assert (compared.status_code, compared["Location"]) == (302, "/wiki/secret/history/")
    assert client.get(f"/wiki/revisions/{secret.pk}/").status_code == 404
    assert client.get(f"/wiki/revisions/{public.pk}/").status_code == 200


def test_text_replaced_before_scheduled_publication_stays_private(client):
    tomorrow = timezone.now() + timedelta(days=1)
    article = ArticleFactory(slug="scheduled", body="Embargoed.", published_at=tomorrow)
    article.body = "Open."
    save_entry(entry=article, by=None)
    # The scheduled time has passed.
    yesterday = timezone.now() - timedelta(days=1)
    Article.objects.update(published_at=yesterday)
    article.revisions.update(published_at=yesterday)
    for days, revision in enumerate(revisions_of(article)):
        set_created_at(revision, yesterday - timedelta(days=3 - days))
    secret, public = revisions_of(article)

    assert listed_revisions(read_page(client, "/wiki/scheduled/history/"))[0].endswith("System")
    assert client.get("/wiki/scheduled/history/").content.decode().count('class="revision"') == 1
    assert client.get(f"/wiki/revisions/{secret.pk}/").status_code == 404
    assert client.get(f"/wiki/revisions/{public.pk}/").status_code == 200


@pytest.mark.parametrize("state", [{"status": "draft"}, {"published_at": "2190-01-01T00:00Z"}])
def test_unpublished_article_has_no_history(client, article, state):
    first, second, _ = revisions_of(article)
    Article.objects.update(**state)

    paths = [
        "/wiki/moderation/history/",
        f"/wiki/moderation/compare/?a={first.pk}&b={second.pk}",
        f"/wiki/revisions/{first.pk}/",
    ]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


@pytest.mark.parametrize(
    ("view", "selector"), [("", "//table"), ("&view=side", "//table"), ("&view=inline", "//div")]
)
def test_revisions_are_compared_by_word_in_either_order(client, article, view, selector):
    first, second, _ = revisions_of(article)

    for a, b in [(first, second), (second, first)]:
        path = f"/wiki/moderation/compare/?a={a.pk}&b={b.pk}{view}"
        page = read_page(client, path)

        section = page.find_class("change")[0]
        assert section.findtext("h2") == "Text"
        assert section.xpath(f".{selector}")
        assert [(mark.tag, mark.text) for mark in section.iter("ins", "del")] == [("ins", " soon")]


def test_title_and_summary_are_compared_too(client, article):
    before = revisions_of(article)[-1]
    article.title, article.summary = "Moderating", "In short."
    save_entry(entry=article, by=None)
    after = revisions_of(article)[-1]

    page = read_page(client, f"/wiki/moderation/compare/?a={before.pk}&b={after.pk}&view=inline")

    assert [
        (section.findtext("h2"), [(mark.tag, mark.text) for mark in section.iter("ins", "del")])
        for section in page.find_class("change")
    ] == [
        ("Title", [("del", "Moderation"), ("ins", "Moderating")]),
        ("Summary", [("ins", "In short.")]),
    ]


def test_single_revision_is_compared_with_previous_one(client, article):
    revision = revisions_of(article)[2]

    page = read_page(client, f"/wiki/moderation/compare/?b={revision.pk}")

    assert [(mark.tag, mark.text) for mark in page.find_class("change")[0].iter("ins", "del")] == [
        ("ins", " on it")
    ]


@pytest.mark.parametrize(
    "query",
    ["", "?a=1", "?a=x&b=y", "?a=0&b=0", "?b=²", "?a=%00&b=1", f"?a={'9' * 30}&b={'9' * 18}"],
)
def test_invalid_comparison_redirects_to_history(client, article, query):
    response = client.get(f"/wiki/moderation/compare/{query}")

    assert (response.status_code, response["Location"]) == (302, "/wiki/moderation/history/")


def test_revision_of_another_article_is_not_compared(client, article):
    other = revisions_of(ArticleFactory())[0]

    response = client.get(f"/wiki/moderation/compare/?a={revisions_of(article)[0].pk}&b={other.pk}")

    assert response.status_code == 302


def test_revision_keeps_its_address_and_text(client, article):
    revision = revisions_of(article)[0]
    article.slug, article.title, article.body = "calibration", "Calibration", "All new."
    save_entry(entry=article, by=None)

    page = read_page(client, f"/wiki/revisions/{revision.pk}/")

    assert (page.findtext(".//h1"), text_of(page.find_class("prose")[0])) == (
        "Moderation",
        "Teachers agree.",
    )
    assert text_of(page.find_class("notice")[0]) == (
        "This is “Moderation” as it was on May 7, 2019, 8:00 am ET. Read the current article System"
    )
    assert page.xpath("//link[@rel='canonical']/@href")[0].endswith("/wiki/calibration/")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_article_is_cited_as_its_newest_revision(client, article, settings):
    page = read_page(client, "/wiki/moderation/")

    newest = revisions_of(article)[-1].pk
    [citation] = page.xpath("//p[@id='citation-1']")
    assert text_of(citation).endswith(
        f"In {settings.SITE_NAME} Wiki. {settings.SITE_URL}/wiki/revisions/{newest}/"
    )


def test_revision_is_rendered_like_article(client, article):
    ArticleFactory(title="Rubric", slug="rubric")
    article.body = "See [[rubric]] and <script>alert(1)</script>this."
    save_entry(entry=article, by=None)

    page = read_page(client, f"/wiki/revisions/{revisions_of(article)[-1].pk}/")

    prose = page.find_class("prose")[0]
    assert [link.get("href") for link in prose.iter("a")] == ["/wiki/rubric/"]
    assert list(prose.iter("script")) == []


def test_revision_citations_use_its_own_address(client, article, settings):
    article.contributions.create(person=PersonFactory(name="Ada Ayers"), position=0)
    revision = revisions_of(article)[0]

    page = read_page(client, f"/wiki/revisions/{revision.pk}/")

    site, address = settings.SITE_NAME, f"{settings.SITE_URL}/wiki/revisions/{revision.pk}/"
    bare_address = address.partition("://")[2]
    assert {text_of(part.find("h3")): text_of(part[1]) for part in page.find_class("citation")} == {
        "APA": f"Ayers, A. (2019, May 7). Moderation. In {site} Wiki. {address}",
        "MLA": f"Ayers, Ada. “Moderation.” {site} Wiki, 7 May 2019, {bare_address}.",
        "Chicago": f"Ayers, Ada. “Moderation.” {site} Wiki. Last modified May 7, 2019. {address}.",
        "BibTeX": "@misc{ayers2019moderation, author = {Ayers, Ada}, title = {{Moderation}}, "
        f"year = {{2019}}, howpublished = {{\\url{{{address}}}}}, "
        f"note = {{{site} Wiki. Revised 2019-05-07}}, month = may, }}",
    }


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_unknown_revision_is_not_found(client, article, number):
    assert client.get(f"/wiki/revisions/{number}/").status_code == 404


def add_revisions(article: Article, count: int) -> None:
    """Add revisions one minute apart."""
    newest = revisions_of(article)[-1]
    user = UserFactory(person=PersonFactory())
    same = {name: getattr(newest, name) for name in ("kind", "data", "status", "published_at")}
    Revision.objects.bulk_create(
        Revision(
            entry_id=article.pk,
            by=user,
            created_at=MAY + timedelta(hours=3, minutes=minute),
            **same,
        )
        for minute in range(count)
    )


def test_pages_of_long_history_show_every_revision_once(client, article):
    add_revisions(article, 117)
    shown, path = [], "/wiki/moderation/history/"

    while path:
        page = read_page(client, path)
        shown.append([int(box.get("value")) for box in page.xpath("//input[@name='b']")])
        path = next(iter(page.xpath("//a[@rel='next']/@href")), None)

    newest_first = article.revisions.order_by("-created_at").values_list("pk", flat=True)
    assert [len(page) for page in shown] == [50, 50, 20]
    assert [number for page in shown for number in page] == list(newest_first)


def test_revisions_on_different_pages_can_be_compared(client, article):
    add_revisions(article, 60)
    newest, oldest = revisions_of(article)[-1].pk, revisions_of(article)[0].pk

    first_page = read_page(client, f"/wiki/moderation/history/?a={newest}")
    last_page = read_page(client, first_page.xpath("//a[@rel='next']/@href")[0])
    form = last_page.find_class("revisions")[0]

    assert form.xpath(".//input[@name='a']/@value") == [str(newest)]
    assert str(oldest) in form.xpath(".//input[@name='b']/@value")
    assert f"?a={newest}&" in last_page.xpath("//a[@rel='prev']/@href")[0]


@pytest.mark.parametrize("key", ["x", "1-", "9" * 40 + "-1"])
def test_unknown_history_page_is_not_found(client, article, key):
    assert client.get(f"/wiki/moderation/history/?before={key}").status_code == 404


def count_queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_history_query_count_does_not_grow_with_revisions(client, article):
    oldest = revisions_of(article)[0].pk
    paths = ["/wiki/moderation/history/", f"/wiki/revisions/{oldest}/"]
    with_three = [count_queries(client, path) for path in paths]

    add_revisions(article, 27)

    assert [count_queries(client, path) for path in paths] == with_three
    assert max(with_three) <= 8


def test_history_does_not_load_revision_text(client, article):
    with CaptureQueriesContext(connection) as queries:
        client.get("/wiki/moderation/history/")

    of_revisions = [query["sql"] for query in queries if "content_revision" in query["sql"]]
    assert of_revisions
    assert [sql for sql in of_revisions if '"data"' in sql] == []


@pytest.mark.parametrize("view", ["side", "inline"])
@pytest.mark.parametrize("lines", [("a", "b"), ("'" * 40, '"' * 40)])
def test_comparing_longest_texts_gives_page_of_limited_size(client, article, view, lines):
    random = Random(1)
    one, other = revisions_of(article)[:2]
    for revision in (one, other):
        words = random.choices(lines, k=400_000 // (len(lines[0]) + 1))
        data = {**revision.data, "body": "\n".join(words)}
        Revision.objects.filter(pk=revision.pk).update(data=data)

    page = client.get(f"/wiki/moderation/compare/?b={other.pk}&view={view}")

    assert len(page.content) < 1_000_000
    assert "The changes are too long to show in full here." in page.content.decode()


def test_comparison_mentions_other_changes(client, article):
    article.search_description = "Only for search engines."
    save_entry(entry=article, by=UserFactory(), reason="")
    newest = revisions_of(article)[-1]

    page = read_page(client, f"/wiki/moderation/compare/?b={newest.pk}")

    assert text_of(page.find_class("empty")[0]) == (
        "The title, summary, and text are the same in these two revisions. "
        "Something else about the article changed."
    )
