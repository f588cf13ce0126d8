from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from blog.progress import series_in_progress
from content.card_notes import with_card_notes
from content.models import Entry, Sector
from content.site import site_name, site_settings, site_tagline
from content.structured_data import site
from content.views.listings import (
    Listing,
    ListingView,
    page_context,
    public,
    requested_page,
)
from cworks.views import former_addresses
from cworks.views.home_sql import FRONT_PAGE_LINKS

MAX_STICKY = 3
MAX_NEW = 3
MAX_EVENTS = 3
# How many entries follow the lead story before the events, on phones; the others come after.
BESIDE_LEAD = 3


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
            title=site_name(),
            url=reverse("home"),
            introduction=site_tagline(),
            entries=Entry.objects.published().on_front_page(),
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        posts = listing.entries.as_cards()
        page = requested_page(request, posts)
        is_first = not (request.GET.get("before") or request.GET.get("after"))
        links = read_links()
        lead, entries = None, page.entries
        if is_first and entries:
            lead, *entries = lead_first(links["sticky"], entries)
        # For both lists in one query.
        entries = with_card_notes(entries)
        context = {
            **page_context(listing, page),
            "structured_data": site(search_path=reverse("search")),
            "lead": lead,
            "first_entries": entries[:BESIDE_LEAD],
            "more_entries": entries[BESIDE_LEAD:],
            "blocks": front_blocks(),
            "next_events": links["event"],
            "series_in_progress": series_in_progress(),
            "new_in_library": links["new in library"],
        }
        return public(render(request, self.template_name, context))


def read_links() -> dict[str, list[Entry]]:
    """Return the sticky posts, the next events, and what is new in the library, as links."""
    limits = {"sticky": MAX_STICKY, "events": MAX_EVENTS, "library": MAX_NEW}
    found: dict[str, list[Entry]] = {"sticky": [], "event": [], "new in library": []}
    for entry in Entry.objects.raw(FRONT_PAGE_LINKS, {"now": timezone.now(), **limits}):
        found[entry.relation].append(entry)
    return found


def front_blocks() -> list[str]:
    """Return which blocks are beside the stories, in order."""
    chosen = site_settings().front_blocks
    return list(settings.FRONT_BLOCKS) if chosen is None else chosen


def lead_first(sticky: list[Entry], newest: list[Entry]) -> list[Entry]:
    """Return the lead story that editors chose, the sticky posts, and the newest others."""
    lead_id = site_settings().lead_entry_id
    first_ids = {post.pk for post in sticky} | ({lead_id} - {None})
    if not first_ids:
        return newest
    cards = Entry.objects.published().as_cards()
    first = list(cards.filter(pk__in=first_ids).newest_first())
    first.sort(key=lambda post: post.pk != lead_id)
    return first + [post for post in newest if post.pk not in first_ids]


class SectorFront(ListingView):
    """A sector's own front page and feed."""

    sector: Sector
    introduction: str

    def get_listing(self) -> Listing:
        return Listing(
            title=self.sector.label,
            url=reverse(self.sector.value),
            follow=f"sector.{self.sector.value}",
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
