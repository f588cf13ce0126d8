"""Files that browsers and programs look for at the root of any site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.accent import style_sheet
from content.media.file_types import file_type_of
from content.site import site_name, site_settings, site_tagline
from content.views.listings import public

PAPER = "#faf7f2"
OUR_ICON = settings.BASE_DIR / "static" / "img" / "favicon.ico"
# A style sheet's address names its colors, so it never changes.
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the name and icons for a link on a phone's home screen."""
    facts = {
        "name": site_name(),
        "short_name": site_name(),
        "description": site_tagline(),
        "start_url": reverse("home"),
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons(),
    }
    return public(JsonResponse(facts, content_type="application/manifest+json"))


def icons() -> list[dict[str, str]]:
    icon = site_settings().icon
    if icon is None:
        return [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/touch-icon.png"), "sizes": "180x180", "type": "image/png"},
        ]
    return [
        {
            "src": icon.url,
            "sizes": f"{icon.width}x{icon.height}",
            "type": file_type_of(icon.url).content_type,
        }
    ]


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Return the site's icon where browsers, feed readers, and search engines look for it."""
    # Few requests need Pillow.
    from content.media.icons import draw_icon

    icon = site_settings().icon
    drawn = draw_icon(icon.file.name) if icon else None
    return public(HttpResponse(drawn or OUR_ICON.read_bytes(), content_type="image/x-icon"))


@require_safe
def accent(request: HttpRequest, light: str, dark: str) -> HttpResponse:
    """Return the style sheet with the accent colors of the site settings, or of their preview."""
    text = style_sheet(f"#{light}", f"#{dark}")
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER
    return response


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Return how a browser's address bar can search the site."""
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return public(render(request, "cworks/opensearch.xml", content_type=kind))


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Return what the site has and where, for language models. See llmstxt.org."""
    return public(render(request, "cworks/llms.txt", content_type="text/plain; charset=utf-8"))
