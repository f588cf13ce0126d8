"""Databases that a benchmark has for itself, on the benchmarks' server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Use a new database with all tables, here and in sites that are started, until the end."""
    before = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    connect_to(name)
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connect_to(before)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def connect_to(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = os.environ["BENCHMARK_DATABASE"] = name
