from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from blog.models import Post, Series
from blog.progress import read_series
from content import structured_data
from content.companions import companions_of
from content.views.listings import Listing, ListingView, public


def with_progress(series):
    """Annotate series with the number of public parts, and the date of the next."""
    # Subqueries, so that PostgreSQL counts the parts of only the series that a page shows.
    parts = Post.objects.filter(series=OuterRef("pk")).order_by().values("series")
    counted = parts.published().annotate(number=Count("pk")).values("number")
    coming = parts.scheduled().annotate(moment=Min("published_at")).values("moment")
    return series.annotate(part_count=Coalesce(Subquery(counted), 0), next_part_at=Subquery(coming))


class SeriesListing(ListingView):
    template_name = "blog/series_list.html"

    def get_listing(self) -> Listing:
        return Listing(
            title="Series",
            url=reverse("blog:series-list"),
            follow="kind.series",
            introduction="Posts that belong together, in reading order.",
            entries=with_progress(Series.objects.published()),
            empty="There are no series yet.",
        )


class SeriesDetail(ListingView):
    """A series' page. Its feed has the parts, newest first."""

    template_name = "blog/series_detail.html"

    def get_listing(self, *, slug: str) -> Listing:
        series = get_object_or_404(Series.objects.published().as_page(), slug=slug)
        breadcrumbs = [("Series", reverse("blog:series-list"))]
        return Listing(
            title=series.heading,
            introduction=series.summary,
            url=series.get_absolute_url(),
            follow=f"series.{series.pk}",
            entries=Post.objects.published().filter(series=series),
            breadcrumbs=breadcrumbs,
            extra={"entry": series},
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        context = series_context(listing.extra["entry"], listing=listing)
        return public(render(request, self.template_name, context))


def series_context(
    series: Series, *, listing: Listing | None = None, is_preview: bool = False
) -> dict:
    breadcrumbs = [("Series", reverse("blog:series-list"))]
    return {
        "entry": series,
        "listing": listing,
        "series": read_series(series),
        "companions": companions_of(series),
        "breadcrumbs": breadcrumbs,
        "structured_data": [
            structured_data.breadcrumbs([*breadcrumbs, (series.heading, series.get_absolute_url())])
        ],
    }
