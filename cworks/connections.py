"""Options for the database connection pool: timeouts, and checks for closed connections."""

import select

from psycopg import Connection
from psycopg_pool import ConnectionPool


def pool_options(*, size: int) -> dict:
    """Return Django's "pool" option for a database."""
    return {
        "min_size": 1,
        "max_size": size,
        "check": discard_dead_connections,
        # In seconds. If the database is down, requests should fail while people are still waiting.
        "timeout": 5,
        # Each request tries to reconnect, rather than at intervals that double.
        "reconnect_timeout": 5,
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
