"""What belongs together across the site: a report, its webinar, the series based on it."""

from content.models import Entry

SHOWN_AT_MOST = 50
LISTED = [
    "kind",
    "slug",
    "title",
    "excerpt_html",
    "published_at",
    "format",
    "date_line",
    "date_is_struck",
]


def companions_of(entry: Entry) -> list[Entry]:
    """Return what belongs with an entry, newest first, as far as it is public."""
    links = Entry.companions.through.objects.filter(from_entry=entry)
    companions = Entry.objects.published().filter(pk__in=links.values("to_entry"))
    return list(companions.only(*LISTED).newest_first()[:SHOWN_AT_MOST])
