"""Two web processes keep pages, while what they know of changes is taken from them."""

from collections.abc import Iterator
from datetime import timedelta

import psutil
import pytest
from django.db import connection
from django.utils import timezone

from content.models import Entry
from tests.factories import EventFactory, PostFactory
from tests.support.site_servers import (
    TIMEOUT,
    SiteServer,
    get_test_database_url,
    run_site,
    wait_until,
)

pytestmark = pytest.mark.django_db(transaction=True)

# New connections reach both processes sooner or later, so this many answers are from both.
FROM_BOTH = 40


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with run_site(
        DJANGO_SETTINGS_MODULE="tests.settings",
        DATABASE_URL=get_test_database_url(),
        WEB_CONCURRENCY="2",
    ) as site:
        wait_until(lambda: len(listeners()) == 2)
        yield site


@pytest.fixture
def post():
    return PostFactory(title="Before")


def listeners() -> list[int]:
    """Return the server's processes to which the site's processes listen.

    Other tests run sites on the same server, each with a database of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE application_name = 'page cache' AND datname = current_database()"
        )
        return [pid for (pid,) in cursor]


def change_title(title: str, *, is_announced: bool = True) -> None:
    with connection.cursor() as cursor:
        role = "origin" if is_announced else "replica"  # which runs no triggers
        cursor.execute(f"SET session_replication_role = {role}")
        Entry.objects.update(title=title)
        cursor.execute("RESET session_replication_role")


def read_titles(site: SiteServer, post) -> set[str]:
    texts = [site.get(post.get_absolute_url()) for _ in range(FROM_BOTH)]
    assert {status for status, _ in texts} == {200}
    return {title for title in ("Before", "After", "Later") for _, text in texts if title in text}


def test_page_is_in_memory_until_change_is_announced(site, post):
    wait_until(lambda: read_titles(site, post) == {"Before"})

    change_title("After", is_announced=False)
    unannounced = read_titles(site, post)
    change_title("Later")
    wait_until(lambda: read_titles(site, post) == {"Later"})

    # What isn't announced can't be seen, so the page came from memory.
    assert unannounced == {"Before"}


def test_process_whose_listening_connection_is_closed_keeps_nothing_until_it_listens(site, post):
    read_titles(site, post)
    before = listeners()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", [before])
    change_title("After", is_announced=False)
    wait_until(lambda: read_titles(site, post) == {"After"})
    wait_until(lambda: len(set(listeners()) - set(before)) == 2)
    change_title("Later")

    wait_until(lambda: read_titles(site, post) == {"Later"})


def test_process_whose_listening_connection_is_silent_keeps_nothing(site, post):
    read_titles(site, post)
    silent = [psutil.Process(pid) for pid in listeners()]
    for process in silent:
        process.suspend()
    try:
        change_title("After", is_announced=False)
        wait_until(lambda: read_titles(site, post) == {"After"})
        change_title("Later", is_announced=False)

        assert read_titles(site, post) == {"Later"}
    finally:
        for process in silent:
            process.resume()


def test_scheduled_post_and_event_that_starts_appear_on_time(site):
    soon = timezone.now() + timedelta(seconds=4)
    PostFactory(title="Before")
    PostFactory(title="After", published_at=soon)
    event = EventFactory(starts_at=soon, ends_at=soon + timedelta(hours=1))
    seen = {}
    while not seen.keys() >= {"/blog/", event.get_absolute_url()}:
        assert timezone.now() < soon + timedelta(seconds=TIMEOUT)
        for path, words in (("/blog/", "After"), (event.get_absolute_url(), "Happening now")):
            if words in site.get(path)[1]:
                seen.setdefault(path, timezone.now())

    assert min(seen.values()) >= soon
    assert all("After" in site.get("/blog/")[1] for _ in range(FROM_BOTH))
    assert all("Happening now" in site.get(event.get_absolute_url())[1] for _ in range(FROM_BOTH))
