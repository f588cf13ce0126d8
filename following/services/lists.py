"""Followers as lists: imported with their consent, exported, and counted by week."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from content.domains import ascii_email
from content.form_fields import validate_address
from content.models import Reader
from content.moments import from_wall_clock
from content.readers import find_reader
from following.exceptions import AlreadyAsked, ListNotRead
from following.models import Follow
from following.services.follows import ask_listed, name_of
from following.services.privacy import describe_follows

COLUMNS = ["email", "consent", "consent_date"]
YES = {"yes", "y", "true", "1", "x"}
MOST_ROWS = 10_000
WEEKS = 12


@dataclass
class ListOutcome:
    """What came of each row of an imported list."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ListRow:
    number: int
    email: str
    consented_at: datetime | None


def read_list(content: bytes) -> tuple[list[ListRow], list[str]]:
    """Return the rows of a CSV file, and a sentence about each that can't be used.

    Raises ListNotRead.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListNotRead from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        names = {name.strip().lower(): name for name in reader.fieldnames or [] if name}
        rows = list(islice(reader, MOST_ROWS + 1))
    except csv.Error as error:
        raise ListNotRead from error
    if len(rows) > MOST_ROWS:
        raise ListNotRead(f"The list has more than {MOST_ROWS:,} lines. Split it.")
    if "email" not in names:
        raise ListNotRead(
            "The list has no column “email”. It needs that, and can have “consent” (yes or no) and "
            "“consent_date” (such as 2025-09-30)."
        )
    found, problems = [], []
    for number, row in enumerate(rows, start=2):
        values = {name: (row.get(names.get(name, "")) or "").strip() for name in COLUMNS}
        try:
            found.append(read_row(number, values))
        except ValueError as error:
            problems.append(f"Line {number}: {error}")
    return found, problems


def read_row(number: int, values: dict[str, str]) -> ListRow:
    """Raises ValueError with a sentence."""
    email = ascii_email(values["email"])
    try:
        validate_address(email)
    except ValidationError:
        raise ValueError("This is not an email address.") from None
    if values["consent"].lower() not in YES:
        return ListRow(number=number, email=email, consented_at=None)
    return ListRow(number=number, email=email, consented_at=read_date(values["consent_date"]))


def read_date(text: str) -> datetime | None:
    """Return the start of a day. Without a date, a consent can't be shown to anyone: None."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"“{text}” is not a date such as 2025-09-30.") from None
    moment = from_wall_clock(datetime.combine(day, time()), timezone.get_default_timezone())
    if moment > timezone.now():
        raise ValueError(f"The consent is dated {text}, in the future.")
    return moment


def import_list(
    *, content: bytes, source: str, scope: str, key: str, frequency: str
) -> ListOutcome:
    """Let the people on a list follow something.

    Those with a dated consent follow it from now on. The others are asked once: they get an email
    with a button. No one is asked twice, and those who stopped after their consent are left alone.
    It can be run again. Raises ListNotRead and NothingToFollow.
    """
    name = name_of(scope, key)
    rows, problems = read_list(content)
    outcome = ListOutcome(problems=problems)
    for row in rows:
        try:
            word = import_row(
                row, source=source, name=name, scope=scope, key=key, frequency=frequency
            )
        except AlreadyAsked as error:
            outcome.problems.append(f"Line {row.number}: {error}")
            continue
        outcome.counts[word] += 1
    return outcome


@transaction.atomic
def import_row(
    row: ListRow, *, source: str, name: str, scope: str, key: str, frequency: str
) -> str:
    """Return what was done: “added,” “asked,” “kept,” “left,” or “unreachable.”"""
    reader = find_reader(row.email)
    if reader.problem:
        return "unreachable"
    follow, is_new = Follow.objects.get_or_create(
        reader=reader,
        scope=scope,
        key=key,
        defaults={"frequency": frequency, "source": source},
    )
    if follow.is_active:
        return "kept"
    if row.consented_at is None:
        if not is_new:
            return "left" if follow.stopped_at else "kept"
        ask_listed(follow, name)
        return "asked"
    if follow.stopped_at and follow.stopped_at > row.consented_at:
        return "left"
    follow.confirmed_at, follow.stopped_at = row.consented_at, None
    follow.source = follow.source or source
    follow.save(update_fields=["confirmed_at", "stopped_at", "source"])
    return "added"


def export_list() -> Iterator[list[str]]:
    """Yield the rows of a CSV file with everyone who follows something."""
    yield ["email", "follows", "frequency", "consent", "consent_date", "source"]
    follows = list(Follow.objects.reachable().select_related("reader").in_order())
    described = describe_follows(follows)
    for follow in follows:
        yield [
            follow.reader.email,
            described[follow.pk][0],
            follow.frequency,
            "yes",
            timezone.localtime(follow.confirmed_at).date().isoformat(),
            follow.source,
        ]


def count_weeks() -> list[dict]:
    """Return, for each of the last weeks, how many follows began and ended, and who bounced."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    weeks = [monday - timedelta(weeks=number) for number in range(WEEKS)]
    follows = Follow.objects.exclude(confirmed_at=None)
    joined = by_week(follows, "confirmed_at", weeks[-1])
    left = by_week(follows.exclude(stopped_at=None), "stopped_at", weeks[-1])
    unreachable = Reader.objects.exclude(problem="").filter(follows__isnull=False).distinct()
    bounced = by_week(unreachable, "problem_at", weeks[-1])
    return [
        {"week": week, "joined": joined[week], "left": left[week], "bounced": bounced[week]}
        for week in weeks
    ]


def by_week(rows, moment: str, first: date) -> Counter:
    counted = (
        rows.filter(**{f"{moment}__date__gte": first})
        .annotate(week=TruncWeek(moment))
        .order_by()
        .values_list("week")
        .annotate(Count("pk", distinct=True))
    )
    return Counter({timezone.localtime(week).date(): count for week, count in counted})
