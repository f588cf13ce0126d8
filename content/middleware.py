from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from content.models import Redirect


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
        target = Redirect.objects.target_of(unquote(request.path)[:700])
        if target is None:
            return response
        return HttpResponsePermanentRedirect(target)
