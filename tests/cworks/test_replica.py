"""The site with a real primary and a real replica, which lag, die, and are promoted."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from threading import Event, Thread

import psycopg
import pytest

from tests.factories import EventFactory
from tests.support.database_reset import reset_database
from tests.support.fresh_databases import copy_database
from tests.support.replicated_servers import (
    NAME,
    Server,
    copy_server,
    run_pair,
)
from tests.support.sent_forms import Sent, send_form
from tests.support.site_servers import TIMEOUT, SiteServer, run_site, wait_until

EVENT, FORM = "/events/walk/", "/events/walk/register/"
PAGES = (EVENT, "/events/", "/feed/")
RENAME = "UPDATE content_entry SET title = '{}' WHERE slug = 'walk'"
REGISTRANTS = "SELECT email FROM events_registration"
networks = count(1)
READ_SINCE = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND query_start > %s"
)


@dataclass
class Pair:
    site: SiteServer
    primary: Server
    replica: Server

    def title(self) -> str:
        status, page = self.site.get(EVENT)
        assert status == 200
        return page.partition("<title>")[2].split()[0]

    def reads_from(self, server: Server) -> bool:
        """Whether a page that is opened now is read from this server."""
        with psycopg.connect(server.url, autocommit=True) as watching:
            [now] = watching.execute("SELECT clock_timestamp()").fetchone()
            assert self.site.get(EVENT)[0] == 200
            [read] = watching.execute(READ_SINCE, ["pages", now]).fetchone()
        return read > 0

    def register(self, email: str) -> Sent:
        # Everyone registers from another network, of which each may send only so many.
        network = next(networks)
        source = f"127.{1 + network // 250}.{network % 250}.1"
        client = http.client.HTTPConnection(
            "127.0.0.1", self.site.port, timeout=TIMEOUT, source_address=(source, 0)
        )
        try:
            return send_form(client, FORM, email=email, name="Someone", agrees="on")
        finally:
            client.close()


@pytest.fixture(scope="module")
def servers(django_db_setup, django_db_blocker) -> Iterator[Pair]:
    with run_pair() as (primary, replica):
        with django_db_blocker.unblock():
            EventFactory(slug="walk", title="Before")
            copy_database(primary.url)
            reset_database()
        both = f"host=127.0.0.1,127.0.0.1&port={primary.port},{replica.port}"
        address = f"postgresql://postgres@/{NAME}?{both}&application_name=pages"
        with run_site(
            DJANGO_SETTINGS_MODULE="tests.settings",
            DATABASE_URL=f"{address}&target_session_attrs=read-write",
            REPLICA_DATABASE_URL=f"{address}&target_session_attrs=standby",
            SYNCHRONOUS_COMMIT_OF_REGISTRATIONS="on",
            WEB_CONCURRENCY="1",
            PAGE_CACHE_MB="0",
        ) as site:
            yield Pair(site, primary, replica)


@pytest.fixture
def pair(servers) -> Pair:
    """Both servers, of which the site reads from the replica."""
    servers.primary.execute("TRUNCATE events_registration CASCADE")
    servers.primary.execute("UPDATE events_seats SET taken = 0, capacity = NULL")
    servers.primary.execute(RENAME.format("Before"))
    wait_until(lambda: servers.reads_from(servers.replica))
    return servers


@contextmanager
def lagging(replica: Server) -> Iterator[None]:
    replica.execute("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        replica.execute("SELECT pg_wal_replay_resume()")


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


def test_current_replica_is_read(pair):
    pair.primary.execute(RENAME.format("After"))
    wait_until(lambda: pair.title() == "After")

    wait_until(lambda: pair.reads_from(pair.replica))

    assert (pair.title(), pair.reads_from(pair.primary)) == ("After", False)


def test_replica_that_lags_is_not_read(pair):
    with lagging(pair.replica):
        pair.primary.execute(RENAME.format("After"))
        wait_until(lambda: pair.title() == "After")
        titles = {pair.title() for _ in range(20)}
        is_read = pair.reads_from(pair.replica)

    assert (titles, is_read) == ({"After"}, False)


def test_sender_sees_what_was_sent_while_replica_lags(pair):
    pair.primary.execute("UPDATE events_seats SET capacity = 1")
    wait_until(lambda: pair.reads_from(pair.replica))
    with lagging(pair.replica):
        sent = pair.register("reader@example.org")
        _, confirmation = pair.site.get(sent.location)
        _, event = pair.site.get(EVENT)

    assert sent.status == 302
    assert "reader@example.org" in confirmation
    assert "full" in event


def test_no_reader_notices_that_replica_dies_and_it_is_read_again(pair):
    with stopped(pair.replica):
        begin = time.monotonic()
        statuses = [pair.site.get(path)[0] for path in PAGES * 5]
        seconds = time.monotonic() - begin
        pair.primary.execute(RENAME.format("Alone"))
        wait_until(lambda: pair.title() == "Alone")

    wait_until(lambda: pair.reads_from(pair.replica))

    assert statuses == [200] * 15
    assert seconds < 5
    assert pair.title() == "Alone"


def test_readers_go_on_without_primary_and_forms_say_what_to_do(pair):
    with stopped(pair.primary):
        begin = time.monotonic()
        statuses = [pair.site.get(path)[0] for path in (*PAGES, "/readyz") * 5]
        seconds = time.monotonic() - begin
        status, form = pair.site.get(FORM)

    assert statuses == [200] * 20
    assert seconds < 5
    assert status == 503
    assert "The site’s database isn’t responding. Please try again in a minute." in form


def test_nothing_confirmed_is_lost_when_replica_takes_over(pair):
    pair.primary.execute("ALTER ROLE postgres SET synchronous_commit = local")
    pair.primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
    pair.primary.execute("SELECT pg_reload_conf()")
    confirmed: list[str] = []

    has_ended = Event()

    def register_until_the_end(person: int) -> None:
        number = 0
        while not has_ended.is_set():
            email = f"{person}-{(number := number + 1)}@example.org"
            with suppress(RuntimeError):
                if pair.register(email).status == 302:
                    confirmed.append(email)

    people = [Thread(target=register_until_the_end, args=[person]) for person in range(4)]
    for person in people:
        person.start()
    wait_until(lambda: len(confirmed) >= 10)
    pair.primary.stop()
    try:
        before = len(confirmed)
        pair.replica.promote()
        # The site goes on with it.
        wait_until(lambda: len(confirmed) > before)
        has_ended.set()
        for person in people:
            person.join()
        kept = {email for [email] in pair.replica.execute(REGISTRANTS)}
    finally:
        has_ended.set()
        pair.replica.stop()
        pair.primary.start()
        pair.primary.execute("ALTER SYSTEM RESET synchronous_standby_names")
        pair.primary.execute("ALTER ROLE postgres RESET synchronous_commit")
        pair.primary.execute("SELECT pg_reload_conf()")
        copy_server(pair.primary, pair.replica)
        pair.replica.start()

    assert set(confirmed) <= kept
