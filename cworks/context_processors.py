from functools import cache, lru_cache, partial

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

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

# (name, address, aria-current)
PageLink = tuple[str, str, str]


def site(request: HttpRequest) -> dict:
    """The site's names, main pages, masthead, and footer. None depends on who is reading."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "paths": main_paths(),
        "masthead": partial(masthead, request.path),
        "footer": partial(footer, request.path),
    }


@cache
def main_paths() -> dict[str, str]:
    return {name: reverse(url_name) for name, url_name in MAIN_PAGES.items()}


def masthead(path: str) -> str:
    """Return the header of the page at a path."""
    return render_part(
        "masthead",
        settings.SITE_NAME,
        menu=links_to(SECTIONS, path),
        has_search=path != main_paths()["search"],
    )


def footer(path: str) -> str:
    return render_part(
        "footer",
        settings.SITE_NAME,
        site_tagline=settings.SITE_TAGLINE,
        links=tuple((heading, links_to(pages, path)) for heading, pages in FOOTER.items()),
        pages=read_footer_pages(path),
    )


# They say the same on most pages, and took an eighth of a page's time. What they show is all in the
# arguments, so what was rendered before is never outdated.
@lru_cache(maxsize=100)
def render_part(name: str, site_name: str, **context) -> str:
    context |= {"site_name": site_name, "paths": main_paths()}
    return render_to_string(f"components/{name}.html", context)


def links_to(pages: dict[str, str], path: str) -> tuple[PageLink, ...]:
    """Return links to main pages, for the page at a path."""
    addresses = [(name, main_paths()[page]) for name, page in pages.items()]
    return tuple((name, address, current_of(address, path)) for name, address in addresses)


def current_of(address: str, path: str) -> str:
    """Return "page" for the page at this address, "true" for one below it, and otherwise ""."""
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""


def read_footer_pages(path: str) -> tuple[PageLink, ...]:
    """Return links to the permanent pages of the footer, for the page at a path."""
    with connection.cursor() as cursor:
        cursor.execute(FOOTER_PAGES, {"now": timezone.now()})
        addresses = [
            (title, detail_path("content:page-detail", slug)) for title, slug in cursor.fetchall()
        ]
    return tuple((title, address, "page" * (address == path)) for title, address in addresses)
