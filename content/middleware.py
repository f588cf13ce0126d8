import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from content.models import Redirect

FEED = re.compile(r"/feed(/json)?/?$")


class RedirectMiddleware:
    """Where nothing answers at an address, see whether something once did: one 301 to it.

    Stands inside CommonMiddleware, so that an old address without its final slash is answered
    by one redirect too, and not by one to the slash and another from there.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404("No address has a zero byte in it; PostgreSQL could not look for it.")
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        target = find_target(request.path[:700])
        if target is None:
            return response
        return HttpResponsePermanentRedirect(target)


def find_target(path: str) -> str | None:
    """Return where an old address leads. The feeds of a listing move with it."""
    target = Redirect.objects.target_of(path)
    feed = FEED.search(path)
    if target is None and feed:
        listing = Redirect.objects.target_of(path[: feed.start()] + "/")
        return listing and f"{listing}{feed[0].strip('/')}/"
    return target


class HeadMiddleware:
    """Answer HEAD with what GET would say about itself, and without its body."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = len(response.content)
            response.content = b""
            response["Content-Length"] = length
        return response
