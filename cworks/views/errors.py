from urllib.parse import unquote

from django.contrib.postgres.search import TrigramWordSimilarity
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from content.models import Entry


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


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """A page that needs no database, which may be what failed."""
    return HttpResponseServerError(loader.get_template("500.html").render())
