from urllib.parse import quote, unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from content.models import Redirect

# How far below its entry's page an address lies at most: files/2/report.pdf.
DEEPEST = 3


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
    """Return where an old address leads. What lies below a page moves with it: feeds, files."""
    target = Redirect.objects.target_of(path)
    parts = path.strip("/").split("/")
    for depth in range(1, min(DEEPEST, len(parts) - 1) + 1):
        if target is not None:
            return target
        page = Redirect.objects.target_of("/{}/".format("/".join(parts[:-depth])))
        target = page and served_below(page, parts[-depth:])
    return target


def served_below(page: str, parts: list[str]) -> str | None:
    """Return the address of these parts below a page, if the site has anything at such a one."""
    if "?" in page or "#" in page:
        return None
    below = "/".join([page.rstrip("/"), *(quote(part) for part in parts)])
    return next((path for path in (f"{below}/", below) if is_served(path)), None)


def is_served(path: str) -> bool:
    try:
        # Those that only lead on, as the old site's do, have no name.
        return resolve(unquote(path)).url_name is not None
    except Resolver404:
        return False


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
