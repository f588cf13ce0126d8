"""How often articles are read, and nothing about whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import ArticleFactory, ResourceFactory
from tests.support.threads import at_once
from wiki.models import ReadCount
from wiki.services.reads import count_read

pytestmark = pytest.mark.django_db

PATH = "/wiki/moderation/read/"


def counts() -> list[tuple]:
    return list(ReadCount.objects.order_by("day").values_list("entry", "day", "count"))


def test_reads_of_a_day_are_counted_in_one_row():
    article = ArticleFactory(slug="moderation")
    today = timezone.localdate()
    ReadCount.objects.create(entry=article, day=today - timedelta(days=1), count=7)

    # As a browser's beacon comes: without a token.
    responses = [Client(enforce_csrf_checks=True).post(PATH) for _ in range(3)]

    assert [response.status_code for response in responses] == [204, 204, 204]
    assert counts() == [
        (article.pk, today - timedelta(days=1), 7),
        (article.pk, today, 3),
    ]


def test_counting_leaves_no_trace_with_the_reader(client):
    ArticleFactory(slug="moderation")

    response = client.post(PATH)

    assert (response.content, response.cookies) == (b"", {})
    assert "no-store" in response["Cache-Control"]


def test_following_a_link_counts_nothing(client):
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
def test_what_nobody_can_read_is_not_counted(client, make):
    make()

    assert client.post(PATH).status_code == 404
    assert counts() == []


@pytest.mark.django_db(transaction=True)
def test_reads_at_the_same_moment_are_all_counted():
    article = ArticleFactory()

    at_once(6, lambda: count_read(entry_id=article.pk))

    assert counts() == [(article.pk, timezone.localdate(), 6)]
