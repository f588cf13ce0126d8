"""Counts of views, and of where readers come from. Nothing about the readers is kept."""

import re
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from content.counts_sql import (
    count_one_sql,
    count_referrer_sql,
    sum_days_sql,
    sum_months_sql,
)
from content.models import Entry, PathViewCount, ReferrerCount, ViewCount

MOST_REFERRERS = 500  # a day
HOST = re.compile(
    r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
RECENT = timedelta(days=30)


def count_entry_view(*, entry_id: int) -> None:
    execute(count_one_sql(ViewCount, "entry"), [entry_id, timezone.localdate()])


def count_path_view(*, path: str) -> None:
    """Count a view of a page that is no entry. Only paths that exist may get here."""
    execute(count_one_sql(PathViewCount, "path"), [path, timezone.localdate()])


def count_referrer(*, host: str) -> None:
    """Count that a reader came from a site, if this is the name of one."""
    host = host.lower().removeprefix("www.")
    if HOST.fullmatch(host):
        values = {"host": host, "day": timezone.localdate(), "at_most": MOST_REFERRERS}
        execute(count_referrer_sql(), values)


def execute(statement: str, values: list | dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@transaction.atomic
def sum_views() -> None:
    """Sum the views of days and months that are over, for statistics of long periods."""
    values = {"today": timezone.localdate()}
    execute(sum_months_sql(), values)
    execute(sum_days_sql(), values)


def recent_views(entry: Entry) -> int:
    """Return how often an entry was viewed in the last 30 days."""
    counts = ViewCount.objects.filter(entry=entry, day__gt=timezone.localdate() - RECENT)
    return counts.aggregate(total=Sum("count", default=0))["total"]


def forget_old_referrers() -> None:
    """Delete what is older than settings.REFERRER_MONTHS."""
    ReferrerCount.objects.filter(day__lt=first_kept_day(timezone.localdate())).delete()


def first_kept_day(today: date) -> date:
    months = today.year * 12 + today.month - 1 - settings.REFERRER_MONTHS
    return date(months // 12, months % 12 + 1, 1)
