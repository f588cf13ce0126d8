"""The days that statistics are about, and those that they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from content.moments import format_date

CHOICES = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "A year"}
USUAL = 30
LONGEST = 3 * 366  # days
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    first: date
    last: date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """As many days, which end when this period begins."""
        return Period(self.first - self.length * DAY, self.first - DAY)

    @property
    def days(self) -> list[date]:
        return [self.first + number * DAY for number in range(self.length)]

    def __str__(self) -> str:
        return f"{format_date(self.first)} to {format_date(self.last)}"


@dataclass(frozen=True)
class ChosenPeriod:
    """What was asked for. `choice` is "" for two dates; `problem` says why it isn't used."""

    period: Period
    choice: str = str(USUAL)
    problem: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The parameters that choose it again."""
        if self.choice:
            return {"days": self.choice}
        return {"from": f"{self.period.first}", "to": f"{self.period.last}"}


def read_period(parameters) -> ChosenPeriod:
    """Return the period that a query string asks for: ?days=90, or ?from=2026-01-01&to=2026-01-31.

    All periods end today at the latest.
    """
    today = timezone.localdate()
    usual = ChosenPeriod(last_days(USUAL, today))
    if "from" in parameters or "to" in parameters:
        try:
            first, last = (date.fromisoformat(parameters.get(name, "")) for name in ("from", "to"))
        except ValueError:
            return ChosenPeriod(usual.period, problem="Choose both dates.")
        if first > last:
            return ChosenPeriod(usual.period, problem="The first day is after the last.")
        if first.year < 2000 or last > today:
            return ChosenPeriod(usual.period, problem="Choose days between 2000 and today.")
        period = Period(first, last)
        if period.length > LONGEST:
            return ChosenPeriod(usual.period, problem="Choose at most three years.")
        return ChosenPeriod(period, choice="")
    choice = parameters.get("days", str(USUAL))
    if choice not in CHOICES:
        return usual
    return ChosenPeriod(last_days(int(choice), today), choice)


def last_days(number: int, today: date) -> Period:
    return Period(today - (number - 1) * DAY, today)
