import pytest
from django.db import connection

from imports.running import LOCK


@pytest.fixture
def another_import(db):
    """Hold the lock of imports in another session, as an import that is running does."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
    finally:
        # Closing it gives the session back to the pool, which would keep the lock.
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        other.close()
