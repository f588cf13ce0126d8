"""The months of the archive."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import html

from content import term_counts
from content.views import archive
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def months(client) -> list[tuple[str, str, str]]:
    """Return (name, address, number of entries) of each month listed."""
    page = html.fromstring(client.get("/archive/").content.decode())
    return [
        (link.text_content(), link.get("href"), row.xpath("string(*[@class='count'])"))
        for row in page.xpath("//main//*[@class='index-below']/li")
        for link in row.xpath("a")
    ]


def test_archive_lists_months_with_what_is_public_in_them(client):
    # May in New York for another hour, and June already.
    PostFactory(published_at=datetime(2019, 6, 1, 3, 0, tzinfo=UTC))
    PostFactory(published_at=datetime(2019, 6, 1, 4, 0, tzinfo=UTC))
    PostFactory(published_at=datetime(2019, 6, 20, tzinfo=UTC))
    PostFactory(published_at=datetime(2018, 12, 31, 23, 0, tzinfo=UTC))
    PostFactory(published_at=datetime(2017, 3, 1, tzinfo=UTC), draft=True)
    PostFactory(published_at=timezone.now() + timedelta(days=90))

    assert months(client) == [
        ("June 2019", "/archive/2019/6/", "2"),
        ("May 2019", "/archive/2019/5/", "1"),
        ("December 2018", "/archive/2018/12/", "1"),
    ]


def test_counting_stops_at_a_hundred(client, monkeypatch):
    for module in (archive, term_counts):
        monkeypatch.setattr(module, "COUNTED", 2)
    PostFactory.create_batch(3, published_at=datetime(2019, 5, 28, tzinfo=UTC))
    PostFactory.create_batch(2, published_at=datetime(2019, 4, 28, tzinfo=UTC))

    assert [count for _, _, count in months(client)] == ["2+", "2"]
