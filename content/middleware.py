import logging
from urllib.parse import quote, unquote

from django.db import DataError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.middleware.common import CommonMiddleware
from django.urls import Resolver404, resolve
from django.views.defaults import bad_request

from content.domains import ascii_url
from content.models import Redirect
from content.paths import is_file_path
from content.texts import compose

logger = logging.getLogger(__name__)

# How many segments an address can have below its entry's page: files/2/report.pdf.
DEEPEST = 3
# What a WordPress site without permalinks names its pages by.
NUMBERS = frozenset({"p", "page_id", "attachment_id", "cat"})


class AddressMiddleware:
    """Handle malformed addresses before any view sees them.

    A zero byte, which no column can hold, is read as Django reads bytes that aren’t UTF-8: as “�”.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = unquote(request.META.get("QUERY_STRING", ""))
        if "\0" in request.path:
            raise Http404("Addresses can’t contain a zero byte.")
        request.path, request.path_info = compose(request.path), compose(request.path_info)
        if "\0" in query or compose(query) != query:
            # A copy that can change, where Django’s types say that this one cannot.
            request.GET = composed(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 for a value that is too large, or that no column can hold.

        What a GET compares with the database comes from nowhere else. Lists in the admin,
        including those of other packages, pass it on unchecked.
        """
        if request.method in ("GET", "HEAD") and isinstance(exception, DataError | OverflowError):
            logger.warning("Not a valid value in a query: %s", request.path, exc_info=exception)
            return bad_request(request, exception)
        return None


def composed(parameters: QueryDict) -> QueryDict:
    """Return a query in NFC, as everything that the site stores, and without zero bytes."""
    found = parameters.copy()
    for name, values in parameters.lists():
        found.setlist(name, [compose(value).replace("\0", "\ufffd") for value in values])
    return found


class RedirectMiddleware:
    """If an address isn't found but once was, redirect to where it moved, with one 301.

    Must be inside SlashMiddleware: an old address without its final slash then takes one redirect
    as well, not one to add the slash and another from there.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if NUMBERS & request.GET.keys():
            # The path is only that of the site's folder, as in /~lab/?page_id=2.
            return response
        target = find_target(request.path[:700])
        if target is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        if query and not {"?", "#"} & set(target):
            # A page of a listing, or two revisions to compare.
            target = f"{target}?{query}"
        return HttpResponsePermanentRedirect(ascii_url(target))


def find_target(path: str) -> str | None:
    """Return where an old address leads. Feeds and files below or beside a page move with it."""
    target = Redirect.objects.target_of(path)
    parts = path.strip("/").split("/")
    for depth in range(1, min(DEEPEST, len(parts) - 1) + 1):
        if target is not None:
            return target
        page = Redirect.objects.target_of("/{}/".format("/".join(parts[:-depth])))
        target = page and find_subpage_route(page, parts[-depth:])
    return target or find_file_route(path)


def find_file_route(path: str) -> str | None:
    """Return where a file has moved whose address is its page's with an ending: /events/x.ics."""
    stem, dot, ending = path.rstrip("/").rpartition(".")
    if not dot or "/" in ending:
        return None
    page = Redirect.objects.target_of(f"{stem}/")
    target = page and f"{page.rstrip('/')}.{quote(ending)}"
    return target if target and is_served(target) else None


def find_subpage_route(page: str, parts: list[str]) -> str | None:
    """Return the address of these segments below a page, if a route matches it."""
    if "?" in page or "#" in page:
        return None
    below = "/".join([page.rstrip("/"), *(quote(part) for part in parts)])
    return next((path for path in (f"{below}/", below) if is_served(path)), None)


def is_served(path: str) -> bool:
    try:
        # Routes that only redirect, such as the old site's, have no name.
        return resolve(unquote(path)).url_name is not None
    except Resolver404:
        return False


class SlashMiddleware(CommonMiddleware):
    """Add a missing final slash, but not to the address of a file: there is no page to lead to."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return not is_file_path(request.path_info) and super().should_redirect_with_slash(request)


class HeadMiddleware:
    """Answer HEAD with the headers of a GET, without the body."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = len(response.content)
            response.content = b""
            response["Content-Length"] = length
        return response
