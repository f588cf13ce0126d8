from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.views.listings import public
from cworks.search.results import (
    MAX_PAGES,
    Results,
    clean_words,
    find,
    find_similar,
    sections,
)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search everything that is published. Without a query, explain how to search."""
    words = clean_words(request.GET.get("q", ""))
    section = request.GET.get("kind", "")
    if section not in sections():
        raise Http404("There is no such kind of entry to search for.")
    number = requested_number(request)
    results = find(words, section=section, number=number) if words else Results()
    if number > 1 and not results.hits:
        raise Http404("There are no more results.")
    context = {
        "words": words,
        "section": section,
        "sections": [(found.label, address(words, key), key) for key, found in sections().items()],
        "results": results,
        "previous": results.newer and address(words, section, results.newer),
        "next": results.older and address(words, section, results.older),
        "suggestions": find_similar(words) if words and not results.hits else [],
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


def address(words: str, section: str, number: int = 1) -> str:
    query = {"q": words, "kind": section, "page": number if number > 1 else ""}
    return f"{reverse('search')}?{urlencode({key: value for key, value in query.items() if value})}"
