"""The site's own addresses, cached: a page has dozens of links, and routes never change."""

from functools import cache, lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse


@lru_cache(maxsize=10_000)
def detail_path(url_name: str, slug: str) -> str:
    return reverse(url_name, args=[slug])


@cache
def main_paths() -> dict[str, str]:
    """Return {name: path} of the addresses that every page links to."""
    url_names = {
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
    }
    return {name: reverse(url_name) for name, url_name in url_names.items()}


def wanted_path(title: str) -> str:
    """Return the address of the page for a title that no entry has yet."""
    return f"{reverse('wiki:article-wanted')}?{urlencode({'title': title})}"


def library_path(**filters: str) -> str:
    """Return the address of the library, filtered."""
    query = urlencode(filters)
    return main_paths()["library"] + (f"?{query}" if query else "")


def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return f"{settings.SITE_URL}{path}"
