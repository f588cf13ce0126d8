import sys
from urllib.parse import unquote

from django.contrib.postgres.search import TrigramWordSimilarity
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader

from content.media.files import FULL
from content.models import Entry
from cworks.body_limits import is_for_script

FAILED = "Something went wrong on the site. Your text is safe here. Try again in a moment."
DISK_FULL = "The site’s disk is full, so nothing was saved. Tell an administrator, and try again."


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """Show the 404 page, with links to entries at similar addresses."""
    context = {"suggestions": similar_entries(request.path)}
    return render(request, "404.html", context, status=404)


def similar_entries(path: str, *, limit: int = 5) -> list[Entry]:
    words = unquote(path).strip("/").rsplit("/", 1)[-1].replace("\x00", "")[:200]
    if len(words) < 4:
        return []
    return list(
        Entry.objects.published()
        .filter(slug__trigram_similar=words)
        .annotate(similarity=TrigramWordSimilarity(words, "slug"))
        .as_links()
        .order_by("-similarity", "-published_at")[:limit]
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database, which may be what failed. Scripts get JSON."""
    error = sys.exception()
    is_full = isinstance(error, OSError) and error.errno in FULL
    status = 503 if is_full else 500
    if is_for_script(request):
        return JsonResponse({"error": DISK_FULL if is_full else FAILED}, status=status)
    if is_full:
        context = {"heading": "The site’s disk is full", "sentence": DISK_FULL}
        return HttpResponse(loader.render_to_string("refused.html", context), status=status)
    return HttpResponse(loader.get_template("500.html").render(), status=status)
