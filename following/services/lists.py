"""Followers as lists: imported with their consent, exported, and counted by week."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import batched, islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from content.domains import ascii_email
from content.form_fields import validate_address
from content.locks import take_lock
from content.models import Reader
from content.moments import from_wall_clock
from content.readers import clean_email, count_requests
from following.exceptions import AlreadyAsked, ListNotRead
from following.models import Follow
from following.services.follows import ask_listed, name_of
from following.services.privacy import describe_follows

COLUMNS = ["email", "consent", "consent_date"]
ALIASES = dict.fromkeys(["e-mail", "email address", "e-mail address"], "email")
YES = {"yes", "y", "true", "1", "x"}
US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?:\s|$)", re.ASCII)
MOST_ROWS = 10_000
AT_A_TIME = 500
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
        if b"\0" in content:
            raise ListNotRead from error
        # As Excel saves it on Windows. Only names have other characters than ASCII.
        text = content.decode("cp1252", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        headings = {name.strip().lower(): name for name in reader.fieldnames or [] if name}
        names = {ALIASES.get(name, name): heading for name, heading in headings.items()}
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
        day = read_day(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a date such as 2025-09-30.") from None
    moment = from_wall_clock(datetime.combine(day, time()), timezone.get_default_timezone())
    if moment > timezone.now():
        raise ValueError(f"The consent is dated {text}, in the future.")
    return moment


def read_day(text: str) -> date:
    """Read 2025-09-30, or 9/30/2025, as Excel saves it in the United States."""
    if found := US_DATE.match(text):
        month, day, year = map(int, found.groups())
        return date(year if year > 99 else 2000 + year, month, day)
    return date.fromisoformat(text[:10])


def import_list(
    *, content: bytes, source: str, scope: str, key: str, frequency: str
) -> ListOutcome:
    """Let the people on a list follow something.

    Those with a dated consent follow it from now on. The others are asked once: they get an email
    with a button. No one is asked twice, and those who stopped after their consent are left alone.
    It can be run again. Raises ListNotRead and NothingToFollow.
    """
    rows, problems = read_list(content)
    outcome = ListOutcome(problems=problems)
    wanted = Follow(scope=scope, key=key, frequency=frequency, source=source)
    # The followers of a whole chunk take a few queries. Those of ten thousand, one by one, would
    # keep the browser waiting for longer than most proxies do.
    for chunk in batched(rows, AT_A_TIME):
        import_rows(chunk, wanted, name=name_of(scope, key), outcome=outcome)
    return outcome


@transaction.atomic
def import_rows(
    rows: Sequence[ListRow], wanted: Follow, *, name: str, outcome: ListOutcome
) -> None:
    # Someone may import the same list at the same time.
    take_lock("lists of followers")
    follows = find_follows([row.email for row in rows], wanted)
    agreed: list[Follow] = []
    for row in rows:
        if row.consented_at is not None:
            follow = follows[row.email]
            word = agree(follow, row.consented_at, source=wanted.source)
            outcome.counts[word] += 1
            agreed += [follow] if word == "added" else []
    new, known = [each for each in agreed if not each.pk], [each for each in agreed if each.pk]
    Follow.objects.bulk_create(new, ignore_conflicts=True)
    Follow.objects.bulk_update(known, ["confirmed_at", "stopped_at", "source"])
    unasked = [row for row in rows if row.consented_at is None]
    ask_all(unasked, follows, name=name, outcome=outcome)


def ask_all(
    rows: Sequence[ListRow], follows: dict[str, Follow], *, name: str, outcome: ListOutcome
) -> None:
    """Ask those on these rows who were never asked, and don't follow already."""
    waiting: dict[int, ListRow] = {}  # by the reader
    for row in rows:
        follow = follows[row.email]
        word = "kept" if follow.reader_id in waiting else word_without_consent(follow)
        if word:
            outcome.counts[word] += 1
        else:
            waiting[follow.reader_id] = row
    allowed = count_requests(follows[row.email].reader for row in waiting.values())
    asked: list[Follow] = []
    for row in waiting.values():
        follow = follows[row.email]
        if follow.reader.email in allowed:
            asked.append(follow)
        else:
            outcome.problems.append(f"Line {row.number}: {AlreadyAsked.message}")
    if asked:
        # A reader may ask for the same at this moment.
        Follow.objects.bulk_create(asked, ignore_conflicts=True)
        stored = Follow.objects.filter(
            reader__in=[follow.reader for follow in asked], scope=asked[0].scope, key=asked[0].key
        )
        ask_listed(list(stored.filter(confirmed_at=None).select_related("reader")), name)
    outcome.counts["asked"] += len(asked)


def agree(follow: Follow, consented_at: datetime, *, source: str) -> str:
    """Return what becomes of a follow: “added,” “kept,” “left,” or “unreachable.”"""
    if follow.reader.problem:
        return "unreachable"
    if follow.is_active:
        return "kept"
    if follow.stopped_at and follow.stopped_at > consented_at:
        return "left"
    follow.confirmed_at, follow.stopped_at = consented_at, None
    follow.source = follow.source or source
    return "added"


def word_without_consent(follow: Follow) -> str:
    """Return “kept,” “left,” or “unreachable,” or "" for someone to ask."""
    if follow.reader.problem:
        return "unreachable"
    if follow.stopped_at and not follow.is_active:
        return "left"
    return "kept" if follow.pk or follow.is_active else ""


def find_follows(emails: Iterable[str], wanted: Follow) -> dict[str, Follow]:
    """Return the follow of each address: the stored one, locked, or a new one like `wanted`.

    Readers who aren't known yet are added.
    """
    cleaned = {email: clean_email(email) for email in emails}
    addresses = sorted(set(cleaned.values()))
    Reader.objects.bulk_create([Reader(email=each) for each in addresses], ignore_conflicts=True)
    readers = Reader.objects.filter(email__in=addresses).in_bulk()
    stored = Follow.objects.filter(reader__in=readers, scope=wanted.scope, key=wanted.key)
    by_reader = {each.reader_id: each for each in stored.select_for_update()}
    found: dict[str, Follow] = {}
    for pk, reader in readers.items():
        follow = by_reader.get(pk) or copy(wanted)
        follow.reader = reader
        found[reader.email] = follow
    return {email: found[address] for email, address in cleaned.items()}


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
