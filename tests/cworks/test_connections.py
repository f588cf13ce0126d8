from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.core.signals import got_request_exception
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from content.sql_names import PLANNED_EACH_TIME
from cworks.accounts.sessions import SEEN
from events.models import Registration
from tests.factories import EventFactory
from tests.support.signing_in import sign_in
from tests.support.site_servers import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled():
    """Return a database wrapper like a web server thread's, with a pool used only by the test."""
    connections["pooled"] = database = connection.copy("pooled")
    yield database
    database.close_pool()
    del connections["pooled"]


def run_query(database: DatabaseWrapper) -> int:
    """Take a connection from the pool, use it, and return it, as a request does."""
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]
    finally:
        database.close()


def fill_pool(database: DatabaseWrapper) -> set[int]:
    run_query(database)
    taken = [database.pool.getconn() for _ in range(database.pool.max_size)]
    for one in taken:
        database.pool.putconn(one)
    return {one.info.backend_pid for one in taken}


def end_connections(processes: set[int]) -> None:
    with connection.cursor() as cursor:
        for process in processes:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [process])
            assert cursor.fetchone() == (True,)


def test_connections_are_reused(pooled):
    processes = fill_pool(pooled)

    assert {run_query(pooled) for _ in range(2 * len(processes))} == processes


def test_no_request_fails_after_server_closes_connections(pooled):
    ended = fill_pool(pooled)
    end_connections(ended)

    answers = {run_query(pooled) for _ in range(2 * len(ended))}

    assert answers.isdisjoint(ended)


def test_request_fails_quickly_without_database(tmp_path):
    pool = connection.settings_dict["OPTIONS"]["pool"]
    options = {"pool": {**pool, "timeout": 0.2}}
    settings = {**connection.settings_dict, "HOST": str(tmp_path), "OPTIONS": options}
    database = DatabaseWrapper(settings, "no-server")

    try:
        with pytest.raises(OperationalError, match="couldn't get a connection"):
            run_query(database)
    finally:
        database.close_pool()
    assert pool["timeout"] <= 5


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def request_while_closing_connections(request: Callable, *, lock: str, times: int = 1):
    def run():
        try:
            return request()
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as executor, psycopg.connect(**connect_parameters()) as locking:
        locking.execute(f"LOCK TABLE {lock} MODE")
        response = executor.submit(run)
        for _ in range(times):
            wait_until(lambda: end_those_who_wait_for(locking) == 1)
        locking.rollback()
        return response.result()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 3])
def test_page_is_read_again_if_database_closes_connections_meanwhile(client, times):
    response = request_while_closing_connections(
        lambda: client.get("/contribute/resource/"),
        lock="content_frontpage IN ACCESS EXCLUSIVE",
        times=times,
    )

    assert response.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_page_of_staff_is_read_again_if_database_closes_connection_meanwhile(client):
    sign_in(client, "Editors")
    session = client.session
    del session[SEEN]
    session.save()

    response = request_while_closing_connections(
        lambda: client.get("/admin/blog/post/"), lock="django_session IN EXCLUSIVE"
    )

    assert response.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["events_registration", "procrastinate_jobs"])
def test_form_is_not_sent_again_if_database_closes_connection_meanwhile(client, table):
    event = EventFactory()
    form = {"name": "Ana", "email": "ana@example.org", "agrees": "on", "consent": "1"}

    response = request_while_closing_connections(
        lambda: client.post(f"/events/{event.slug}/register/", form), lock=f"{table} IN EXCLUSIVE"
    )

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert not Registration.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_page_is_not_read_again_if_database_does_not_respond_in_time(client, monkeypatch):
    monkeypatch.setattr("cworks.middleware.STATEMENTS_OF_READERS", 0.2)
    failures: list[str] = []

    def note(request, **_) -> None:
        failures.append(request.path)

    got_request_exception.connect(note)
    try:
        with psycopg.connect(**connect_parameters()) as locking:
            locking.execute("LOCK TABLE content_frontpage IN ACCESS EXCLUSIVE MODE")
            response = client.get("/contribute/resource/")
    finally:
        got_request_exception.disconnect(note)
        connection.close()

    assert (response.status_code, failures) == (503, ["/contribute/resource/"])


def end_those_who_wait_for(locking: psycopg.Connection) -> int:
    """End the connections that wait for a lock of this one, and return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE %s = ANY(pg_blocking_pids(pid))",
            [locking.info.backend_pid],
        )
        return len(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_page_is_read_after_a_later_version_altered_a_column_of_it():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE altered (word varchar(5))")
    try:
        read = [read_word() for _ in range(5)]
        with psycopg.connect(**connect_parameters(), autocommit=True) as other:
            other.execute("ALTER TABLE altered ALTER word TYPE varchar(9)")
            other.execute("INSERT INTO altered VALUES ('longer')")

        read += [read_word(), read_word()]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE altered")

    assert read == [[]] * 5 + [[("longer",)]] * 2


def read_word() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM altered")
        return cursor.fetchall()


def connect_parameters() -> dict:
    facts = connection.get_connection_params()
    return {name: facts[name] for name in ("host", "user", "dbname")}


def test_no_plan_is_kept_of_statement_that_asks_for_that(pooled):
    planned_each_time, kept = f"{PLANNED_EACH_TIME}SELECT %s::int", "SELECT %s::int"

    with pooled.cursor() as cursor:
        for number in range(9):
            cursor.execute(planned_each_time, [number])
            cursor.execute(kept, [number])
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        found = [statement for (statement,) in cursor.fetchall()]
    pooled.close()

    assert found == ["SELECT $1::int"]
