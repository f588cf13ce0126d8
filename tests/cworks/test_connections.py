import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled():
    """Wrap a database as a thread of the web server does, in a pool that only the test uses."""
    connections["pooled"] = database = connection.copy("pooled")
    yield database
    database.close_pool()
    del connections["pooled"]


def ask(database: DatabaseWrapper) -> int:
    """Do what a request does: take a connection from the pool, use it, give it back."""
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]
    finally:
        database.close()


def fill_pool(database: DatabaseWrapper) -> set[int]:
    ask(database)
    taken = [database.pool.getconn() for _ in range(database.pool.max_size)]
    for one in taken:
        database.pool.putconn(one)
    return {one.info.backend_pid for one in taken}


def end(processes: set[int]) -> None:
    with connection.cursor() as cursor:
        for process in processes:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [process])
            assert cursor.fetchone() == (True,)


def test_connections_are_used_again(pooled):
    places = fill_pool(pooled)

    assert {ask(pooled) for _ in range(2 * len(places))} == places


def test_no_request_fails_after_the_server_ended_all_connections(pooled):
    ended = fill_pool(pooled)
    end(ended)

    answers = {ask(pooled) for _ in range(2 * len(ended))}

    assert answers.isdisjoint(ended)


def test_request_fails_soon_while_there_is_no_database(tmp_path):
    pool = connection.settings_dict["OPTIONS"]["pool"]
    options = {"pool": {**pool, "timeout": 0.2}}
    settings = {**connection.settings_dict, "HOST": str(tmp_path), "OPTIONS": options}
    database = DatabaseWrapper(settings, "no-server")

    try:
        with pytest.raises(OperationalError, match="couldn't get a connection"):
            ask(database)
    finally:
        database.close_pool()
    assert pool["timeout"] <= 5
