"""What a calendar plug-in's event is here: its type, place, host, and registration address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from imports.values import read_name, read_plain, shorten
from imports.wordpress.event_dates import EventTimes, read_times
from imports.wordpress.export import ExportItem

# What plug-ins call the same thing; the first that has a value counts.
VENUE_IDS = ["_EventVenueID", "_location_id", "evcal_location", "mec_location_id", "event_venue"]
HOST_IDS = ["_EventOrganizerID", "mec_organizer_id"]
VENUE_NAMES = [
    "sc_event_location", "sc_location", "evcal_location_name", "event_location", "location",
    "venue", "event_venue",
]  # fmt: skip
REGISTRATION = [
    "_EventURL", "sc_event_url", "_event_rsvp_url", "mec_more_info", "evcal_lmlink",
    "mec_read_more", "registration_url", "registration_link", "register_url", "event_url",
    "event_link",
]  # fmt: skip
MEETING = [
    "_tribe_events_virtual_url", "_tribe_events_zoom_join_url", "_event_location_url", "_vir_url",
    "zoom_link",
]  # fmt: skip
VIRTUAL = ["_tribe_events_is_virtual", "_virtual", "mec_virtual_event"]
STATUS = ["_tribe_events_status", "_status", "mec_event_status"]
STATUS_REASON = ["_tribe_events_status_reason", "mec_cancelled_reason"]  # words-ok: its name
RECURRENCE = [
    "_EventRecurrence", "_recurrence", "mec_repeat_status", "evcal_repeat", "sc_event_recurring",
]  # fmt: skip
ADDRESS_PARTS = [
    ["_VenueAddress", "_location_address"],
    ["_VenueCity", "_location_town"],
    ["_VenueStateProvince", "_VenueState", "_VenueProvince", "_location_state"],
    ["_VenueZip", "_location_postcode"],
    ["_VenueCountry", "_location_country"],
]
HOME_COUNTRIES = {"united states", "united states of america", "us", "usa", "u.s.", "u.s.a."}

ONLINE = re.compile(
    r"\b(?:online|virtual(?:ly)?|webinars?|webcast|zoom|gotowebinar|google meet|microsoft teams|"
    r"livestream)\b",
    re.IGNORECASE,
)
TYPES = [
    ("webinar", re.compile(r"\b(?:webinars?|webcasts?)\b", re.IGNORECASE)),
    ("session", re.compile(r"\b(?:sessions?|conferences?|panels?|keynotes?|symposi\w+|summits?)\b",
                           re.IGNORECASE)),
    ("meetup", re.compile(r"\b(?:meet-?ups?|workshops?|meetings?|gatherings?)\b", re.IGNORECASE)),
]  # fmt: skip
CANCELED = re.compile(r"(?:event)?cancell?ed", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
REPEATED = "It repeated on the old site. Only its first date was imported."
TYPE_GUESSED = "The old site doesn’t say what type of event it is. Check its type."


@dataclass(slots=True)
class EventFacts:
    """The fields of an event, sentences for editors, and the meta keys that were read."""

    times: EventTimes
    fields: dict = field(default_factory=dict)
    cancellation_note: str | None = None
    sentences: list[str] = field(default_factory=list)
    used_keys: set[str] = field(default_factory=set)


def read_event(
    item: ExportItem, *, related: Mapping[str, ExportItem], site_zone: str, site_names: set[str]
) -> EventFacts:
    """Read an event. `related` are the venues and organizers by number.

    An organizer that is called like the site, as `site_names` has it in lower case, is ourselves.
    """
    meta = first_values(item)
    times = read_times(meta, site_zone=site_zone)
    facts = EventFacts(times, sentences=list(times.sentences), used_keys=set(times.used_keys))
    reader = MetaReader(meta, facts.used_keys)
    venue, address = read_venue(item, related, reader)
    host, host_url = read_host(item, related, reader, site_names)
    registration = reader.address(REGISTRATION)
    join_url = reader.address(MEETING)
    is_marked_virtual = reader.first(VIRTUAL).casefold() in {"yes", "1", "true"}
    is_online = is_marked_virtual or bool(join_url) or bool(ONLINE.search(venue))
    if is_online and ONLINE.fullmatch(venue):
        venue = ""
    event_type = read_type(item)
    if not event_type:
        event_type = "webinar" if is_online and not venue else "meetup"
        if not is_online and not venue:
            facts.sentences.append(TYPE_GUESSED)
    facts.fields = {
        "starts_at": times.starts_at,
        "ends_at": times.ends_at,
        "time_zone": times.time_zone,
        "is_all_day": times.is_all_day,
        "event_type": event_type,
        "is_online": is_online or (event_type == "webinar" and not venue),
        "venue": shorten(venue, 300),
        "address": shorten(address, 500),
        "host_name": shorten(host, 300),
        "host_url": host_url if len(host_url) <= 500 else "",
        "registration_url": registration,
        "join_url": join_url,
    }
    if CANCELED.fullmatch(reader.first(STATUS)):
        facts.cancellation_note = read_plain(reader.first(STATUS_REASON))
    if reader.first(RECURRENCE) not in {"", "0", "no", "a:0:{}"} and is_recurring(meta):
        facts.sentences.append(REPEATED)
    facts.used_keys -= {""}
    return facts


class MetaReader:
    """Reads meta values by the names that different plug-ins have for them."""

    def __init__(self, meta: Mapping[str, str], used: set[str]) -> None:
        self.meta = meta
        self.used = used

    def first(self, keys: list[str]) -> str:
        for key in keys:
            if value := self.meta.get(key, "").strip():
                self.used.add(key)
                return value
        return ""

    def address(self, keys: list[str]) -> str:
        for key in keys:
            value = self.meta.get(key, "").strip()
            if ADDRESS.fullmatch(value) and len(value) <= 2000:
                self.used.add(key)
                return value
        return ""


def first_values(item: ExportItem) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in item.meta:
        if value.strip():
            values.setdefault(key, value)
    return values


def is_recurring(meta: Mapping[str, str]) -> bool:
    rules = meta.get("_EventRecurrence", "")
    # Without a rule, The Events Calendar keeps an empty list of them.
    return not rules or '"rules";a:0' not in rules


def read_venue(
    item: ExportItem, related: Mapping[str, ExportItem], reader: MetaReader
) -> tuple[str, str]:
    """Return the venue's name and its address."""
    for key in VENUE_IDS:
        venue = related.get(reader.meta.get(key, "").strip())
        if venue is not None:
            reader.used.add(key)
            return read_name(venue.title), address_of(venue)
    name = read_name(reader.first([key for key in VENUE_NAMES if not is_number(reader, key)]))
    return ("", "") if ADDRESS.fullmatch(name) else (name, "")


def is_number(reader: MetaReader, key: str) -> bool:
    return reader.meta.get(key, "").strip().isdigit()


def address_of(venue: ExportItem) -> str:
    """Return street, city, state and ZIP code, and the country if it isn't the United States."""
    meta = first_values(venue)
    street, city, state, code, country = (
        next((read_name(meta[key]) for key in keys if key in meta), "") for keys in ADDRESS_PARTS
    )
    if country.casefold() in HOME_COUNTRIES:
        country = ""
    parts = [street, city, f"{state} {code}".strip(), country]
    return ", ".join(part for part in parts if part)


def read_host(
    item: ExportItem,
    related: Mapping[str, ExportItem],
    reader: MetaReader,
    site_names: set[str],
) -> tuple[str, str]:
    """Return who else hosts an event, and their website."""
    hosts = [
        related[value.strip()]
        for key, value in item.meta
        if key in HOST_IDS and value.strip() in related
    ]
    if not hosts:
        return "", ""
    reader.used.update(HOST_IDS)
    names = list(dict.fromkeys(read_name(host.title) for host in hosts if host.title))
    if any(name.casefold() in site_names for name in names):
        return "", ""
    website = first_values(hosts[0]).get("_OrganizerWebsite", "").strip()
    return "; ".join(names), website if ADDRESS.fullmatch(website) else ""


def read_type(item: ExportItem) -> str:
    """Return the type that an event's categories or title name."""
    names = [term.name for term in item.terms if term.taxonomy not in {"category", "post_tag"}]
    names += [term.name for term in item.terms if term.taxonomy in {"category", "post_tag"}]
    for words in [*names, item.title]:
        for event_type, pattern in TYPES:
            if pattern.search(words):
                return event_type
    return ""
