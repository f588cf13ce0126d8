"""What the editor in the admin asks for while somebody writes."""

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render as render_template
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST
from taggit.models import Tag

from content.markdown import render
from content.models import Entry, Image

SIGNED_OUT = "You are signed out. Sign in again in another tab, then go on here: your text stays."
MOST_TAGS = 15
# The preview runs nothing at all, and only the admin may frame it.
FRAME_POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


def is_stranger(request: HttpRequest) -> bool:
    return not (request.user.is_active and request.user.is_staff)


def refuse() -> JsonResponse:
    """Answer a script as a script understands it: a page to sign in on is of no use to it."""
    return JsonResponse({"error": SIGNED_OUT}, status=403)


@never_cache
@require_GET
def check_session(request: HttpRequest) -> JsonResponse:
    """Tell a form whether saving will work, and its new secret if somebody signed in again."""
    if is_stranger(request):
        return JsonResponse({"error": SIGNED_OUT})
    return JsonResponse({"token": get_token(request)})


@never_cache
@require_POST
def preview_markdown(request: HttpRequest) -> HttpResponse:
    """Return a text as the site will show it: {"html", "words"}."""
    if is_stranger(request):
        return refuse()
    rendered = render(
        request.POST.get("text", ""),
        find_images=Image.objects.facts_by_url,
        find_pages=Entry.objects.paths_by_title,
    )
    return JsonResponse({"html": rendered.html, "words": rendered.word_count})


# Never stored: an answer of 304 would carry the policy of the other pages.
@never_cache
@require_GET
@xframe_options_sameorigin
@csp_override(FRAME_POLICY)
def preview_frame(request: HttpRequest) -> HttpResponse:
    """An empty page in the site's own dress, for the editor to put the rendered text into."""
    return render_template(request, "admin/preview_frame.html")


@never_cache
@require_GET
def suggest_tags(request: HttpRequest) -> JsonResponse:
    """Return tags that begin with what was typed, then those that contain it."""
    if is_stranger(request):
        return refuse()
    # PostgreSQL cannot be asked for a text with that character.
    term = request.GET.get("term", "").replace("\0", "").strip()
    tags = Tag.objects.order_by(Lower("name"))
    names = list(tags.filter(name__istartswith=term).values_list("name", flat=True)[:MOST_TAGS])
    if term:
        inside = tags.filter(name__icontains=term).exclude(name__istartswith=term)
        names += inside.values_list("name", flat=True)[: MOST_TAGS - len(names)]
    results = [{"id": name, "text": name} for name in names]
    return JsonResponse({"results": results, "pagination": {"more": False}})
