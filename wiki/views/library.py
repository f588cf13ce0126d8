from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from content.models import Entry, Kind
from content.views.listings import Listing, ListingView, public
from wiki.models import Publication, Resource
from wiki.views.publications import publication_context
from wiki.views.resources import resource_context


class LibraryListing(ListingView):
    """Publications, recordings and resources in one listing."""

    def get_listing(self) -> Listing:
        return Listing(
            title="Library",
            url=reverse("wiki:library"),
            introduction="Reports, books, recordings and tools: ours, and the best of the field.",
            entries=Entry.objects.published().in_library(),
        )


def library_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a publication or a resource, whichever has this address."""
    entries = Entry.objects.published().filter(kind__in=[Kind.PUBLICATION, Kind.RESOURCE])
    kind = get_object_or_404(entries.only("kind"), slug=slug).kind
    if kind == Kind.PUBLICATION:
        publication = Publication.objects.published().for_page().get(slug=slug)
        context = publication_context(publication)
        return public(render(request, "wiki/publication_detail.html", context))
    resource = Resource.objects.published().for_page().get(slug=slug)
    return public(render(request, "wiki/resource_detail.html", resource_context(resource)))
