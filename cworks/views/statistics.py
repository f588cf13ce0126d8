"""What readers do: a page for staff, and its tables as CSV."""

import csv
from collections.abc import Iterator
from itertools import chain

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from cworks.statistics.charts import draw
from cworks.statistics.days import Course, read_courses
from cworks.statistics.periods import CHOICES, read_period
from cworks.statistics.rankings import Ranking, read_rankings
from cworks.statistics.scopes import read_scope
from events.services.exports import neutralize

SHOWN = 10
EXPORTED = 100_000
BOM = "\ufeff"  # for Excel


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    asked = read_period(request.GET)
    scope = read_scope(request.user, request.GET)  # type: ignore[arg-type]
    address = reverse("statistics")
    context = {
        **admin.site.each_context(request),
        "title": "Statistics",
        "asked": asked,
        "scope": scope,
        "choices": [
            (label, f"{address}?{urlencode({'days': days, **scope.query})}", days == asked.choice)
            for days, label in CHOICES.items()
        ],
        "period_query": urlencode(asked.query),
        "query": urlencode({**asked.query, **scope.query}),
        "charts": [draw(course) for course in read_courses(scope, asked.period)],
        "rankings": list(read_rankings(scope, asked.period, most=SHOWN)),
        "shown": SHOWN,
    }
    return render(request, "admin/statistics.html", context)


@require_safe
def as_csv(request: HttpRequest, table: str) -> HttpResponse:
    """Send one chart's counts per day, or one whole ranking."""
    asked = read_period(request.GET)
    scope = read_scope(request.user, request.GET)  # type: ignore[arg-type]
    found: Iterator[Course | Ranking] = chain(
        read_courses(scope, asked.period),
        read_rankings(scope, asked.period, most=EXPORTED),
    )
    chosen = next((each for each in found if each.key == table), None)
    if chosen is None:
        raise Http404("There is no such table.")
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    file = f"{table}-{asked.period.first}-to-{asked.period.last}.csv"
    response["Content-Disposition"] = content_disposition_header(True, file)
    csv.writer(response).writerows(rows_of(chosen))
    return response


def rows_of(table: Course | Ranking) -> Iterator[list[str | int]]:
    if isinstance(table, Course):
        yield ["Day", table.title]
        for day in table.period.days:
            yield [f"{day}", table.counts.get(day, 0)]
    else:
        yield [table.heading, table.unit, "Period before"]
        for row in table.rows:
            yield [neutralize(row.name), row.count, row.before]
