"""Companions: entries that belong together, such as a report and its webinar."""

from content.models import Entry

MAX_SHOWN = 50


def companions_of(entry: Entry) -> list[Entry]:
    """Return an entry's public companions, newest first."""
    links = Entry.companions.through.objects.filter(from_entry=entry)
    companions = Entry.objects.published().filter(pk__in=links.values("to_entry"))
    return list(companions.as_links().newest_first()[:MAX_SHOWN])
