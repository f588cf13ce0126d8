"""When an item was published and last changed, and whether readers may see it."""

from datetime import datetime

from django.utils import timezone

from content.models import Status
from content.moments import LAST_YEAR, is_in_bounds
from imports.values import parse_date, read_moment
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
    if out_of_bounds(item):
        moment = None
    if item.status in {"draft", "pending"}:
        # For drafts, WordPress has the date of the last change here, not a publication date.
        moment = None
    if status == Status.PUBLISHED and moment is None:
        status = Status.DRAFT
    return status, moment


def out_of_bounds(item: ExportItem) -> str:
    """Return the item's date if it is one that no page could show, such as 9999-12-31, or ""."""
    for text in (item.date_gmt, item.date):
        moment = parse_date(text)
        if moment and not is_in_bounds(moment):
            return text
    return ""


def describe_date(item: ExportItem) -> str:
    date = out_of_bounds(item)
    if date:
        return f"its date, {date}, is after {LAST_YEAR}. Set the date that was meant"
    return "it has no date"


def read_modification(item: ExportItem) -> datetime:
    moment = read_moment(gmt=item.modified_gmt, local=item.modified)
    written = read_moment(gmt=item.date_gmt, local=item.date, feed=item.feed_date)
    return min(moment or written or timezone.now(), timezone.now())
