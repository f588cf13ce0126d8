"""What the columns of a list of events are called, and what they contain."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial

from content.models import Person
from content.phrases import join_list
from content.site import site_name
from events.models import Event
from imports.events.rows import EventRow, RowReader
from imports.events.times import read_when
from imports.spreadsheets import ColumnNames, SheetRow
from imports.spreadsheets.dates import DayOrder, quote
from imports.spreadsheets.values import (
    UnreadableValue,
    find_addresses,
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
    "body": "Text",
    "url": "Registration",
    "end_date": "End date",
}
# These only tell more about the columns above, and aren’t kept.
MORE_LABELS = {"duration": "Duration", "all_day": "All day", "status": "Status"}
# With the headings of Eventbrite, The Events Calendar, Meetup, Zoom, Outlook, and Google Calendar.
ALIASES = {
    "title": "name, event, event title, event name, topic, webinar, webinar title, meeting, "
    "meeting title, subject, session title, headline",
    "kind": "type, format, event type, kind of event, event format, event category, "
    "event categories, category, categories",
    "date": "day, event date, start date, event start date, date and time, date time, when, "
    "local date, starts on, event date and time, dates",
    "starts": "start, start time, from, begins, time, event start time, event start date time, "
    "event start date and time, start date time, start date and time, starts at, event start, "
    "scheduled start time, local time, times, begin, event time, start time local",
    "ends": "end, end time, to, until, event end time, event end date time, event end date and "
    "time, end date time, end date and time, ends at, event end, finish, scheduled end time",
    "time_zone": "timezone, zone, tz, event timezone, event time zone",
    "host": "hosted by, organizer, organiser, organization, organizer name, "  # words-ok: headings
    "event organizer, event organizer name, host name, group name, sponsor",
    "venue": "place, location, where, room, venue name, event venue name, event venue, "
    "event location, meeting place",
    "presenters": "who, presenter, speakers, speaker, panelists, panel, panelist, facilitator, "
    "facilitators, moderator",
    "summary": "description, about, abstract, event excerpt, details, event summary, excerpt, "
    "event details, notes, short description",
    "body": "event description, full description, long description, content, body, text",
    "url": "url, link, registration url, registration link, register, event url, event website, "
    "event link, website, rsvp, rsvp link, event page, web address, address, registration page",
    "end_date": "event end date, ends on, last day",
    "duration": "duration minutes, length, minutes, duration hours minutes, length minutes, "
    "estimated duration",
    "all_day": "all day event, allday, all day",
    "status": "event status, post status",
}
EVENTS = ColumnNames({**LABELS, **MORE_LABELS}, ALIASES, {"presenters": "; "}, kind="events")
TYPES = {
    **{normalize_words(event_type.label): event_type.value for event_type in Event.Type},
    "meet up": Event.Type.MEETUP.value,
    "conference session": Event.Type.SESSION.value,
    "panel": Event.Type.SESSION.value,
    "online": Event.Type.WEBINAR.value,
    "online event": Event.Type.WEBINAR.value,
    "virtual": Event.Type.WEBINAR.value,
    "virtual event": Event.Type.WEBINAR.value,
    "web seminar": Event.Type.WEBINAR.value,
    "in person": Event.Type.MEETUP.value,
    "in person event": Event.Type.MEETUP.value,
    "get together": Event.Type.MEETUP.value,
}
TYPES |= {f"{words}s": value for words, value in list(TYPES.items())}
# The name of an organization may have its own in brackets: Ana (Council of Schools (CCSSO)).
PERSON = re.compile(r"(?P<name>[^()]+?)(?:\s*\((?P<affiliation>(?:[^()]|\([^()]*\))+)\))?")
BETWEEN_NAMES = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+")
DEGREE = re.compile(
    r"(?:Ph|Ed|Psy|J|M)\.?\s?D\.?|M\.?(?:A|S|Ed|B\.?A)\.?|B\.?[AS]\.?|Jr\.?|Sr\.?|II|III|IV",
    re.IGNORECASE,
)
WHOLE_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s+[\w.’'-]+){1,4}(?:,|$)")
KINDS = re.compile(r"[;,/|]|\band\b|&")
HTML = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|i|img|li|ol|p|span|strong|ul)\b[^<>]*>", re.IGNORECASE
)
PARAGRAPHS = re.compile(r"\n{2,}")
SHOWN_CATEGORIES = 10
# No place to meet.
ONLINE = {"", "online", "online event", "virtual", "zoom", "webinar", "tbd", "tba", "n a"}


def read_row(row: SheetRow, order: DayOrder = DayOrder.MONTH) -> EventRow:
    """Read the cells of a row. `order` is how the dates of the file are written."""
    reader = RowReader(row, EVENTS.labels)
    when = read_when(reader, order)
    facts = {
        "title": reader.read("title", read_title),
        "summary": reader.text("summary"),
        "body": read_body(reader),
        "event_type": reader.check("kind", lambda: read_type(reader)) or guess_type(reader),
        **when,
        "venue": reader.read("venue", line_reader(Event, "venue")) or "",
        **read_host(reader),
    }
    is_webinar = facts["event_type"] == Event.Type.WEBINAR
    facts["is_online"] = is_webinar and not facts["venue"]
    presenters, problems = read_presenters(reader.text("presenters"))
    for problem in problems:
        reader.leave_out("presenters", problem)
    texts = {name: reader.texts[name] for name in LABELS}
    status = normalize_words(reader.text("status"))
    return EventRow(
        row.number,
        texts,
        facts,
        presenters,
        reader.problems,
        reader.notes,
        status=status,
        left_out=frozenset(reader.left_out),
        category=reader.category,
    )


def read_title(text: str) -> str:
    if not text:
        raise UnreadableValue("This row has no title. Enter the event’s title.")
    return read_line(text, at_most=300)


def line_reader(model: type, field: str):
    """Return a function that reads a line no longer than this field."""
    return partial(read_line, at_most=model._meta.get_field(field).max_length)


def read_body(reader: RowReader) -> str:
    """Return the text as Markdown, if The Events Calendar wrote it as HTML."""
    cell = reader.row.cells.get("body")
    text = cell.text if cell else ""
    if HTML.search(text):
        # Imported when it is needed: web processes do without them.
        from imports.html.cleanup import build_tree, clean_up
        from imports.html.writer import write_markdown

        tree = build_tree("".join(f"<p>{part}</p>" for part in PARAGRAPHS.split(text)))
        clean_up(tree)
        text = write_markdown(tree).strip()
    reader.say("body", text)
    return text


def read_type(reader: RowReader) -> str:
    """Return the type of event, or "" if the row doesn’t say it. Raises UnreadableValue."""
    text = reader.text("kind")
    if not text:
        return ""
    if normalize_words(text) in TYPES:
        return TYPES[normalize_words(text)]
    named = [TYPES[words] for words in map(normalize_words, KINDS.split(text)) if words in TYPES]
    if named:
        label = Event.Type(named[0]).label.lower()
        reader.notes.append(f"{quote(text)} names more than one type, so it is a {label}.")
        return named[0]
    if "categor" in reader.column_of("kind").casefold():
        # A calendar's categories may be about anything; the file has one note about them.
        reader.category = text
        reader.left_out.add("kind")
        return ""
    raise UnreadableValue(f"{quote(text)} isn’t a type of event. Use {type_names()}.")


def type_names() -> str:
    return join_list([event_type.label.lower() for event_type in Event.Type], "or")


def describe_categories(rows: Iterable[EventRow]) -> list[str]:
    """Return a sentence about the categories of a calendar that say nothing of an event’s type."""
    found = Counter(row.category for row in rows if row.category)
    if not found:
        return []
    named = [f"{quote(text)} ({number})" for text, number in found.most_common(SHOWN_CATEGORIES)]
    if len(found) > SHOWN_CATEGORIES:
        named.append(f"{len(found) - SHOWN_CATEGORIES} others")
    return [
        f"These categories don’t say whether an event is a {type_names()}, so its title and place "
        f"decided: {join_list(named)}. The numbers are those of rows."
    ]


def guess_type(reader: RowReader) -> str:
    """Return the type that the title names; or else whether there is a place to meet."""
    words = normalize_words(reader.text("title")).split()
    named = [TYPES[word] for word in words if word in TYPES]
    venue = normalize_words(reader.text("venue"))
    otherwise = Event.Type.WEBINAR if venue in ONLINE else Event.Type.MEETUP
    found = named[0] if named else otherwise.value
    label = Event.Type(found).label.lower()
    reader.say("kind", label)
    if reader.category:
        return found
    if "kind" in reader.left_out:
        reader.notes.append(f"It was imported as a {label}.")
    else:
        reader.notes.append(f"The file doesn’t say its type, so it was imported as a {label}.")
    return found


def read_host(reader: RowReader) -> dict:
    host = reader.read("host", line_reader(Event, "host_name")) or ""
    address = reader.check("url", lambda: read_registration(reader)) or ""
    is_ours = host.casefold() in ("", site_name().casefold())
    if is_ours and address:
        reader.notes.append(
            f"{address} was left out, because this site takes the registrations. If another site "
            "does, name the host."
        )
    return {
        "host_name": "" if is_ours else host,
        "registration_url": "" if is_ours else address,
        "takes_registrations": is_ours,
    }


def read_registration(reader: RowReader) -> str:
    """Return the address of the registration: in the cell, behind it, or behind the title."""
    text = reader.text("url")
    if text and (not reader.link("url") or find_addresses(text)):
        return read_address(text)
    behind = read_address(reader.link("url") or reader.link("title"))
    if behind:
        reader.say("url", behind)
    return behind


def split_names(words: str) -> list[str]:
    """Return the people in “Ann Ray, Bob Lee, Ph.D., and Cy Orr”, if each has a whole name."""
    if "(" in words:
        return [words]
    names: list[str] = []
    for piece in BETWEEN_NAMES.split(words):
        if names and DEGREE.fullmatch(piece):
            names[-1] += f", {piece}"
        else:
            names.append(piece)
    return names if all(map(WHOLE_NAME.match, names)) else [words]


def read_presenters(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return (name, affiliation) of each, and what is wrong with the others.

    They are written like “Kim Carter (QED Foundation); Ana Díaz”.
    """
    people: dict[str, tuple[str, str]] = {}
    problems = []
    for words in [name for names in read_list(text) for name in split_names(names)]:
        try:
            name, affiliation = read_presenter(words)
        except UnreadableValue as error:
            problems.append(str(error))
        else:
            people.setdefault(name.casefold(), (name, affiliation))
    return list(people.values()), problems


def read_presenter(words: str) -> tuple[str, str]:
    match = PERSON.fullmatch(words)
    if not match:
        raise UnreadableValue(
            f"{quote(words)} isn’t a presenter. Enter Name (Affiliation), with semicolons between "
            "people."
        )
    name = line_reader(Person, "name")(match["name"])
    return name, line_reader(Person, "affiliation")(match["affiliation"] or "")
