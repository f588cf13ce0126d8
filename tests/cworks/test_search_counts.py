"""Editors see what readers search for: words and counts, and nothing about the readers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from content.models import SearchClick, SearchCount, SearchDay
from content.rate_limits import MinuteLimit
from content.searches import forget_old_searches
from tests.factories import PostFactory, UserFactory
from tests.support.browsers import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch):
    monkeypatch.setattr("cworks.views.search.LIMIT", MinuteLimit("search", at_most=1_000))


def counts() -> list[tuple]:
    rows = SearchCount.objects.order_by("words")
    return list(rows.values_list("words", "searches", "found", "clicks"))


def count(client, **facts) -> int:
    headers = {"User-Agent": BROWSER, "Origin": "http://testserver"}
    return client.post("/search/count/", facts, headers=headers).status_code


def test_searches_and_opened_results_are_counted(client):
    post = PostFactory()
    for words, found in (("Seat time", "3"), ("seat  time", "4"), ("clocks", "0")):
        assert count(client, words=words, found=found) == 204
    for _ in range(2):
        count(client, words="seat time", opened=str(post.pk))

    assert counts() == [("clocks", 1, 0, 0), ("seat time", 2, 4, 2)]
    assert list(SearchClick.objects.values_list("search__words", "entry", "clicks")) == [
        ("seat time", post.pk, 2)
    ]
    days = SearchDay.objects.order_by("search__words")
    assert list(days.values_list("search__words", "day", "count")) == [
        ("clocks", timezone.localdate(), 1),
        ("seat time", timezone.localdate(), 2),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"words": "a"},
        {"words": "a", "found": "-1"},
        {"words": "a", "found": "1" * 30},
        {"words": "a", "opened": "0"},
        {"words": "someone@example.org", "found": "1"},
        {"words": "\0", "found": "1"},
    ],
)
def test_nonsense_and_email_addresses_are_not_counted(client, facts):
    assert count(client, **facts) == 204

    assert counts() == []


@pytest.mark.parametrize(
    "headers", [{"Sec-GPC": "1"}, {"DNT": "1"}, {"Origin": "https://b.example"}]
)
def test_readers_who_object_and_other_sites_are_not_counted(client, headers):
    reader = {"User-Agent": BROWSER, "Origin": "http://testserver"}

    client.post("/search/count/", {"words": "time", "found": "1"}, headers={**reader, **headers})

    assert counts() == []


def test_searching_itself_counts_nothing(client):
    PostFactory(body="time")

    client.get("/search/?q=time")

    assert counts() == []


def test_made_up_words_cannot_fill_the_table(client, monkeypatch):
    monkeypatch.setattr("content.searches.MAX_COUNTED", 2)
    for words in ("one", "two", "three", "two"):
        count(client, words=words, found="1")

    assert [(words, searches) for words, searches, *_ in counts()] == [("one", 1), ("two", 2)]


def test_address_is_counted_only_so_often_a_minute(client, monkeypatch):
    monkeypatch.setattr("cworks.views.search.LIMIT", MinuteLimit("search", at_most=2))
    for words in ("one", "two", "three"):
        count(client, words=words, found="1")

    assert [words for words, *_ in counts()] == ["one", "two"]


def test_what_no_one_searched_for_in_a_year_is_forgotten():
    today = timezone.localdate()
    SearchCount.objects.create(words="new", last_at=today - timedelta(days=365))
    SearchCount.objects.create(words="old", last_at=today - timedelta(days=366))
    SearchCount.objects.create(words="very old", last_at=date(2019, 1, 1))

    forget_old_searches()

    assert [words for words, *_ in counts()] == ["new"]


def test_editors_see_what_found_nothing(client):
    SearchCount.objects.create(words="nothing here", searches=2, found=0)
    SearchCount.objects.create(words="seat time", searches=5, found=9)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    page = client.get("/admin/content/searchcount/?found=nothing").content.decode()

    assert ("nothing here" in page, "seat time" in page) == (True, False)
