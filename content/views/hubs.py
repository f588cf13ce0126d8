"""A hub: everything on a topic, with a tag, by a person, or about a place, and each kind alone."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from content.kinds import all_kinds, search_sections
from content.querysets import EntryQuerySet, in_section
from content.term_counts import count_sections
from content.views.listings import Listing, ListingView, page_context, public, requested_page

MAX_COMING = 3


class HubListing(ListingView):
    """Subclasses describe the hub. `?kind=` and the key of a section show a part of it."""

    template_name = "content/hub.html"

    def get_hub(self, *, slug: str) -> Listing:
        raise NotImplementedError

    def get_listing(self, **kwargs) -> Listing:
        hub = self.get_hub(**kwargs)
        key = self.request.GET.get("kind", "")
        listing = replace(hub, extra=hub.extra | {"hub": hub, "section": key})
        if not key:
            return listing
        section = search_sections().get(key)
        if section is None:
            raise Http404("There is nothing of the kind.")
        return replace(
            listing,
            title=f"{hub.title}: {section.label}",
            query=urlencode({"kind": key}),
            entries=hub.entries.filter(in_section(section)),
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        hub, key = listing.extra["hub"], listing.extra["section"]
        counts = count_sections(hub.entries)
        coming = read_coming(
            hub.entries, [key] if key else [each for each in counts if counts[each]]
        )
        # They are first, and not again where they were announced.
        entries = listing.entries
        if coming:
            entries = entries.exclude(pk__in=[entry.pk for entry in coming])
        page = requested_page(request, entries.as_cards())
        context = {
            **page_context(listing, page),
            "coming": coming if page.newer is None else [],
            "chips": chips(hub, counts, chosen=key),
        }
        return public(render(request, self.template_name, context | listing.extra))


def read_coming(entries: EntryQuerySet, keys: Collection[str]) -> list:
    """Return the upcoming entries of a hub in the sections with these keys."""
    sections = [section for key, section in search_sections().items() if key in keys]
    found: list[Any] = []
    for kind in all_kinds():
        if kind.coming and kind.search_section in sections:
            coming = kind.coming().filter(pk__in=entries.values("pk"))
            # Few hubs have any, and the query for all that a card shows takes long to build.
            ids = list(coming.values_list("pk", flat=True)[:MAX_COMING])
            if ids:
                found += kind.coming().filter(pk__in=ids).as_cards()
    return found


def chips(hub: Listing, counts: dict[str, str], *, chosen: str) -> list[tuple[str, str, str, bool]]:
    """Return (label, address, number of entries, whether it is chosen) of the hub's parts."""
    parts = [("", "All"), *((key, each.label) for key, each in search_sections().items())]
    found = [
        (label, f"{hub.url}?{urlencode({'kind': key})}" if key else hub.url, counts[key], key)
        for key, label in parts
        if counts[key] or key in ("", chosen)
    ]
    # All and one part would be the same.
    if len(found) < 3 and not chosen:
        return []
    return [(label, url, count or "0", key == chosen) for label, url, count, key in found]
