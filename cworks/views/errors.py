import sys
from urllib.parse import unquote

from django.conf import settings
from django.contrib.postgres.search import TrigramWordSimilarity
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.template.defaultfilters import filesizeformat

from content.media.files import FULL
from content.models import Entry
from cworks.body_limits import is_for_script
from cworks.connections import has_closed_connection, has_lost_database, is_read_only

# In a request's environment: whether it can be answered with another connection.
CONNECTION_CLOSED = "cworks.connection_closed"

UNREADABLE = "The address or the form contains something that this site can’t read."
TOO_LARGE = (
    "The text in a form can total at most "
    f"{filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}. Go back, make them shorter, and send "
    "the form again."
)
TOO_MUCH = (
    f"A form may have {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} fields, and "
    f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES} files. Go back, and send it in several steps."
)
FAILED = "Something went wrong on the site. Your text is safe here. Try again in a moment."
DATABASE_LOST = "The site’s database isn’t responding. Please try again in a minute."
DISK_FULL = "The site’s disk is full, so nothing was saved. Tell an administrator, and try again."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is wrong with a request that Django refuses to read. Scripts get JSON."""
    if isinstance(exception, SessionInterrupted) and has_lost_database(exception):
        return server_error(request)
    match exception:
        case RequestDataTooBig():
            status, heading, sentence = 413, "This is too large to send", TOO_LARGE
        case TooManyFieldsSent() | TooManyFilesSent():
            status, heading, sentence = 413, "This is too much to send at once", TOO_MUCH
        case _:
            status, heading, sentence = 400, "This can’t be read", UNREADABLE
    if is_for_script(request):
        return JsonResponse({"error": sentence}, status=status)
    context = {"heading": heading, "sentence": sentence}
    return HttpResponse(loader.render_to_string("refused.html", context), status=status)


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
    request.META[CONNECTION_CLOSED] = has_closed_connection(error)
    if isinstance(error, OSError) and error.errno in FULL:
        heading, sentence = "The site’s disk is full", DISK_FULL
    elif has_lost_database(error) or is_read_only(error):
        heading, sentence = "The site is not available right now", DATABASE_LOST
    else:
        heading, sentence = "", FAILED
    status = 503 if heading else 500
    if is_for_script(request):
        return JsonResponse({"error": sentence}, status=status)
    if not heading:
        return HttpResponse(loader.get_template("500.html").render(), status=status)
    context = {"heading": heading, "sentence": sentence}
    return HttpResponse(loader.render_to_string("refused.html", context), status=status)
