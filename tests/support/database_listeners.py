"""A connection on which tests hear what PostgreSQL announces."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


def address_of_database() -> dict[str, str]:
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in ("host", "user", "dbname")}


@contextmanager
def listening(*channels: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**address_of_database(), autocommit=True) as listener:
        for channel in channels:
            listener.execute(f"LISTEN {channel}")
        yield listener
