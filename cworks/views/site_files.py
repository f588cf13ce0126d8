"""Files that browsers and programs look for at the root of any site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.views.listings import public

PAPER = "#faf7f2"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the name and icons for a link on a phone's home screen."""
    facts = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": settings.SITE_TAGLINE,
        "start_url": reverse("home"),
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/touch-icon.png"), "sizes": "180x180", "type": "image/png"},
        ],
    }
    return public(JsonResponse(facts, content_type="application/manifest+json"))


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Return how a browser's address bar can search the site."""
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return public(render(request, "cworks/opensearch.xml", content_type=kind))


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Return what the site has and where, for language models. See llmstxt.org."""
    return public(render(request, "cworks/llms.txt", content_type="text/plain; charset=utf-8"))
