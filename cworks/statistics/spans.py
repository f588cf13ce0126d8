"""How to read a period with few rows: whole months from their sums, and other days one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Max

from content.models import ViewMonth
from cworks.statistics.periods import DAY, Period

MONTH = relativedelta(months=1)


@dataclass
class Spans:
    """Each span is the first and the last of its days, or of the first days of its months."""

    days: list[tuple[date, date]] = field(default_factory=list)
    months: list[tuple[date, date]] = field(default_factory=list)


def read_spans(period: Period) -> Spans:
    """Return the spans that make up a period and the one before, without one that is in both."""
    summed = ViewMonth.objects.aggregate(last=Max("month"))["last"]
    spans = Spans()
    for part in (period.before, period):
        months = list(whole_months(part, summed)) if summed else []
        if not months:
            spans.days.append((part.first, part.last))
            continue
        spans.months.append((months[0], months[-1]))
        around = [(part.first, months[0] - DAY), (months[-1] + MONTH, part.last)]
        spans.days += [(first, last) for first, last in around if first <= last]
    return spans


def whole_months(period: Period, last: date) -> Iterator[date]:
    """Yield the first days of the months that are in a period as a whole, up to the last summed."""
    month = period.first if period.first.day == 1 else period.first.replace(day=1) + MONTH
    while month <= last and month + MONTH - DAY <= period.last:
        yield month
        month += MONTH
