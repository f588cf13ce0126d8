"""Limits on the size of requests, applied before any of the body is read.

Django reads a form's body to check its CSRF token, and writes its files to disk: for any address,
and for everyone who sends a cookie.
"""

import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.template.defaultfilters import filesizeformat

from cworks.web_worker.client_sockets import ClientSocket

MEGABYTE = 1024 * 1024
# The longest text that a reader may suggest, in a script whose characters take three bytes each.
FOR_ANYONE = 2 * MEGABYTE
# A picture or a spreadsheet, and the rest of the form.
FOR_STAFF = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
# A document, and a bit more, so that the form itself can say that it is too large.
FOR_DOCUMENTS = settings.DOCUMENT_MAX_BYTES + 20 * MEGABYTE
DOCUMENT_ROUTES = {
    "admin:content_document_add",
    "admin:content_document_replace",
    "admin:events_event_recording",
    "admin:wiki_publication_add",
    "admin:wiki_publication_change",
    "admin:wiki_publication_file",
    "admin:wiki_publication_files",
}
# A browser that can't send everything shows a broken connection, not the answer. So the rest of a
# body that is a few times too long is read after the answer and thrown away, for a moment at most.
DISCARDED_TIMES = 4
DISCARDED_SECONDS = 5
# A script reads their answers.
SCRIPT_ROUTES = {
    "admin:check-session",
    "admin:image-suggestions",
    "admin:link-suggestions",
    "admin:tag-suggestions",
    "admin:wiki_resource_read",
    "imports:paste",
    "markdownx_markdownify",
    "markdownx_upload",
}


class BodyLimitMiddleware:
    """Refuse a request whose body is too long, or doesn't say how long it is.

    Must come after SessionMiddleware and before CsrfViewMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if "Transfer-Encoding" in request.headers:
            return refuse(
                request,
                status=411,
                heading="This can’t be read",
                sentence="The request has no Content-Length header.",
                limit=FOR_ANYONE,
            )
        length = length_of(request)
        if length <= FOR_ANYONE:
            return None
        limit = limit_for(request)
        if length <= limit:
            return None
        return refuse(
            request,
            status=413,
            heading="This is too large to send",
            sentence=f"It is {filesizeformat(length)}, and this page accepts at most "
            f"{filesizeformat(limit)}. Go back, make it shorter or choose a smaller file, and send "
            "it again.",
            limit=limit,
        )


def length_of(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("content-length") or 0)
    except ValueError:
        return 0  # Django reads nothing either.


def limit_for(request: HttpRequest) -> int:
    route = request.resolver_match.view_name
    is_for_staff = request.path_info.startswith("/admin/")
    if not (is_for_staff and request.user.is_active and request.user.is_staff):
        return FOR_ANYONE
    return FOR_DOCUMENTS if route in DOCUMENT_ROUTES else FOR_STAFF


def refuse(
    request: HttpRequest, *, status: int, heading: str, sentence: str, limit: int
) -> HttpResponse:
    if is_for_script(request):
        response: HttpResponse = JsonResponse({"error": sentence}, status=status)
    else:
        page = loader.render_to_string("refused.html", {"heading": heading, "sentence": sentence})
        response = HttpResponse(page, status=status)
    # No browser sends a body with these, so no one would miss the answer.
    if request.method not in ("GET", "HEAD"):
        # The server closes a response once it has sent all of it. Django has no public name for
        # what to do then.
        response._resource_closers.append(  # type: ignore[attr-defined]
            lambda: discard_body(request, limit)
        )
    return response


def is_for_script(request: HttpRequest) -> bool:
    return bool(request.resolver_match) and request.resolver_match.view_name in SCRIPT_ROUTES


def discard_body(request: HttpRequest, limit: int) -> None:
    """Read and drop what the client is still sending, unless that is too much."""
    # Only this site's own web server can stop waiting for the rest.
    socket = request.META.get("gunicorn.socket")
    left = DISCARDED_TIMES * limit
    if not isinstance(socket, ClientSocket) or length_of(request) > left:
        return
    give_up_at = time.monotonic() + DISCARDED_SECONDS
    with suppress(OSError):
        while left > 0 and (seconds := give_up_at - time.monotonic()) > 0:
            socket.wait_for_body(seconds)
            chunk = request.META["wsgi.input"].read(65_536)
            if not chunk:
                break
            left -= len(chunk)
