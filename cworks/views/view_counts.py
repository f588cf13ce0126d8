"""Counts views of public pages, which come from caches and so ask for it (js/views.js)."""

from typing import Any
from urllib.parse import unquote

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from taggit.models import Tag

from content.kinds import all_kinds
from content.models import Entry, Person, Place, Topic
from content.rate_limits import MinuteLimit
from content.texts import compose
from content.view_counts import count_entry_view, count_path_view, count_referrer
from content.views.requests import is_from_own_page, may_be_counted, network_address
from events.models import EventSeries

LONGEST_BODY = 2_000  # bytes
# A classroom behind one address opens this many pages.
LIMIT = MinuteLimit("view", at_most=120)
HUBS: dict[str, type[Model]] = {
    "content:tag-detail": Tag,
    **{model.url_name: model for model in (Topic, Person, Place, EventSeries)},
}
# Pages without a row of their own.
NAMED = {
    *("home", "k-12", "higher-education", "blog:post-list", "blog:series-list"),
    *("wiki:library", "wiki:article-list", "events:event-list", "events:event-past"),
    *("content:topic-list", "content:tag-list", "content:person-list", "content:place-list"),
    "content:archive",
}


# No CSRF token: a forged request could only count one more view.
@csrf_exempt
@never_cache
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Count a view of a public page, and keep nothing about the reader."""
    counts = (
        may_be_counted(request)
        and is_from_own_page(request)
        and is_short(request)
        and LIMIT.allows(network_address(request))
    )
    if counts and count_view(request.POST.get("path", "")):
        count_referrer(host=request.POST.get("from", ""))
    return HttpResponse(status=204)


def is_short(request: HttpRequest) -> bool:
    return int(request.headers.get("Content-Length") or 0) <= LONGEST_BODY


def count_view(path: str) -> bool:
    """Count a view of the page at this path, and return whether it is one that counts."""
    try:
        match = resolve(compose(unquote(path)))
    except Resolver404:
        return False
    if match.view_name in NAMED:
        count_path_view(path=reverse(match.view_name))
    elif hub := find_hub(match):
        count_path_view(path=unquote(reverse(match.view_name, args=[hub.slug])))
    elif entry := find_entry(match):
        count_entry_view(entry_id=entry.pk)
    else:
        return False
    return True


def find_hub(match: ResolverMatch) -> Any:
    model = HUBS.get(match.view_name)
    slug = match.kwargs.get("slug", "")
    if model is None or "\0" in slug:
        return None
    return model._default_manager.filter(slug=slug).only("slug").first()


def find_entry(match: ResolverMatch) -> Entry | None:
    kinds = [kind.name for kind in all_kinds() if kind.detail_url_name == match.view_name]
    slug = match.kwargs.get("slug", "")
    if not kinds or "\0" in slug:
        return None
    return Entry.objects.published().filter(kind__in=kinds, slug=slug).only("pk").first()
