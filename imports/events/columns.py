"""What the columns of a list of events are called, and what they contain."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings

from content.exceptions import ContentError
from content.models import Person
from content.moments import from_wall_clock, is_in_bounds
from content.phrases import join_list
from events.models import Event
from events.times import is_time_zone
from imports.spreadsheets import ColumnNames, SheetRow
from imports.spreadsheets.plans import CellProblem
from imports.spreadsheets.values import (
    UnreadableValue,
    normalize_words,
    read_address,
    read_line,
    read_list,
)

# Source records keep what a row said under these names, so they stay as they are.
LABELS = {
    "title": "Title",
    "kind": "Type",
    "date": "Date",
    "starts": "Starts",
    "ends": "Ends",
    "time_zone": "Time zone",
    "host": "Host",
    "venue": "Venue",
    "presenters": "Presenters",
    "summary": "Summary",
    "url": "Registration",
}
ALIASES = {
    "title": "name, event, event title",
    "kind": "type, format, event type",
    "date": "day, event date, start date",
    "starts": "start, start time, from, begins, time",
    "ends": "end, end time, to, until",
    "time_zone": "timezone, zone, tz",
    "host": "hosted by, organizer, organiser, organization",  # words-ok: what people call a column
    "venue": "place, location, where, room",
    "presenters": "presenter, speakers, speaker, panelists, panel",
    "summary": "description, about, abstract",
    "url": "url, link, registration url, registration link, register",
}
EVENTS = ColumnNames(LABELS, ALIASES, {"presenters": "; "})
TYPES = {
    **{normalize_words(event_type.label): event_type.value for event_type in Event.Type},
    "meet up": Event.Type.MEETUP.value,
    "conference session": Event.Type.SESSION.value,
    "panel": Event.Type.SESSION.value,
}
# The name of an organization may have its own in brackets: Ana (Council of Schools (CCSSO)).
PERSON = re.compile(r"(?P<name>[^()]+?)(?:\s*\((?P<affiliation>(?:[^()]|\([^()]*\))+)\))?")
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y")
TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p")


@dataclass(frozen=True)
class EventRow:
    """What a row says: `texts` are its cells, `facts` are fields of an event."""

    number: int
    texts: dict[str, str]
    facts: dict
    presenters: list[tuple[str, str]]  # (name, affiliation)
    problems: list[CellProblem]

    @property
    def title(self) -> str:
        return self.texts.get("title", "")

    @property
    def day(self) -> date:
        """The day on which it begins where it takes place, of a row without errors."""
        return self.facts["starts_at"].astimezone(ZoneInfo(self.facts["time_zone"])).date()


class RowReader:
    """Reads the cells of a row, and collects what is wrong with them."""

    def __init__(self, row: SheetRow) -> None:
        self.row = row
        self.problems = [CellProblem(column, sentence) for column, sentence in row.problems]
        for cell in row.cells.values():
            if cell.problem:
                self.problems.append(CellProblem(cell.column, cell.problem))

    def text(self, name: str) -> str:
        cell = self.row.cells.get(name)
        return " ".join(cell.text.split()) if cell else ""

    def read(self, name: str, read, *arguments):
        """Return what a cell says, or None, and the reason among the errors."""
        try:
            return read(self.text(name), *arguments)
        except UnreadableValue as error:
            self.add_problem(name, str(error))
        except ContentError as error:
            self.add_problem(name, f"{quote(self.text(name))}: {error}")
        return None

    def add_problem(self, name: str, sentence: str) -> None:
        cell = self.row.cells.get(name)
        self.problems.append(CellProblem(cell.column if cell else LABELS[name], sentence))


def read_row(row: SheetRow) -> EventRow:
    reader = RowReader(row)
    texts = {name: reader.text(name) for name in LABELS}
    zone = reader.read("time_zone", read_zone)
    start, end = read_span(reader, zone)
    facts = {
        "title": reader.read("title", read_title),
        "summary": texts["summary"],
        "event_type": reader.read("kind", read_type),
        "time_zone": zone.key if zone else None,
        "starts_at": start,
        "ends_at": end,
        "is_all_day": not texts["starts"],
        "venue": reader.read("venue", line_reader(Event, "venue")),
        **read_host(reader),
    }
    is_webinar = facts["event_type"] == Event.Type.WEBINAR
    facts["is_online"] = is_webinar and not facts["venue"]
    presenters = reader.read("presenters", read_presenters) or []
    return EventRow(row.number, texts, facts, presenters, reader.problems)


def read_title(text: str) -> str:
    if not text:
        raise UnreadableValue("This row has no title. Enter the event’s title.")
    return read_line(text, at_most=300)


def line_reader(model: type, field: str):
    """Return a function that reads a line no longer than this field."""
    return partial(read_line, at_most=model._meta.get_field(field).max_length)


def read_type(text: str) -> str:
    try:
        return TYPES[normalize_words(text)]
    except KeyError:
        types = join_list([event_type.label.lower() for event_type in Event.Type], "or")
        raise UnreadableValue(f"{quote(text)} isn’t a type of event. Use {types}.") from None


def read_zone(text: str) -> ZoneInfo:
    if not is_time_zone(text):
        raise UnreadableValue(f"{quote(text)} isn’t a time zone. Use one such as America/New_York.")
    return ZoneInfo(text)


def read_date(text: str) -> date:
    for form in DATES:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 (only its date)
        except ValueError:
            continue
        if is_in_bounds(day):
            return day
    raise UnreadableValue(f"{quote(text)} isn’t a date. Enter it like 2018-11-07.")


def read_time(text: str) -> time:
    plain = text.upper().replace(".", "")
    for form in TIMES:
        try:
            return datetime.strptime(plain, form).time()  # noqa: DTZ007 (only its time)
        except ValueError:
            continue
    raise UnreadableValue(f"{quote(text)} isn’t a time. Enter it like 15:00.")


def read_span(reader: RowReader, zone: ZoneInfo | None) -> tuple[datetime | None, datetime | None]:
    day = reader.read("date", read_date)
    starts, ends = reader.text("starts"), reader.text("ends")
    if ends and not starts:
        reader.add_problem(
            "starts", f"It ends at {ends} but has no start time. Enter both or neither."
        )
    if day is None or zone is None:
        return None, None
    if not starts:
        return (
            reader.read("date", lambda _: from_wall_clock(datetime.combine(day, time()), zone)),
            reader.read(
                "date",
                lambda _: from_wall_clock(datetime.combine(day + timedelta(days=1), time()), zone),
            ),
        )

    def moment(text: str) -> datetime:
        return from_wall_clock(datetime.combine(day, read_time(text)), zone)

    start = reader.read("starts", moment)
    end = reader.read("ends", moment) if ends else None
    if start and end and end <= start:
        reader.add_problem(
            "ends",
            f"It ends at {ends}, which isn’t after its start. Fix one of them.",
        )
    return start, end


def read_host(reader: RowReader) -> dict:
    host = reader.read("host", line_reader(Event, "host_name")) or ""
    address = reader.read("url", read_address) or ""
    is_ours = host.casefold() in ("", settings.SITE_NAME.casefold())
    return {
        "host_name": "" if is_ours else host,
        "registration_url": "" if is_ours else address,
        "takes_registrations": is_ours,
    }


def read_presenters(text: str) -> list[tuple[str, str]]:
    """Return (name, affiliation) of each: “Kim Carter (QED Foundation); Ana Díaz”."""
    people: dict[str, tuple[str, str]] = {}
    for words in read_list(text):
        match = PERSON.fullmatch(words)
        if not match:
            raise UnreadableValue(
                f"{quote(words)} isn’t a presenter. Enter Name (Affiliation), with semicolons "
                "between people."
            )
        name = line_reader(Person, "name")(match["name"])
        affiliation = line_reader(Person, "affiliation")(match["affiliation"] or "")
        people.setdefault(name.casefold(), (name, affiliation))
    return list(people.values())


def quote(text: str) -> str:
    return f"“{text[:60]}”" if text else "An empty cell"
