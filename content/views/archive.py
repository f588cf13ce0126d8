"""Entries by the year and month in which they were published, in the site's time zone."""

import calendar
from datetime import datetime

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.archive_sql import months_sql
from content.models import Entry
from content.moments import FIRST_YEAR, LAST_YEAR
from content.term_counts import COUNTED, count_label
from content.views.listings import Listing, ListingView, public


class ArchiveListing(ListingView):
    def get_listing(self, *, year: int, month: int | None = None) -> Listing:
        if not FIRST_YEAR <= year <= LAST_YEAR or (month is not None and not 1 <= month <= 12):
            raise Http404("There is no such month.")
        zone = timezone.get_current_timezone()
        begin = datetime(year, month or 1, 1, tzinfo=zone)
        end = datetime(
            year + (month in (None, 12)), (month % 12 + 1) if month else 1, 1, tzinfo=zone
        )
        breadcrumbs = [("Archive", reverse("content:archive"))]
        if month:
            title = f"{calendar.month_name[month]} {year}"
            url = reverse("content:archive-month", args=[year, month])
            breadcrumbs.append((str(year), reverse("content:archive-year", args=[year])))
        else:
            title = str(year)
            url = reverse("content:archive-year", args=[year])
        return Listing(
            title=title,
            url=url,
            entries=Entry.objects.published().filter(
                published_at__gte=begin,
                published_at__lt=end,
            ),
            empty="Nothing was published in this period.",
            breadcrumbs=breadcrumbs,
        )


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    return public(render(request, "content/archive.html", {"months": read_months()}))


def read_months() -> list[tuple[datetime, str]]:
    """Return the months in which entries were published, the newest first, with their number."""
    zone = timezone.get_current_timezone()
    with connection.cursor() as cursor:
        cursor.execute(
            months_sql(), {"now": timezone.now(), "zone": str(zone), "at_most": COUNTED + 1}
        )
        return [(begin.astimezone(zone), count_label(count)) for begin, count in cursor]
