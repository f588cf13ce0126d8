"""Views are counted for public pages only, and for readers who don’t object."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Entry, PathViewCount, ReferrerCount, ViewCount
from content.rate_limits import MinuteLimit
from content.view_counts import count_entry_view, forget_old_referrers, recent_views
from tests.factories import PostFactory, TopicFactory
from tests.support.browsers import BROWSER
from tests.support.public_pages import public_pages
from tests.support.public_site import publish_site
from tests.support.threads import run_concurrently

pytestmark = pytest.mark.django_db

READER = {"User-Agent": BROWSER, "Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch):
    monkeypatch.setattr("cworks.views.view_counts.LIMIT", MinuteLimit("view", at_most=1_000))


def send(path: str, headers: dict | None = None, **facts: str):
    # A browser sends no CSRF token.
    client = Client(enforce_csrf_checks=True)
    return client.post(
        "/views/count/", {"path": path, **facts}, headers={**READER, **(headers or {})}
    )


def counts() -> list[tuple]:
    """Return what is in all three tables, without the day."""
    return [
        *ViewCount.objects.order_by("pk").values_list("entry__slug", "count"),
        *PathViewCount.objects.order_by("path").values_list("path", "count"),
        *ReferrerCount.objects.order_by("host").values_list("host", "count"),
    ]


def test_views_of_a_day_share_one_row():
    post = PostFactory(slug="über-zeit")
    yesterday = timezone.localdate() - timedelta(days=1)
    ViewCount.objects.create(entry=post, day=yesterday, count=7)

    answers = [
        send("/blog/%C3%BCber-zeit/", **{"from": "www.Example.org"}),
        send("/blog/%C3%BCber-zeit/"),
    ]

    assert [(each.status_code, each.content, each.cookies) for each in answers] == [
        (204, b"", {}),
        (204, b"", {}),
    ]
    assert "no-store" in answers[0]["Cache-Control"]
    assert counts() == [("über-zeit", 7), ("über-zeit", 2), ("example.org", 1)]
    assert recent_views(post) == 9


def test_hub_with_the_longest_address_is_counted():
    topic = TopicFactory(slug="学" * 200)

    send(topic.get_absolute_url())

    assert counts() == [(f"/topics/{topic.slug}/", 1)]


def test_entries_hubs_and_lists_are_counted_and_no_other_pages():
    publish_site()
    addresses = {page.address.partition("?")[0] for page in public_pages()}

    for address in addresses:
        send(address)

    viewed = Entry.objects.filter(view_counts__count=1)
    assert {entry.get_absolute_url() for entry in viewed} == addresses & {
        entry.get_absolute_url() for entry in Entry.objects.published()
    }
    counted = set(PathViewCount.objects.filter(count=1).values_list("path", flat=True))
    assert counted == {
        "/", "/k-12/", "/higher-education/", "/blog/", "/series/", "/library/", "/wiki/",
        "/events/", "/events/past/", "/topics/", "/tags/", "/people/", "/places/", "/archive/",
        "/topics/the-topic/", "/tags/the-tag/", "/people/the-person/", "/places/the-place/",
        "/events/series/the-dates/",
    }  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {"DNT": "1"},
        {"Sec-GPC": "1"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_objecting_readers_bots_and_other_sites_are_not_counted(headers):
    PostFactory(slug="time")

    assert send("/blog/time/", headers).status_code == 204
    assert counts() == []


def test_huge_request_changes_nothing():
    assert send("/", filler="x" * 2_000).status_code == 204
    assert counts() == []


@pytest.mark.parametrize(
    "path",
    ["", "/blog/draft/", "/blog/later/", "/blog/none/", "/admin/", "/blog/feed/", "/topics/none/",
     "/search/count/", "/blog/\0/", "/blog/%00/", "/tags/%00/", "/nothing/", "//", "/%ff/",
     "x" * 1_500],
)  # fmt: skip
def test_path_of_no_public_page_is_not_counted(path):
    PostFactory(slug="draft", draft=True)
    PostFactory(slug="later", scheduled=True)

    assert send(path, **{"from": "example.org"}).status_code == 204
    assert counts() == []


def test_other_methods_change_nothing():
    answers = [getattr(Client(), method)("/views/count/") for method in ("get", "put", "delete")]

    assert [answer.status_code for answer in answers] == [405, 405, 405]
    assert counts() == []


def test_only_names_of_sites_are_referrers_and_a_day_has_only_so_many(monkeypatch):
    monkeypatch.setattr("content.view_counts.MOST_REFERRERS", 2)
    hosts = ["a.example", "<b>", "localhost", "127.0.0.1", "x" * 300, "a b.example", "a.example",
             "reader@b.example", "b.example", "c.example", "b.example"]  # fmt: skip

    for host in hosts:
        send("/", **{"from": host})

    assert counts() == [("/", 11), ("a.example", 2), ("b.example", 2)]


def test_address_is_counted_only_so_often_a_minute(monkeypatch):
    limit = MinuteLimit("view", at_most=2)
    monkeypatch.setattr("cworks.views.view_counts.LIMIT", limit)

    for _ in range(4):
        send("/")

    assert counts() == [("/", 2)]
    assert limit.allows("198.51.100.7")
    assert "127.0.0.1" not in str(vars(limit))


def test_referrers_are_forgotten_after_the_months_of_the_setting(settings, time_machine):
    settings.REFERRER_MONTHS = 25
    for day in (date(2024, 4, 30), date(2024, 5, 1), date(2026, 6, 1)):
        ReferrerCount.objects.create(host="example.org", day=day, count=1)

    time_machine.move_to(datetime(2026, 6, 15, 12, tzinfo=UTC))
    forget_old_referrers()

    kept = ReferrerCount.objects.order_by("day").values_list("day", flat=True)
    assert list(kept) == [date(2024, 5, 1), date(2026, 6, 1)]


@pytest.mark.django_db(transaction=True)
def test_concurrent_views_are_all_counted():
    post = PostFactory(slug="time")

    run_concurrently(6, lambda: count_entry_view(entry_id=post.pk))

    assert counts() == [("time", 6)]
