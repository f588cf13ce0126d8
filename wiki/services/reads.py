"""How often articles are read."""

from django.db import connection
from django.utils import timezone

# One statement, so that concurrent reads all count.
COUNT = """
INSERT INTO wiki_readcount (entry_id, day, count) VALUES (%s, %s, 1)
ON CONFLICT (entry_id, day) DO UPDATE SET count = wiki_readcount.count + 1
"""


def count_read(*, entry_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [entry_id, timezone.localdate()])
