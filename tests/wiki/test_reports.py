"""Maintenance reports for the wiki's editors."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from content.editing.saving import save_entry
from content.models import ViewCount, WebAddress
from cworks.groups import sync_groups
from tests.factories import ArticleFactory, PostFactory, UserFactory
from tests.support.signing_in import sign_in
from wiki.reports import REPORTS

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def titles(name: str) -> list[str]:
    return [row.title for row in REPORTS[name].rows()]


def test_wanted_articles_are_sorted_by_link_count():
    ArticleFactory(title="Two", body="[[RUBRIC]]")
    ArticleFactory(title="One", body="[[Rubric]] [[rubric|again]] [[Two]] [[Exhibition]]")
    PostFactory(title="Three", body="[[Rubric]]")
    PostFactory(title="Draft", body="[[Rubric]] [[Secret]]", draft=True)

    rows = list(REPORTS["wanted"].rows())

    assert [(row["title"], row["value"]) for row in rows] == [("RUBRIC", 3), ("EXHIBITION", 1)]


def test_wanted_article_links_to_linking_entries_and_draft_with_its_title(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    article = ArticleFactory(title="One", body="[[Rubric]] [[Exhibition]]")
    post = PostFactory(title="Two", body="[[rubric]]")
    draft = ArticleFactory(title="Rubric", draft=True)

    page = html.fromstring(client.get("/admin/wiki/article/reports/wanted/").content.decode())

    assert [row.xpath(".//a/@href") for row in page.xpath("//tbody/tr")] == [
        [
            f"/admin/wiki/article/{article.pk}/change/",
            f"/admin/blog/post/{post.pk}/change/",
            f"/admin/wiki/article/{draft.pk}/change/",
        ],
        [
            f"/admin/wiki/article/{article.pk}/change/",
            "/admin/wiki/article/add/?title=Exhibition",
        ],
    ]


def test_orphans_have_no_public_links_except_from_themselves():
    ArticleFactory(title="Found")
    ArticleFactory(title="Orphan", body="[[Orphan]] [[Found]]")
    ArticleFactory(title="Known to a draft")
    ArticleFactory(title="Draft", body="[[Known to a draft]]", draft=True)

    assert titles("orphans") == ["Known to a draft", "Orphan"]


def test_dead_ends_have_no_internal_links():
    ArticleFactory(title="End", body="[[Nothing]] [away](https://example.org/)")
    ArticleFactory(title="By title", body="[[End]]")
    ArticleFactory(title="By address", body="[x](/wiki/by-title/)")
    ArticleFactory(title="By address", slug="b", body=f"[x]({'/wiki/by-title/'})")

    ArticleFactory(title="Itself", body="[[Itself]]")
    ArticleFactory(title="Secret", draft=True)
    ArticleFactory(title="To a draft", body="[[Secret]]")

    assert titles("dead-ends") == ["By address", "By address", "End", "Itself", "To a draft"]


def test_broken_links_name_entry_and_problem():
    article = ArticleFactory(body="[x](https://example.org/gone) [y](https://example.org/fine)")
    WebAddress.objects.filter(url="https://example.org/gone").update(
        state="dead", problem="The server has no such page (404)."
    )

    rows = list(REPORTS["broken-links"].rows())

    assert [(row.entry.pk, row.address, row.web_address.problem) for row in rows] == [
        (article.pk, "https://example.org/gone", "The server has no such page (404).")
    ]


def test_articles_are_due_from_review_date_on():
    ArticleFactory(title="Today", review_by=TODAY)
    ArticleFactory(title="Long ago", review_by=TODAY - timedelta(days=90))
    ArticleFactory(title="Tomorrow", review_by=TODAY + timedelta(days=1))
    ArticleFactory(title="Never")

    assert titles("to-review") == ["Long ago", "Today"]


def test_most_read_counts_last_90_days():
    much, little = ArticleFactory(title="Much"), ArticleFactory(title="Little")
    once = ArticleFactory(title="Much, once")
    for article, days_ago, count in ((much, 0, 5), (much, 30, 5), (little, 1, 2), (once, 91, 99)):
        ViewCount.objects.create(entry=article, day=TODAY - timedelta(days=days_ago), count=count)

    rows = list(REPORTS["most-read"].rows())

    assert [(row.title, row.value) for row in rows] == [("Much", 10), ("Little", 2)]


def test_most_linked_counts_linking_entries():
    hub = ArticleFactory(title="Hub", slug="hub")
    hub.title = "Center"
    save_entry(entry=hub, by=None)
    ArticleFactory(title="Spoke", body="[[Hub]] [[Center|twice]] [x](/wiki/hub/)")
    PostFactory(body="[[Hub]] [[Spoke]]")

    rows = list(REPORTS["most-linked"].rows())

    assert [(row.title, row.value) for row in rows] == [("Center", 2), ("Spoke", 1)]


def test_never_updated_lists_articles_unchanged_since_publication():
    long_ago = timezone.now() - timedelta(days=400)
    ArticleFactory(title="Untouched", published_at=long_ago, modified_at=long_ago)
    ArticleFactory(title="Kept", published_at=long_ago)
    ArticleFactory(title="New")

    assert titles("never-updated") == ["Untouched"]


@pytest.mark.parametrize("name", REPORTS)
def test_report_query_count_does_not_grow_with_rows(client, name, django_assert_max_num_queries):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    long_ago = timezone.now() - timedelta(days=400)
    for number in range(12):
        article = ArticleFactory(
            published_at=long_ago,
            modified_at=long_ago,
            review_by=TODAY,
            body=f"[[Nothing {number}]] [x](https://example.org/{number})",
        )
        ViewCount.objects.create(entry=article, day=TODAY, count=1)
        ArticleFactory(body=f"[[{article.title}]]")
    WebAddress.objects.update(state="dead")

    with django_assert_max_num_queries(9):
        response = client.get(f"/admin/wiki/article/reports/{name}/")

    assert response.content.decode().count("<tr>") == 13


def test_reports_are_listed_with_counts(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    ArticleFactory(body="[[Nothing]]")

    response = client.get("/admin/wiki/article/reports/")

    assert [(report.name, count) for report, count in response.context["reports"]] == [
        ("wanted", 1),
        ("orphans", 1),
        ("dead-ends", 1),
        ("broken-links", 0),
        ("to-review", 0),
        ("most-read", 0),
        ("most-linked", 0),
        ("never-updated", 0),
    ]


def test_article_list_links_to_reports(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    response = client.get("/admin/wiki/article/")

    assert 'href="/admin/wiki/article/reports/"' in response.content.decode()


def test_writer_cannot_see_reports(client):
    sync_groups()
    sign_in(client, "Writers")

    listed = client.get("/admin/wiki/article/")
    answers = [client.get(f"/admin/wiki/article/reports/{end}") for end in ("", "wanted/")]

    assert "/admin/wiki/article/reports/" not in listed.content.decode()
    assert [answer.status_code for answer in answers] == [404, 404]


def test_broken_links_link_to_form_of_entry(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    post = PostFactory(body="[x](https://example.org/gone)")
    WebAddress.objects.update(state="dead")

    page = client.get("/admin/wiki/article/reports/broken-links/").content.decode()

    assert f'href="/admin/blog/post/{post.pk}/change/"' in page
