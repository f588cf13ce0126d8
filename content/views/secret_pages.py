"""Pages whose address is the secret, such as those behind a link in an email.

They need no cookie and no CSRF token: no one can forge a request to an address they don't know.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


def secret_page(find: Callable[[str], Any]) -> Callable:
    """Return a decorator that passes a view what `find` returns for the token in its address.

    `find` raises Http404 if the token is false.
    """

    def decorate(view: Callable) -> Callable:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def wrapped(request: HttpRequest, token: str) -> HttpResponse:
            response = view(request, find(token))
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex"
            return response

        return wrapped

    return decorate
