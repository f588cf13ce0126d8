"""Library pagination: complete for every combination of facets, at constant cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Entry, Image
from tests.factories import (
    PersonFactory,
    PlaceFactory,
    PublicationFactory,
    ResourceFactory,
    TopicFactory,
)
from tests.support.library_pages import read_page, titles_on

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)


def create_many() -> None:
    """Create sixty entries out of order: half are tools, and some share a publication time."""
    for number in range(60):
        ResourceFactory(
            title=f"Number {number}",
            format=["tool", "report"][number % 2],
            published_at=MAY - timedelta(days=number * 7 % 40),
        )
    # Both lists were read from the end.
    Entry.objects.filter(title="Number 0").update(published_at=MAY - timedelta(days=90))
    Entry.objects.filter(title="Number 22").update(published_at=MAY + timedelta(days=1))
    ResourceFactory(title="Number 60", format="tool", published_at=MAY - timedelta(days=3))


def pages_from(client, path: str, direction: str) -> list[list[str]]:
    pages = []
    while path:
        page = read_page(client, path)
        pages.append(titles_on(page))
        [path] = page.xpath(f"//nav[@class='turn']/a[@rel='{direction}']/@href") or [None]
        last = page
    pages.append(last)
    return pages


@pytest.mark.parametrize("query", ["", "?format=tool", "?format=tool&from=field"])
def test_filtered_pages_show_every_entry_once_in_both_directions(client, query):
    create_many()
    expected = Entry.objects.published().in_library().newest_first()
    if query:
        expected = expected.filter(format="tool")
    titles = list(expected.values_list("title", flat=True))

    *there, last = pages_from(client, f"/library/{query}", "next")
    [newer] = last.xpath("//nav[@class='turn']/a[@rel='prev']/@href")
    *back, first = pages_from(client, newer, "prev")

    assert [title for page in there for title in page] == titles
    assert back[::-1] == there[:-1]
    assert first.xpath("//nav[@class='turn']/a[@rel='prev']") == []


@pytest.mark.parametrize("key", ["x", "-", "\x00", "99999999999999999999999-1"])
def test_invalid_page_key_is_not_found(client, key):
    assert client.get("/library/", {"format": "report", "before": key}).status_code == 404
    assert client.get("/library/", {"format": "report", "after": key}).status_code == 404


def test_library_query_count_does_not_grow_with_entries(client):
    topic = TopicFactory(slug="assessment")
    paths = ["/library/", "/library/?format=report&topic=assessment&tag=pace", "/library/feed/"]

    def publish(count: int) -> None:
        for _ in range(count):
            shared = {"topics": [topic, TopicFactory()], "tags": ["pace"]}
            shared |= {"authors": [PersonFactory()], "places": [PlaceFactory()]}
            name = f"{Image.objects.count()}.png"
            image = Image.objects.create(file=name, content_hash=name, width=4, height=3)
            PublicationFactory(lead_image=image, **shared)
            ResourceFactory(made_by="A maker", **shared)

    def count_queries(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    publish(1)
    with_one = [count_queries(path) for path in paths]
    publish(14)

    # Each chosen facet has a query of its own; places and topics always have one.
    assert [count_queries(path) for path in paths] == with_one == [7, 9, 4]
