"""The admin's search: a page of results, and suggestions while someone types."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.admin.lookups import MAX_WORDS, TOO_MANY_WORDS
from cworks.staff_search import SHORTEST, search_admin

SHOWN, SUGGESTED, SUGGESTED_IN_ALL = 20, 3, 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = read_words(request)
    context = {
        **admin.site.each_context(request),
        "title": "Search",
        "searched_words": words,
        "groups": search_admin(request, words, of_each=SHOWN),
        "shown": SHOWN,
        "too_many_words": TOO_MANY_WORDS if len(words.split()) > MAX_WORDS else "",
    }
    return render(request, "admin/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    words = read_words(request)
    groups = search_admin(request, words, of_each=SUGGESTED) if len(words) >= SHORTEST else []
    found = [
        {"label": each.label, "name": each.name, "path": each.path}
        for group in groups
        for each in group.results
    ]
    return JsonResponse({"suggestions": found[:SUGGESTED_IN_ALL]})


def read_words(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:200]
