from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.models import Entry
from content.views.listings import public, requested_page
from wiki.navigation import entries_linking_to


@require_safe
def article_links(request: HttpRequest, slug: str) -> HttpResponse:
    above = ("Wiki", reverse("wiki:article-list"))
    return show_links(request, slug, address_space="article", above=above)


@require_safe
def library_links(request: HttpRequest, slug: str) -> HttpResponse:
    above = ("Library", reverse("wiki:library"))
    return show_links(request, slug, address_space="library", above=above)


def show_links(
    request: HttpRequest, slug: str, *, address_space: str, above: tuple[str, str]
) -> HttpResponse:
    """Show everything that links to an entry, newest first, page by page."""
    entries = Entry.objects.published().filter(address_space=address_space).as_links()
    entry = get_object_or_404(entries, slug=slug)
    context = {
        "entry": entry,
        "breadcrumbs": [above, (entry.heading, entry.get_absolute_url())],
        "page": requested_page(request, entries_linking_to(entry).as_cards()),
    }
    return public(render(request, "wiki/incoming.html", context))
