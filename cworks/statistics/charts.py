"""A chart of counts per day, or per week if there are many days, for templates/admin/chart.html."""

from dataclasses import dataclass
from datetime import date

from content.moments import format_date
from cworks.statistics.days import Course
from cworks.statistics.periods import Period

MOST_BARS = 93
DAYS_OF_WEEK = 7
# Units of the drawing. It is stretched to the width of the page.
STEP, BAR, HEIGHT = 10, 8, 100


@dataclass(frozen=True)
class Point:
    first: date
    count: int
    before: int
    x: int
    y: float
    height: float

    @property
    def label(self) -> str:
        return format_date(self.first)


@dataclass(frozen=True)
class Chart:
    course: Course
    points: list[Point]
    most: int
    line: str  # the period before, as the points of a polyline
    is_by_week: bool

    @property
    def width(self) -> int:
        return len(self.points) * STEP

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def bar(self) -> int:
        return BAR

    @property
    def description(self) -> str:
        """What someone who doesn't see it should know."""
        unit, highest = self.course.unit, max(self.points, key=lambda point: point.count)
        text = f"{self.course.total:,} {unit}, {self.course.before:,} in the period before."
        if not highest.count:
            return text
        when = "in the week from" if self.is_by_week else "on"
        return f"{text} The most, {highest.count:,}, {when} {highest.label}."


def draw(course: Course) -> Chart:
    period = course.period
    size = DAYS_OF_WEEK if period.length > MOST_BARS else 1
    now, before = (sum_parts(course, part, size) for part in (period, period.before))
    most = max([*now, *before, 1])
    points = [
        Point(
            first=period.days[number * size],
            count=count,
            before=earlier,
            x=number * STEP + (STEP - BAR) // 2,
            y=HEIGHT - round(count / most * HEIGHT, 1),
            height=round(count / most * HEIGHT, 1),
        )
        for number, (count, earlier) in enumerate(zip(now, before, strict=True))
    ]
    line = " ".join(
        f"{number * STEP + STEP // 2},{HEIGHT - round(count / most * HEIGHT, 1)}"
        for number, count in enumerate(before)
    )
    return Chart(course, points, most, line, is_by_week=size > 1)


def sum_parts(course: Course, period: Period, size: int) -> list[int]:
    counts = [course.counts.get(day, 0) for day in period.days]
    return [sum(counts[start : start + size]) for start in range(0, len(counts), size)]
