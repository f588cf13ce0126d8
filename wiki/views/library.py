from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.paths import library_path
from content.views.listings import Listing, ListingView, page_context, public, requested_page
from wiki.facets import Facets, read_choices
from wiki.library_sorts import library_sorts
from wiki.navigation import find_library_entry
from wiki.views.citations import MOST_CITED

INTRODUCTION = "Reports, books, recordings, and tools: our own, and the best of the field."


class LibraryListing(ListingView):
    """Publications, recordings, and resources in one listing, narrowed by facets."""

    template_name = "wiki/library.html"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if "kind" in request.GET:
            return HttpResponsePermanentRedirect(f"{request.path}?{rename_kind(request.GET)}")
        return super().get(request, **kwargs)

    def get_listing(self) -> Listing:
        facets = Facets(read_choices(self.request.GET))
        names = ", ".join(facets.labels.values())
        return Listing(
            title=f"Library: {names}" if names else "Library",
            url=reverse("wiki:library"),
            follow="kind.library",
            query=urlencode(facets.choices),
            introduction=INTRODUCTION,
            entries=facets.entries_without(),
            extra={
                "facets": facets,
                "description": f"{names}, in the library. {INTRODUCTION}".removeprefix(", "),
                "kept": [pair for pair in facets.choices.items() if pair[0] != "q"],
                "cited_as": [("bibtex", "BibTeX"), ("ris", "RIS"), ("csl-json", "CSL JSON")],
            },
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        facets: Facets = listing.extra["facets"]
        sorts = library_sorts(facets.matches.ids if facets.matches else None)
        chosen = request.GET.get("sort", "")
        sort = sorts.get(chosen, sorts[""])
        is_usual = sort is sorts[""]
        listing = replace(listing, sort="" if is_usual else urlencode({"sort": chosen}))
        page = requested_page(request, sort.apply(listing.entries.as_cards()), order=sort.order)
        context = {
            **page_context(listing, page, position=sort.position, is_by_date=sort.is_by_date),
            **listing.extra,
            "is_by_date": sort.is_by_date,
            "most_cited": MOST_CITED if facets.total > MOST_CITED else None,
            "sorts": [
                (each.label, library_path(**facets.choices, **sort_choice(value)), each is sort)
                for value, each in sorts.items()
            ],
            "is_indexed": is_usual and not facets.is_thin,
        }
        return public(render(request, self.template_name, context))


def sort_choice(value: str) -> dict[str, str]:
    return {"sort": value} if value else {}


def rename_kind(parameters: QueryDict) -> str:
    """Return the query of an address from before the facet was called "format"."""
    renamed = parameters.copy()
    kind = renamed.pop("kind")[-1]
    renamed.setdefault("format", kind)
    return renamed.urlencode()


@require_safe
def library_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the publication or resource that has this address."""
    entry = find_library_entry(slug)
    kind = entry.registered_kind
    return public(render(request, kind.detail_template, kind.detail_context(entry)))
