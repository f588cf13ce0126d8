"""A listing is one description of some entries, shown as a page, as RSS, and as JSON Feed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control
from django.views import View

from content import feeds, paging
from content.followable import SITE
from content.moments import format_day
from content.paths import absolute, follow_path
from content.structured_data import breadcrumbs


@dataclass(frozen=True, kw_only=True)
class Listing:
    title: str
    url: str
    entries: Any  # with the shapes and the order of an EntryQuerySet
    query: str = ""  # what narrows the listing, in a canonical order and without "?"
    follow: str = SITE  # what its readers can follow, such as "topic.12" (content.followable)
    sort: str = ""  # how the page is sorted, as in its query; feeds have the newest first
    introduction: str = ""
    empty: str = "Nothing has been published here yet."
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)
    structured_data: list[dict] = field(default_factory=list)
    extra: dict = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.url}?{self.page_query}" if self.page_query else self.url

    @property
    def page_query(self) -> str:
        return "&".join(filter(None, [self.query, self.sort]))

    @property
    def follow_url(self) -> str:
        return follow_path(self.follow)

    @property
    def feed_url(self) -> str:
        return self.narrowed(f"{self.url}feed/")

    @property
    def json_feed_url(self) -> str:
        return self.narrowed(f"{self.url}feed/json/")

    def narrowed(self, path: str) -> str:
        return f"{path}?{self.query}" if self.query else path

    @property
    def description(self) -> str:
        return self.introduction or f"{self.title}: the latest entries."


class ListingView(View):
    """Subclasses describe a listing; this shows it in the requested format."""

    http_method_names = ["get", "head", "options"]
    output = "html"
    template_name = "content/listing.html"

    def get_listing(self, **kwargs) -> Listing:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        listing = self.get_listing(**kwargs)
        if self.output == "rss":
            return feeds.rss(listing)
        if self.output == "json":
            return feeds.json_feed(listing)
        return self.show(request, listing)

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        page = requested_page(request, listing.entries.as_cards())
        context = {**page_context(listing, page), **listing.extra}
        return public(render(request, self.template_name, context))


def date_of(entry) -> str:
    return format_day(entry.published_at)


def page_context(
    listing: Listing,
    page: paging.ListingPage | None = None,
    *,
    things: str = "entries",
    position: Callable[[Any], str] = date_of,
    is_by_date: bool = True,
) -> dict:
    """Return what the templates of listings need, each page having its own title and address.

    `things` is what is listed, and `position` says of each where in the order it is.
    """
    title = listing.title
    if page and page.here:
        title = f"{title}: {'older' if is_by_date else 'more'} {things}"
        if page.entries:
            title += f", from {position(page.entries[0])}"
    page = page and page.within(listing.page_query)
    address = f"{listing.url}?{page.here}" if page and page.here else listing.address
    return {
        "listing": listing,
        "page": page,
        "page_title": title,
        "canonical_url": absolute(address),
        "structured_data": [
            *listing.structured_data,
            breadcrumbs([*listing.breadcrumbs, (listing.title, listing.address)]),
        ],
    }


def requested_page(
    request: HttpRequest,
    entries: QuerySet,
    *,
    order: paging.Order = paging.NEWEST_FIRST,
    size: int = paging.PER_PAGE,
) -> paging.ListingPage:
    """Return the page of entries that ?before= or ?after= asks for; raises Http404."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        return paging.page_by_key(entries, before=before, after=after, order=order, size=size)
    except paging.BadKey as error:
        raise Http404(str(error)) from error


def public(response: HttpResponse) -> HttpResponse:
    """Let shared caches keep this page for a second. Browsers ask whether it is still the same."""
    patch_cache_control(response, public=True, max_age=0, s_maxage=1)
    return response


def listing_paths(route: str, view: type[ListingView], *, name: str) -> Iterable[URLPattern]:
    """Return the addresses of a listing: its page and its two feeds."""
    return [
        path(route, view.as_view(), name=name),
        path(f"{route}feed/", view.as_view(output="rss"), name=f"{name}-feed"),
        path(f"{route}feed/json/", view.as_view(output="json"), name=f"{name}-json-feed"),
    ]
