"""What the columns of a list of events are called, and what stands in them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import get_text_list

from content.spreadsheets import ColumnNames, Row
from content.spreadsheets.values import CannotRead, read_line, read_list, words_of
from events.exceptions import EventError
from events.models import Event
from events.times import at_local, is_time_zone

LABELS = {
    "title": "Title",
    "kind": "Kind",
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
    "kind": "type, format",
    "date": "day, event date, start date",
    "starts": "start, start time, from, begins, time",
    "ends": "end, end time, to, until",
    "time_zone": "timezone, zone, tz",
    "host": "hosted by, organizer, organiser, organisation, organization",
    "venue": "place, location, where, room",
    "presenters": "presenter, speakers, speaker, panelists, panel",
    "summary": "description, about, abstract",
    "url": "url, link, registration url, registration link, register",
}
EVENTS = ColumnNames(LABELS, ALIASES, {"presenters": "; "})
KINDS = {
    **{words_of(kind.label): kind.value for kind in Event.Type},
    "meet up": Event.Type.MEETUP.value,
    "conference session": Event.Type.SESSION.value,
    "panel": Event.Type.SESSION.value,
}
AFFILIATED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<affiliation>[^()]+)\)")
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y")
TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p")


@dataclass(frozen=True)
class RowError:
    """`column` is its heading in the file, or empty."""

    column: str
    sentence: str


@dataclass(frozen=True)
class EventRow:
    """What a row says: `said` in its own words, `facts` as fields of an event."""

    number: int
    said: dict[str, str]
    facts: dict
    presenters: list[tuple[str, str]]  # (name, affiliation)
    errors: list[RowError]

    @property
    def title(self) -> str:
        return self.said.get("title", "")


class Reader:
    """Reads the cells of a row, and collects what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.errors = [RowError(column, sentence) for column, sentence in row.problems]
        for cell in row.cells.values():
            if cell.problem:
                self.errors.append(RowError(cell.column, cell.problem))

    def text(self, name: str) -> str:
        cell = self.row.cells.get(name)
        return " ".join(cell.text.split()) if cell else ""

    def read(self, name: str, read, *arguments):
        """Return what a cell says, or None, and the reason among the errors."""
        try:
            return read(self.text(name), *arguments)
        except (CannotRead, EventError) as error:
            self.refuse(name, str(error))
            return None

    def refuse(self, name: str, sentence: str) -> None:
        cell = self.row.cells.get(name)
        self.errors.append(RowError(cell.column if cell else LABELS[name], sentence))


def read_row(row: Row) -> EventRow:
    reader = Reader(row)
    said = {name: reader.text(name) for name in LABELS}
    zone = reader.read("time_zone", read_zone)
    start, end = read_span(reader, zone)
    facts = {
        "title": reader.read("title", read_title),
        "summary": reader.read("summary", read_summary),
        "event_type": reader.read("kind", read_kind),
        "time_zone": zone.key if zone else None,
        "starts_at": start,
        "ends_at": end,
        "is_all_day": not said["starts"],
        "venue": reader.read("venue", read_short),
        **read_host(reader),
    }
    is_webinar = facts["event_type"] == Event.Type.WEBINAR
    facts["is_online"] = is_webinar and not facts["venue"]
    presenters = reader.read("presenters", read_presenters) or []
    return EventRow(row.number, said, facts, presenters, reader.errors)


def read_title(text: str) -> str:
    if not text:
        raise CannotRead("This row has no title: write what the event is called.")
    return read_line(text, at_most=300)


def read_summary(text: str) -> str:
    return text


def read_short(text: str) -> str:
    return read_line(text, at_most=300)


def read_kind(text: str) -> str:
    try:
        return KINDS[words_of(text)]
    except KeyError:
        kinds = get_text_list([kind.label.lower() for kind in Event.Type], "or")
        raise CannotRead(f"“{text[:60]}” is no kind of event: write {kinds}.") from None


def read_zone(text: str) -> ZoneInfo:
    if not is_time_zone(text):
        raise CannotRead(f"“{text[:60]}” is no time zone: write one such as America/New_York.")
    return ZoneInfo(text)


def read_date(text: str) -> date:
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise CannotRead(f"“{text[:60]}” is no date: write it like 2018-11-07.")


def read_time(text: str) -> time:
    plain = text.upper().replace(".", "")
    for form in TIMES:
        try:
            return datetime.strptime(plain, form).time()
        except ValueError:
            continue
    raise CannotRead(f"“{text[:60]}” is no time: write it like 15:00.")


def read_span(reader: Reader, zone: ZoneInfo | None) -> tuple[datetime | None, datetime | None]:
    day = reader.read("date", read_date)
    if day is None or zone is None:
        return None, None
    if not reader.text("starts"):
        midnight = datetime.combine(day, time())
        return at_local(midnight, zone), at_local(midnight + timedelta(days=1), zone)
    start = reader.read(
        "starts", lambda text: at_local(datetime.combine(day, read_time(text)), zone)
    )
    if not reader.text("ends"):
        return start, None
    end = reader.read("ends", lambda text: at_local(datetime.combine(day, read_time(text)), zone))
    if start and end and end <= start:
        reader.refuse("ends", f"It ends at {reader.text('ends')}, which is not after its start.")
    return start, end


def read_host(reader: Reader) -> dict:
    host = reader.read("host", read_short) or ""
    is_ours = host.casefold() in ("", settings.SITE_NAME.casefold())
    return {
        "host_name": "" if is_ours else host,
        "registration_url": "" if is_ours else reader.text("url"),
        "takes_registrations": is_ours,
    }


def read_presenters(text: str) -> list[tuple[str, str]]:
    """Return (name, affiliation) of each: “Kim Carter (QED Foundation); Ana Díaz”."""
    people = []
    for words in read_list(text):
        match = AFFILIATED.fullmatch(words)
        name, affiliation = match.group("name", "affiliation") if match else (words, "")
        people.append((read_line(name, at_most=200), read_line(affiliation, at_most=300)))
    return people
