"""Counts downloads per day, and keeps nothing about readers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from content.counts_sql import count_one_sql
from wiki.models import DownloadCount, Publication, PublicationFile

RECENT = timedelta(days=30)


def count_download(*, file: PublicationFile) -> None:
    with connection.cursor() as cursor:
        cursor.execute(count_one_sql(DownloadCount, "file"), [file.pk, timezone.localdate()])


@dataclass
class Downloads:
    total: int = 0
    recent: int = 0


def downloads_of(publication: Publication) -> dict[int, Downloads]:
    """Return {file ID: its downloads of all time and of the last 30 days}."""
    since = timezone.localdate() - RECENT
    counts = DownloadCount.objects.filter(file__publication=publication)
    found: dict[int, Downloads] = defaultdict(Downloads)
    for file_id, day, count in counts.values_list("file_id", "day", "count"):
        found[file_id].total += count
        found[file_id].recent += count if day > since else 0
    return found
