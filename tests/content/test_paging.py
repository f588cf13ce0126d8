from datetime import UTC, datetime, timedelta

import pytest
from django.utils.html import escape

from tests.factories import PostFactory

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)


@pytest.fixture
def posts():
    """Twenty-five posts, newest first; six of them have the same date."""
    moments = [MAY - timedelta(hours=max(number, 5)) for number in range(25)]
    posts = [
        PostFactory(title=f"Number {number}.", published_at=moment)
        for number, moment in enumerate(moments)
    ]
    return sorted(posts, key=lambda post: (post.published_at, post.pk), reverse=True)


def read(client, path: str) -> tuple[list[str], str | None, str | None]:
    page = client.get(path).context["page"]
    return [entry.title for entry in page.entries], page.older, page.newer


def test_pages_show_every_entry_once_despite_equal_dates(client, posts):
    titles, path = [], "/blog/"
    while path:
        found, older, _ = read(client, path)
        titles += found
        path = f"/blog/?{older}" if older else None

    assert titles == [post.title for post in posts]


def test_newer_link_returns_to_same_page(client, posts):
    _, older, _ = read(client, "/blog/")
    _, oldest, _ = read(client, f"/blog/?{older}")
    _, _, newer = read(client, f"/blog/?{oldest}")

    assert read(client, f"/blog/?{newer}")[0] == [post.title for post in posts[10:20]]


def test_newer_link_to_newest_entries_is_first_page(client, posts):
    _, older, _ = read(client, "/blog/")
    _, _, newer = read(client, f"/blog/?{older}")

    assert read(client, f"/blog/?{newer}") == read(client, "/blog/")


def test_page_keeps_entries_when_newer_ones_appear(client, posts):
    _, older, _ = read(client, "/blog/")
    before = read(client, f"/blog/?{older}")[0]

    PostFactory.create_batch(3)

    assert read(client, f"/blog/?{older}")[0] == before


@pytest.mark.parametrize("key", ["x", "1-2-3", "-", "99999999999999999999999-1", "1e9-1", "\x00"])
def test_invalid_key_is_not_found(client, db, key):
    response = client.get("/blog/", {"before": key})

    assert response.status_code == 404


def test_key_is_escaped(client, posts):
    hostile = '"><script>alert(1)</script>'

    response = client.get("/blog/", {"before": hostile})

    assert hostile not in response.content.decode().replace(escape(hostile), "")
