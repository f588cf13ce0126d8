"""How often articles are read."""

from django.db import connection
from django.utils import timezone

from wiki.models import ReadCount
from wiki.services.counts_sql import count_one_sql


def count_read(*, entry_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(count_one_sql(ReadCount, "entry"), [entry_id, timezone.localdate()])
