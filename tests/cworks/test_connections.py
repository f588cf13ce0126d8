import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

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
