"""Options for database connections: time limits, and checks for closed connections.

A server can stop responding without closing its connections, and then no time limit of its own
helps. So the site bounds how long it waits for a statement. That also works through a connection
pooler, which would refuse a statement_timeout when it connects, or share it among clients.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

import psycopg
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolTimeout

from content.sql_names import PLANNED_EACH_TIME

# An interrupted network ends a connection after a minute, at most. All are libpq's.
NETWORK_OPTIONS = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds; Linux only
}
CANCELING_TAKES_AT_MOST = 0.5  # seconds

_statement_seconds: ContextVar[float | None] = ContextVar("statement_seconds", default=None)


class NoAnswerInTime(psycopg.OperationalError):
    """The database didn’t close the connection, but didn’t respond either."""


@contextmanager
def limit_statements(seconds: float) -> Iterator[None]:
    """Raise OperationalError in this thread if a statement takes longer."""
    token = _statement_seconds.set(seconds)
    try:
        yield
    finally:
        _statement_seconds.reset(token)


class BoundedConnection(Connection):
    def wait(self, gen, interval: float = 0.1, timeout: float | None = None):
        seconds = _statement_seconds.get()
        if timeout is not None or seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, seconds)
        except psycopg.errors._WaitTimeout:
            # If the server is only slow, it needn't finish.
            with suppress(Exception):
                self.cancel_safe(timeout=CANCELING_TAKES_AT_MOST)
            self.pgconn.finish()
            raise NoAnswerInTime(
                f"The database did not respond within {seconds:g} seconds."
            ) from None


class ReplanningCursor(ServerBindingCursor):
    """Survives a migration of a later version that alters a column while this one serves on.

    PostgreSQL then refuses the plans that it keeps for this session, each time. It is asked to keep
    none of statements that begin with PLANNED_EACH_TIME.
    """

    def execute(self, query, params=None, **options):
        if isinstance(query, str) and query.startswith(PLANNED_EACH_TIME):
            options["prepare"] = False
        try:
            return super().execute(query, params, **options)
        except psycopg.errors.FeatureNotSupported as error:
            is_idle = self.connection.info.transaction_status == TransactionStatus.IDLE
            if "cached plan" not in str(error) or not is_idle:
                raise
        # After this, psycopg forgets what it has prepared.
        super().execute("ROLLBACK")
        return super().execute(query, params, **options)


def has_lost_database(error: BaseException | None) -> bool:
    """Return whether an error comes from a database that is down or doesn't respond."""
    cause = find_cause(error)
    # Anything else that is operational, such as a deadlock, has a code of another class.
    # https://www.postgresql.org/docs/current/errcodes-appendix.html
    return cause is not None and (cause.sqlstate or "08").startswith(("08", "57P0"))


def has_closed_connection(error: BaseException | None) -> bool:
    """Return whether an error comes from a database that closed its connection, as in a restart."""
    is_down = isinstance(find_cause(error), PoolTimeout | NoAnswerInTime)
    return has_lost_database(error) and not is_down


def find_cause(error: BaseException | None) -> psycopg.Error | None:
    """Return psycopg's error that led to one of Django's, of the queue's, or of a session's."""
    while error is not None:
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return error
        error = error.__cause__ or error.__context__
    return None


def is_read_only(error: BaseException | None) -> bool:
    """Return whether a server refused to write because it is a replica."""
    return getattr(getattr(error, "__cause__", None), "sqlstate", None) == "25006"


def pool_options(*, size: int, seconds: float = 5) -> dict:
    """Return Django's "pool" option for a database, and how long to wait for a connection."""
    return {
        "connection_class": BoundedConnection,
        "min_size": 1,
        "max_size": size,
        "check": discard_dead_connections,
        # If the database is down, requests should fail while people are still waiting.
        "timeout": seconds,
        # After that, a request tries to reconnect at once. Until then, intervals double.
        "reconnect_timeout": seconds,
    }


def discard_dead_connections(connection: Connection) -> None:
    """Let a request have this connection only if the server has not closed it.

    Nothing is sent: an idle connection has data to read only once the server has closed it.
    """
    if not has_content_to_read(connection):
        return
    pool = connection._pool
    try:
        ConnectionPool.check_connection(connection)
    except Exception:
        # The other connections are closed, too, and each would cost the request another attempt.
        pool.drain()
        raise


def has_content_to_read(connection: Connection) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
