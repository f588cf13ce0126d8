"""Counting article reads without tracking readers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import ArticleFactory, ResourceFactory
from tests.support.threads import run_concurrently
from wiki.models import ReadCount
from wiki.services.reads import count_read

pytestmark = pytest.mark.django_db

PATH = "/wiki/moderation/read/"


def counts() -> list[tuple]:
    return list(ReadCount.objects.order_by("day").values_list("entry", "day", "count"))


def test_reads_of_a_day_share_one_row():
    article = ArticleFactory(slug="moderation")
    today = timezone.localdate()
    ReadCount.objects.create(entry=article, day=today - timedelta(days=1), count=7)

    # A browser's beacon carries no CSRF token.
    responses = [Client(enforce_csrf_checks=True).post(PATH) for _ in range(3)]

    assert [response.status_code for response in responses] == [204, 204, 204]
    assert counts() == [
        (article.pk, today - timedelta(days=1), 7),
        (article.pk, today, 3),
    ]


def test_counting_sets_no_cookie(client):
    ArticleFactory(slug="moderation")

    response = client.post(PATH)

    assert (response.content, response.cookies) == (b"", {})
    assert "no-store" in response["Cache-Control"]


def test_get_request_is_not_counted(client):
    ArticleFactory(slug="moderation")

    assert client.get(PATH).status_code == 405
    assert counts() == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: None,
        lambda: ArticleFactory(slug="moderation", draft=True),
        lambda: ArticleFactory(slug="moderation", scheduled=True),
        lambda: ResourceFactory(slug="moderation"),
    ],
)
def test_unreadable_entry_is_not_counted(client, make):
    make()

    assert client.post(PATH).status_code == 404
    assert counts() == []


@pytest.mark.django_db(transaction=True)
def test_concurrent_reads_are_all_counted():
    article = ArticleFactory()

    run_concurrently(6, lambda: count_read(entry_id=article.pk))

    assert counts() == [(article.pk, timezone.localdate(), 6)]
