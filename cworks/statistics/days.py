"""Counts per day, for charts. Each function returns {day: count} without days that have none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from content.models import PathViewCount, SearchDay, ViewCount, ViewDay
from cworks.statistics.periods import DAY, Period
from cworks.statistics.scopes import Scope, limited
from events.models import Registration
from wiki.models import DownloadCount

type Days = dict[date, int]


@dataclass(frozen=True)
class Course:
    """What was counted on the days of a period and of the one before."""

    key: str
    title: str
    unit: str
    counts: Days
    period: Period

    @property
    def total(self) -> int:
        return self.sum_of(self.period)

    @property
    def before(self) -> int:
        return self.sum_of(self.period.before)

    def sum_of(self, period: Period) -> int:
        return sum(self.counts.get(day, 0) for day in period.days)


def read_courses(scope: Scope, period: Period) -> Iterator[Course]:
    """Yield what is counted per day and may be seen. Followers belong here once there are any."""
    yield Course("views", "Views", "views", read_views(scope, period), period)
    downloads = limited(DownloadCount.objects.all(), scope.entries, by="file__publication")
    yield Course("downloads", "Downloads", "downloads", sum_by_day(downloads, period), period)
    if scope.is_whole_site:
        searches = sum_by_day(SearchDay.objects.all(), period)
        yield Course("searches", "Searches", "searches", searches, period)
    if scope.sees_registrations:
        found = read_registrations(scope, period)
        yield Course("registrations", "Registrations", "registrations", found, period)


def read_views(scope: Scope, period: Period) -> Days:
    views = limited(ViewCount.objects.all(), scope.entries, by="entry")
    if not scope.is_whole_site:
        return sum_by_day(views, period)
    # What was summed last night, and the days since then.
    counts = sum_by_day(ViewDay.objects.all(), period)
    last = ViewDay.objects.aggregate(last=Max("day"))["last"]
    counts |= sum_by_day(views.filter(day__gt=last) if last else views, period)
    for day, count in sum_by_day(PathViewCount.objects.all(), period).items():
        counts[day] = counts.get(day, 0) + count
    return counts


def read_registrations(scope: Scope, period: Period) -> Days:
    rows = registered_in(limited(Registration.objects.all(), scope.events, by="event"), period)
    by_day = rows.order_by().values(day=TruncDate("created_at"))
    return dict(by_day.values_list("day", Count("pk")))


def sum_by_day(rows: QuerySet, period: Period) -> Days:
    rows = rows.filter(day__range=(period.before.first, period.last)).order_by()
    return dict(rows.values("day").annotate(total=Sum("count")).values_list("day", "total"))


def registered_in(rows: QuerySet, period: Period) -> QuerySet:
    """Those that came in during a period or the one before."""
    first, end = moment_of(period.before.first), moment_of(period.last + DAY)
    return rows.filter(created_at__gte=first, created_at__lt=end)


def moment_of(day: date) -> datetime:
    """Return when a day begins on the site's clocks."""
    return timezone.make_aware(datetime.combine(day, time.min))
