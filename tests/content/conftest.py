import pytest
from django.db import connection


@pytest.fixture
def empty_queue(db):
    # Django does not empty the queue's tables after a test with real transactions.
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
