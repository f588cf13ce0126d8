"""When an item was published and last changed, and whether readers may see it."""

from datetime import datetime

from django.utils import timezone

from content.models import Status
from imports.values import read_moment
from imports.wordpress.export import ExportItem

STATUSES = {
    "publish": Status.PUBLISHED,
    "future": Status.PUBLISHED,
    "pending": Status.REVIEW,
    "draft": Status.DRAFT,
    "private": Status.DRAFT,
}


def read_publication(item: ExportItem) -> tuple[Status, datetime | None]:
    status = STATUSES.get(item.status, Status.DRAFT)
    if item.password:
        status = Status.DRAFT
    moment = read_moment(gmt=item.date_gmt, local=item.date, feed=item.feed_date)
    if item.status in {"draft", "pending"}:
        # For drafts, WordPress has the date of the last change here, not a publication date.
        moment = None
    if status == Status.PUBLISHED and moment is None:
        status = Status.DRAFT
    return status, moment


def read_modification(item: ExportItem) -> datetime:
    moment = read_moment(gmt=item.modified_gmt, local=item.modified)
    written = read_moment(gmt=item.date_gmt, local=item.date, feed=item.feed_date)
    return min(moment or written or timezone.now(), timezone.now())
