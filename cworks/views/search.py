"""The search page, what it suggests while a reader types, and counts of what readers search for."""

import re
from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from content.rate_limits import MinuteLimit
from content.searches import count_click, count_search
from content.views.listings import public
from content.views.requests import is_from_own_page, may_be_counted, network_address
from cworks.search.filters import SORTS, Filters, read_filters, search_path, sections
from cworks.search.queries import MAX_CHARACTERS, clean_words
from cworks.search.results import MAX_PAGES, Results, find
from cworks.search.suggestions import suggest

NUMBER = re.compile("[0-9]{1,18}")
MOST_FOUND = 1_000_000
# A classroom behind one address searches this often, and opens what it finds.
LIMIT = MinuteLimit("search", at_most=60)
HEADINGS = {
    "topic": "Topic",
    "sector": "Sector",
    "person": "Person",
    "place": "Place",
    "year": "Year",
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search everything that is published. Without words, explain how to search."""
    asked = request.GET.get("q", "")
    words = clean_words(asked)
    filters = read_filters(request.GET)
    if filters is None:
        raise Http404("There is nothing of the kind to search by.")
    number = requested_number(request)
    results = find(words, filters=filters, number=number) if words else Results()
    if number > 1 and not results.hits:
        raise Http404("There are no more results.")
    context = {
        "words": words,
        "is_shortened": len(" ".join(asked.split())) > MAX_CHARACTERS,
        "section": filters.section.key,
        "sections": section_links(words, filters, results),
        "chips": [
            (HEADINGS[name], label, search_path(words, filters.values, **{name: ""}))
            for label, name in filters.chips
        ],
        "facets": facet_links(words, filters, results),
        "sorts": [
            (label, search_path(words, filters.values, sort=sort), sort == filters.sort)
            for sort, label in SORTS.items()
        ],
        "results": results,
        "everywhere": search_path(words, {}),
        "previous": results.newer and page_path(words, filters, results.newer),
        "next": results.older and page_path(words, filters, results.older),
    }
    return public(render(request, "cworks/search.html", context))


def requested_number(request: HttpRequest) -> int:
    try:
        number = int(request.GET.get("page", "1"))
    except ValueError:
        number = 0
    if not 1 <= number <= MAX_PAGES:
        raise Http404("There is no such page of results.")
    return number


def page_path(words: str, filters: Filters, number: int) -> str:
    return search_path(words, filters.values, page=str(number) if number > 1 else "")


def section_links(words: str, filters: Filters, results: Results) -> list[tuple]:
    """Return (label, address, whether it is chosen, how many it finds if that is known)."""
    return [
        (
            section.label,
            search_path(words, filters.values, kind=key),
            key == filters.section.key,
            results.counts.sections.get(key),
        )
        for key, section in sections().items()
        if key == filters.section.key or results.counts.sections.get(key) != 0
    ]


def facet_links(words: str, filters: Filters, results: Results) -> list[tuple[str, list[tuple]]]:
    """Return (heading, [(label, address, count)]) for what can still be chosen."""
    return [
        (
            HEADINGS[name],
            [
                (
                    found.label,
                    search_path(words, filters.values, **{name: found.value}),
                    found.count,
                )
                for found in values
            ],
        )
        for name, values in results.counts.facets.items()
    ]


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return entries, people, topics, and so on whose names begin with what a reader types."""
    words = clean_words(request.GET.get("q", ""))
    found = suggest(words)
    return public(JsonResponse({"suggestions": [asdict(each) for each in found]}))


# No CSRF token: a forged request could only count one more search.
@csrf_exempt
@never_cache
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Count a search, or that a result was opened, and keep nothing about the reader."""
    is_ours = may_be_counted(request) and is_from_own_page(request)
    if not (is_ours and LIMIT.allows(network_address(request))):
        return HttpResponse(status=204)
    words = clean_words(request.POST.get("words", ""))
    opened, found = (read_number(request.POST.get(name, "")) for name in ("opened", "found"))
    if words and opened is not None:
        count_click(words=words, entry_id=opened)
    elif words and found is not None:
        count_search(words=words, found=min(found, MOST_FOUND))
    return HttpResponse(status=204)


def read_number(text: str) -> int | None:
    return int(text) if NUMBER.fullmatch(text) else None
