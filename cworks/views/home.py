from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from blog.models import Post
from blog.progress import series_in_progress
from content.models import Entry, FrontPage, Sector
from content.views.listings import Listing, ListingView, public, requested_page
from cworks.views import former_addresses
from events.models import Event

MAX_STICKY = 3
MAX_NEW = 4
MAX_EVENTS = 3


class Home(ListingView):
    """The front page: the mission, one lead story, the latest posts."""

    template_name = "cworks/home.html"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        # WordPress' short addresses, /?p=108, and its search, /?s=mastery
        if "p" in request.GET or "page_id" in request.GET:
            return former_addresses.by_number(request)
        if "s" in request.GET:
            return former_addresses.search(request)
        if "feed" in request.GET:
            return former_addresses.site_feed(request)
        return super().get(request, **kwargs)

    def get_listing(self) -> Listing:
        return Listing(
            title=settings.SITE_NAME,
            url=reverse("home"),
            introduction=settings.SITE_TAGLINE,
            entries=Entry.objects.published().on_front_page(),
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        posts = listing.entries.as_cards()
        page = requested_page(request, posts)
        is_first = not (request.GET.get("before") or request.GET.get("after"))
        entries = sticky_first(posts, page.entries) if is_first else page.entries
        context = {
            "listing": listing,
            "page": page,
            "lead": entries[0] if is_first and entries else None,
            "entries": entries[1:] if is_first else entries,
            "front_page": FrontPage.objects.select_related("parent_logo").first(),
            "next_events": list(next_events()),
            "series_in_progress": series_in_progress(),
            "new_in_library": new_in_library(),
        }
        return public(render(request, self.template_name, context))


def new_in_library() -> list[Entry]:
    newest = Entry.objects.published().in_library().newest_first()
    return list(newest.as_links()[:MAX_NEW])


def next_events() -> QuerySet[Event]:
    """Return the next events, without canceled ones."""
    upcoming = Event.objects.published().upcoming().going_ahead()
    return upcoming.as_links()[:MAX_EVENTS]


def sticky_first(posts, newest: list[Entry]) -> list[Entry]:
    """Return the sticky posts, followed by the newest others."""
    kept = Post.objects.published().filter(is_sticky=True).newest_first()
    sticky_ids = list(kept.values_list("pk", flat=True)[:MAX_STICKY])
    if not sticky_ids:
        return newest
    sticky = list(posts.filter(pk__in=sticky_ids).newest_first())
    return sticky + [post for post in newest if post.pk not in sticky_ids]


class SectorFront(ListingView):
    """A sector's own front page and feed."""

    sector: Sector
    introduction: str

    def get_listing(self) -> Listing:
        return Listing(
            title=self.sector.label,
            url=reverse(self.sector.value),
            introduction=self.introduction,
            entries=Entry.objects.published().on_front_page().in_sector(self.sector),
            extra={"sector": self.sector},
        )


class K12Front(SectorFront):
    sector = Sector.K12
    introduction = "Schools and districts, from kindergarten to graduation."


class HigherEducationFront(SectorFront):
    sector = Sector.HIGHER_EDUCATION
    introduction = "Colleges, universities, and the path to a career."
