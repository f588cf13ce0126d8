"""Addresses that entries may have."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.utils.text import slugify

from content.models import Kind

# Below every listing these lead to its feed and its pages.
RESERVED = frozenset({"feed", "page", "revisions", "wanted", "past", "series", "calendar"})
LONGEST = 200


def is_reserved(slug: str, *, kind: Kind) -> bool:
    """Whether the site itself answers where an entry with this slug would stand."""
    return slug in RESERVED or (kind == Kind.PAGE and slug in first_segments())


def first_segments() -> set[str]:
    """Return the first path segment of everything that the site serves."""
    segments = {settings.STATIC_URL.split("/")[1], settings.MEDIA_URL.split("/")[1]}
    waiting = list(get_resolver().url_patterns)
    while waiting:
        entry = waiting.pop()
        segment = str(entry.pattern).lstrip("^").split("/")[0].rstrip("$?")
        if segment:
            segments.add(segment)
        elif not isinstance(entry, URLPattern):
            waiting += entry.url_patterns
    return segments


def propose_slug(words: str, *, kind: Kind, others: QuerySet) -> str:
    """Return a free slug made of these words: with a number behind it where it is taken."""
    base = slugify(words, allow_unicode=True)[: LONGEST - 5].strip("-") or "untitled"
    taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken or is_reserved(slug, kind=kind):
        slug, number = f"{base}-{number}", number + 1
    return slug
