"""The site with a real primary and a real streaming replica, which lag, die, and are promoted."""

import time

import pytest

from tests.factories import EventFactory
from tests.support.fresh_databases import copy_database
from tests.support.replicated_servers import Server, run_pair
from tests.support.site_servers import TIMEOUT, run_site

pytestmark = pytest.mark.django_db(transaction=True)

RENAME = "UPDATE content_entry SET title = '{}' WHERE slug = 'walk'"
# Two readers’ pages, and a form.
PAGES = ("/events/walk/", "/events/", "/events/walk/register/")


def wait_until(is_true) -> None:
    give_up_at = time.monotonic() + TIMEOUT
    while not is_true():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


def is_read(server: Server) -> bool:
    """Whether the site has connections to it that are pages'."""
    [[found]] = server.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        " AND pid <> pg_backend_pid() AND application_name NOT IN ('page cache', 'replica')"
    )
    return found > 0


def test_site_reads_from_replica_while_it_is_current_and_survives_either_server():
    with run_pair() as (primary, replica):
        EventFactory(slug="walk", title="Before")
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": primary.url,
            "REPLICA_DATABASE_URL": replica.url,
            "WEB_CONCURRENCY": "1",
            "PAGE_CACHE_MB": "0",
        }
        copy_database(primary.url)
        with run_site(**environment) as site:

            def title() -> str:
                status, text = site.get("/events/walk/")
                assert status == 200
                return text.partition("<title>")[2].split()[0]

            # Read from the replica, once it has replayed what the primary has.
            wait_until(lambda: title() == "Before" and is_read(replica))

            # It lags: nothing old is shown.
            replica.execute("SELECT pg_wal_replay_pause()")
            primary.execute(RENAME.format("Lagging"))
            wait_until(lambda: title() == "Lagging")
            titles = {title() for _ in range(20)}
            replica.execute("SELECT pg_wal_replay_resume()")

            # It dies: no reader sees an error.
            replica.stop()
            statuses = [site.get(path)[0] for path in PAGES * 5]
            primary.execute(RENAME.format("Alone"))
            wait_until(lambda: title() == "Alone")
            replica.start()
            wait_until(lambda: is_read(replica) and title() == "Alone")

            # The primary dies: readers go on, and forms say what to do.
            primary.stop()
            alone = [site.get(path)[0] for path in ("/events/walk/", "/events/", "/readyz") * 5]
            form = site.get("/events/walk/register/")
            wait_until(lambda: title() == "Alone")

    assert titles == {"Lagging"}
    assert statuses == [200] * 15
    assert alone == [200] * 15
    assert form[0] == 503
    assert "The site’s database isn’t responding. Please try again in a minute." in form[1]
