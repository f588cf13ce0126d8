"""Addresses that entries may have."""

from collections.abc import Collection, Container
from urllib.parse import unquote

from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.utils.text import slugify

from content import kinds
from content.kinds import Kind
from content.models import Entry
from content.paths import detail_path

# Paths of feeds and pages below every listing.
RESERVED = frozenset({"feed", "page"})
# What answers at the root without a route: health checks, and web servers' own folders.
RESERVED_AT_ROOT = frozenset({"healthz", "readyz", "cgi-bin", "xmlrpc"})
# The folders and programs of WordPress, which its links and attackers expect.
WORDPRESS = "wp-"
LONGEST = 200


def is_reserved(slug: str, *, kind: Kind) -> bool:
    """Whether the site itself answers at the address that an entry with this slug would have."""
    slug = slug.casefold()
    if slug in RESERVED or slug in kind.reserved_slugs:
        return True
    if unquote(detail_path(kind.detail_url_name, slug)) != f"/{slug}/":
        return False
    return slug.startswith(WORDPRESS) or slug in RESERVED_AT_ROOT or slug in first_segments()


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


def propose_slug(
    words: str,
    *,
    model: type[Entry],
    except_for: Entry | None = None,
    kept: Collection[str] = (),
) -> str:
    """Return an available slug made of these words, with a number appended if necessary.

    Not one of those that are kept for something else.
    """
    space = kinds.for_model(model).address_space
    others = Entry.objects.filter(address_space=space, slug__startswith=slug_base(words))
    if except_for is not None:
        others = others.exclude(pk=except_for.pk)
    return make_slug(words, model=model, taken={*others.values_list("slug", flat=True), *kept})


def make_slug(words: str, *, model: type[Entry], taken: Container[str] = ()) -> str:
    """Return a slug made of these words that is neither reserved nor taken."""
    kind, base = kinds.for_model(model), slug_base(words)
    slug, number = base, 2
    while slug in taken or is_reserved(slug, kind=kind):
        slug, number = f"{base}-{number}", number + 1
    return slug


def slug_base(words: str) -> str:
    return slugify(words, allow_unicode=True)[: LONGEST - 5].strip("-") or "untitled"
