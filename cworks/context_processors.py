from functools import cache

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from content.paths import detail_path
from cworks.context_sql import FOOTER_PAGES

# What every page links to: {name in templates: URL name}.
MAIN_PAGES = {
    "home": "home",
    "feed": "home-feed",
    "json_feed": "home-json-feed",
    "blog": "blog:post-list",
    "series": "blog:series-list",
    "library": "wiki:library",
    "wiki": "wiki:article-list",
    "events": "events:event-list",
    "past_events": "events:event-past",
    "k_12": "k-12",
    "higher_education": "higher-education",
    "topics": "content:topic-list",
    "tags": "content:tag-list",
    "people": "content:person-list",
    "places": "content:place-list",
    "archive": "content:archive",
    "search": "search",
    "search_suggestions": "search-suggestions",
}
# The sections of the main menu: {name: name in MAIN_PAGES}.
SECTIONS = {
    "Blog": "blog",
    "Series": "series",
    "K-12": "k_12",
    "Higher education": "higher_education",
    "Events": "events",
    "Library": "library",
    "Wiki": "wiki",
    "Topics": "topics",
}


# The links in the footer, besides the permanent pages: {heading: {name: name in MAIN_PAGES}}.
FOOTER = {
    "Read": {
        "Blog": "blog",
        "Series": "series",
        "Library": "library",
        "Wiki": "wiki",
        "Events": "events",
        "K-12": "k_12",
        "Higher education": "higher_education",
    },
    "Find": {
        "Search": "search",
        "Topics": "topics",
        "Tags": "tags",
        "People": "people",
        "Places": "places",
        "Archive": "archive",
    },
}


def site(request: HttpRequest) -> dict:
    """The site's names, main pages, and footer. Nothing here depends on who is reading."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "paths": main_paths(),
        "menu": links_to(SECTIONS, request.path),
        "footer_links": {
            heading: links_to(pages, request.path) for heading, pages in FOOTER.items()
        },
        "footer_pages": SimpleLazyObject(read_footer_pages),
    }


@cache
def main_paths() -> dict[str, str]:
    return {name: reverse(url_name) for name, url_name in MAIN_PAGES.items()}


def links_to(pages: dict[str, str], path: str) -> list[tuple[str, str, str]]:
    """Return (name, address, aria-current) of main pages, for the page at a path."""
    addresses = [(name, main_paths()[page]) for name, page in pages.items()]
    return [(name, address, current_of(address, path)) for name, address in addresses]


def current_of(address: str, path: str) -> str:
    """Return "page" for the page at this address, "true" for one below it, and otherwise ""."""
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""


def read_footer_pages() -> list[dict[str, str]]:
    """Return {title, path} of the pages to link to."""
    with connection.cursor() as cursor:
        cursor.execute(FOOTER_PAGES, {"now": timezone.now()})
        return [
            {"title": title, "path": detail_path("content:page-detail", slug)}
            for title, slug in cursor.fetchall()
        ]
