"""The fields that only some kinds of entries have, and the meta that they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.models.series import MAX_PARTS
from imports.own_keys import own_keys
from imports.values import read_name
from imports.wordpress.events import read_event
from imports.wordpress.export import ExportItem, ExportSite
from imports.wordpress.file_addresses import host_of
from imports.wordpress.library import read_publication_facts, read_resource_facts
from imports.wordpress.post_types import MODELS
from wiki.models import Resource
from wiki.normalized_urls import normalize_url

NO_DATE = (
    "It has no date that this import understands, and an event needs one. Import its type as posts "
    "instead (--as {post_type}=posts), or enter this event by hand."
)
NO_ADDRESS = "It has no address."
CHECK_REGISTRATION = (
    "Readers can register for it on this site, because it is ours and upcoming. Uncheck that "
    "if they register elsewhere."
)
CANCELED = "On the old site, it was canceled."


@dataclass(slots=True)
class KindFacts:
    """Fields of an entry of a certain kind, what editors should know, and the meta keys read."""

    fields: dict = field(default_factory=dict)
    attention: list[str] = field(default_factory=list)
    used_keys: set[str] = field(default_factory=set)
    cancellation_note: str | None = None


def read_kind(
    kind: str,
    item: ExportItem,
    *,
    site: ExportSite,
    venues: Mapping[str, ExportItem],
) -> KindFacts:
    """Read what an item says that only this kind of entry has.

    `venues` are venues and organizers by number. Raises ValidationError for an event without date.
    """
    match kind:
        case "post":
            fields = {"is_sticky": item.is_sticky, "comments_open": item.comments_open}
            return KindFacts(fields)
        case "page":
            return KindFacts({"show_in_footer": False})
        case "series":
            planned = next(iter(item.meta_values("planned_parts")), "")
            is_number = planned.isascii() and planned.isdecimal() and 0 < int(planned) <= MAX_PARTS
            return KindFacts({"planned_parts": int(planned) if is_number else None})
        case "publication":
            publication = read_publication_facts(item)
            facts = KindFacts(publication.fields, used_keys=publication.used_keys)
            read_own_fields(kind, item, facts)
            return facts
        case "resource":
            return read_resource(item, site)
        case "event":
            return read_event_kind(item, site, venues)
    return KindFacts()


def read_own_fields(kind: str, item: ExportItem, facts: KindFacts) -> None:
    """Read what this site's own export for WordPress says of an entry."""
    columns = {column.name: column for column in MODELS[kind]._meta.concrete_fields}
    for name, key in own_keys(kind).items():
        for value in item.meta_values(key)[:1]:
            try:
                facts.fields[name] = columns[name].clean(value, None)
            except ValidationError as error:
                facts.attention.append(f"{key} wasn’t imported: {value}. {error.messages[0]}")
            else:
                facts.used_keys.add(key)


def read_resource(item: ExportItem, site: ExportSite) -> KindFacts:
    facts = read_resource_facts(item, old_hosts={host_of(site.url)} - {""})
    kind_facts = KindFacts(facts.fields, used_keys=facts.used_keys)
    read_own_fields("resource", item, kind_facts)
    url = facts.fields.setdefault("url", "")
    facts.fields.setdefault("made_by", "")
    if not url:
        kind_facts.attention.append(NO_ADDRESS)
        return kind_facts
    others = Resource.objects.filter(normalized_url=normalize_url(url)).exclude(
        guid=item.guid or item.link
    )
    if other := others.first():
        facts.fields["url"] = ""
        kind_facts.attention.append(
            f"Its address, {url}, is that of “{other.heading}”. If both are the same, delete one."
        )
    return kind_facts


def read_event_kind(
    item: ExportItem, site: ExportSite, venues: Mapping[str, ExportItem]
) -> KindFacts:
    site_names = {read_name(name).casefold() for name in (site.title, settings.SITE_NAME) if name}
    event = read_event(item, related=venues, site_zone=settings.TIME_ZONE, site_names=site_names)
    if event.times.starts_at is None:
        raise ValidationError(NO_DATE.format(post_type=item.post_type))
    facts = KindFacts(
        event.fields, event.sentences, event.used_keys, cancellation_note=event.cancellation_note
    )
    read_own_fields("event", item, facts)
    is_past = (event.times.ends_at or event.times.starts_at) < timezone.now()
    takes = not is_past and not event.fields["host_name"] and not event.fields["registration_url"]
    takes = takes and event.cancellation_note is None
    facts.fields["takes_registrations"] = takes
    if takes:
        facts.attention.append(CHECK_REGISTRATION)
    if event.cancellation_note is not None:
        facts.attention.append(f"{CANCELED} {event.cancellation_note}".strip())
    return facts
