from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from blog.models import Post, Series
from blog.views.series import with_progress
from content.models import FrontPage, Sector
from content.views.listings import Listing, ListingView, public, requested_page
from cworks.views import former_addresses

STICKY_AT_MOST = 3


class Home(ListingView):
    """The front page: the mission, one lead story, the latest posts."""

    template_name = "cworks/home.html"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        # WordPress' short addresses: /?p=108
        if "p" in request.GET or "page_id" in request.GET:
            return former_addresses.by_number(request)
        return super().get(request, **kwargs)

    def get_listing(self) -> Listing:
        return Listing(
            title=settings.SITE_NAME,
            url=reverse("home"),
            introduction=settings.SITE_TAGLINE,
            entries=Post.objects.published(),
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        posts = listing.entries.for_listing()
        is_first = not (request.GET.get("before") or request.GET.get("after"))
        sticky = (
            list(posts.filter(is_sticky=True).newest_first()[:STICKY_AT_MOST]) if is_first else []
        )
        page = requested_page(
            request, posts.exclude(pk__in=[post.pk for post in sticky]) if sticky else posts
        )
        entries = sticky + page.entries
        context = {
            "listing": listing,
            "page": page,
            "lead": entries[0] if is_first and entries else None,
            "entries": entries[1:] if is_first else entries,
            "front_page": FrontPage.objects.select_related("parent_logo").first(),
            "series_in_progress": series_in_progress(),
        }
        return public(render(request, self.template_name, context))


def series_in_progress(*, limit: int = 2) -> list[Series]:
    """Return the series that still have parts to come, the latest first."""
    unfinished = with_progress(Series.objects.published()).filter(
        part_count__gt=0, part_count__lt=F("planned_parts")
    )
    return list(
        unfinished.only("kind", "slug", "title", "summary", "planned_parts").order_by(
            "-latest_part_at"
        )[:limit]
    )


class SectorFront(ListingView):
    """A sector's own front page and feed."""

    sector: Sector
    introduction: str

    def get_listing(self) -> Listing:
        return Listing(
            kicker="Sector",
            title=self.sector.label,
            url=reverse(self.sector.value),
            introduction=self.introduction,
            entries=Post.objects.published().in_sector(self.sector),
            extra={"sector": self.sector},
        )


class K12Front(SectorFront):
    sector = Sector.K12
    introduction = "Schools and districts, from kindergarten to graduation."


class HigherEducationFront(SectorFront):
    sector = Sector.HIGHER_EDUCATION
    introduction = "Colleges, universities, and the way into work."
