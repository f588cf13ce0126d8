"""What had the most: entries, authors, topics, and so on, with the period before."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.http import urlencode

from content.models import Entry, PathViewCount, Person, ReferrerCount, SearchDay, Topic
from cworks.statistics.days import moment_of, registered_in
from cworks.statistics.periods import Period
from cworks.statistics.rankings_sql import most_viewed_sql
from cworks.statistics.scopes import Scope, limited
from cworks.statistics.spans import read_spans
from events.models import Registration
from wiki.models import DownloadCount


@dataclass(frozen=True)
class RankedRow:
    name: str
    count: int
    before: int
    narrows_to: str = ""  # a query string


@dataclass(frozen=True)
class Ranking:
    key: str
    title: str
    heading: str  # of what is counted
    unit: str
    rows: list[RankedRow]
    note: str = ""


def read_rankings(scope: Scope, period: Period, *, most: int) -> Iterator[Ranking]:
    """Yield the rankings that may be seen, each with at most so many rows."""
    viewed = read_most_viewed(scope, period, most=most)
    yield Ranking("entries", "Entries", "Entry", "Views", viewed["entry"])
    yield Ranking("authors", "Authors", "Author", "Views", viewed["author"])
    yield Ranking("topics", "Topics", "Topic", "Views", viewed["topic"])
    downloads = limited(DownloadCount.objects.all(), scope.entries, by="file__publication")
    rows = name_entries(top(downloads, "file__publication", period, most))
    yield Ranking("downloaded", "Downloads", "Publication", "Downloads", rows)
    if scope.sees_registrations:
        rows = read_registered(scope, period, most=most)
        yield Ranking("events", "Registrations", "Event", "Registrations", rows)
    if scope.is_whole_site:
        yield from read_site_rankings(period, most=most)


def read_site_rankings(period: Period, *, most: int) -> Iterator[Ranking]:
    """Yield what is not counted for each entry."""
    referrers = plain(top(ReferrerCount.objects.all(), "host", period, most))
    note = "Sites that readers followed a link from. Not every browser says so."
    yield Ranking("referrers", "Referrers", "Site", "Views", referrers, note)
    pages = plain(top(PathViewCount.objects.all(), "path", period, most))
    yield Ranking("pages", "Hubs and lists", "Page", "Views", pages)
    searches = SearchDay.objects.all()
    found = plain(top(searches, "search__words", period, most))
    yield Ranking("words", "Searches", "Words", "Searches", found)
    found = plain(top(searches.filter(search__found=0), "search__words", period, most))
    yield Ranking("nothing", "Searches that found nothing", "Words", "Searches", found)


type Counted = list[tuple[Any, int, int]]


def top(rows: QuerySet, field: str, period: Period, most: int) -> Counted:
    """Return (what is counted, its count, its count in the period before), the highest first."""
    rows = rows.filter(day__range=(period.before.first, period.last)).order_by().values(field)
    now, before = (
        Sum("count", filter=Q(day__range=(part.first, part.last)), default=0)
        for part in (period, period.before)
    )
    counted = rows.annotate(now=now, before=before).filter(now__gt=0).order_by("-now", field)
    return list(counted.values_list(field, "now", "before")[:most])


def plain(counted: Counted) -> list[RankedRow]:
    return [RankedRow(str(name), now, before) for name, now, before in counted]


def read_most_viewed(scope: Scope, period: Period, *, most: int) -> dict[str, list[RankedRow]]:
    within, parameters = "", ()
    if scope.entries is not None:
        query = scope.entries.order_by().values("pk").query
        within, parameters = query.sql_with_params()
    spans = read_spans(period)
    ranges = [[*span, *parameters] for span in (*spans.days, *spans.months)]
    values: list[Any] = [*chain(*ranges), *[period.first] * 2, *[most] * 3]
    found: dict[str, Counted] = {"entry": [], "author": [], "topic": []}
    with connection.cursor() as cursor:
        statement = most_viewed_sql(within, days=len(spans.days), months=len(spans.months))
        cursor.execute(statement, values)
        for name, pk, now, before in cursor:
            found[name].append((pk, int(now), int(before or 0)))
    return {
        "entry": name_entries(found["entry"]),
        "author": name_rows(found["author"], Person, "author"),
        "topic": name_rows(found["topic"], Topic, "topic"),
    }


def read_registered(scope: Scope, period: Period, *, most: int) -> list[RankedRow]:
    rows = registered_in(limited(Registration.objects.all(), scope.events, by="event"), period)
    start = moment_of(period.first)
    counted = (
        rows.order_by()
        .values("event")
        .annotate(
            now=Count("pk", filter=Q(created_at__gte=start)),
            before=Count("pk", filter=Q(created_at__lt=start)),
        )
        .filter(now__gt=0)
        .order_by("-now", "event")
    )
    return name_entries(list(counted.values_list("event", "now", "before")[:most]))


def name_entries(counted: Counted) -> list[RankedRow]:
    entries = Entry.objects.filter(pk__in=[pk for pk, *_ in counted]).as_links()
    names = {entry.pk: entry.heading for entry in entries}
    return named(counted, names, "entry")


def name_rows(counted: Counted, model: Any, parameter: str) -> list[RankedRow]:
    names = dict(model.objects.filter(pk__in=[pk for pk, *_ in counted]).values_list("pk", "name"))
    return named(counted, names, parameter)


def named(counted: Counted, names: dict[int, str], parameter: str) -> list[RankedRow]:
    return [
        RankedRow(names[pk], now, before, urlencode({parameter: pk}))
        for pk, now, before in counted
        if pk in names
    ]
