import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.views.decorators.cache import never_cache

from content.log_filters import request_id
from content.rate_limits import WITHIN
from content.site import read_once
from cworks import connections
from cworks.replica import SAFE
from cworks.views import machine
from cworks.views.errors import CONNECTION_CLOSED
from cworks.views.metrics import metrics

# In seconds. Imports run in the admin, too. The worker and commands have no limit.
STATEMENTS_OF_READERS = 10
STATEMENTS_OF_STAFF = 120

# In seconds. As long as a request waits for a connection.
REPEATED_FOR = 5.0
REPEATED_AFTER = 0.1

# In seconds. Forms count what someone sent within the hour; a full disk or a lost database takes a
# person to repair.
RETRY_AFTER = {429: int(WITHIN.total_seconds()), 503: 60}

PROBES = {
    "/healthz": never_cache(machine.healthz),
    "/readyz": never_cache(machine.readyz),
    "/metrics": never_cache(metrics),
}
# Of a proxy's, which has it in its log, too.
REQUEST_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


METHODS = ["GET", "HEAD", "POST"]


def remove_body(response: HttpResponse | StreamingHttpResponse) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    else:
        response.content = b""
    response["Content-Length"] = "0"


def answer_other_methods(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Answer OPTIONS with what an address allows, and refuse all methods that the site doesn't use.

    Every view says what it allows, by Django's decorators or as a class, and refuses OPTIONS or
    answers it. Both name the allowed methods.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in METHODS:
            return get_response(request)
        status = 200 if request.method == "OPTIONS" else 405
        request.method = "OPTIONS"
        response = get_response(request)
        remove_body(response)
        if "Allow" not in response:
            return response  # moved, or not found
        allowed = response["Allow"].split(", ")
        response["Allow"] = ", ".join([*(name for name in METHODS if name in allowed), "OPTIONS"])
        response.status_code = status
        return response

    return middleware


def add_retry_after(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Add a Retry-After header to a refusal that doesn't have one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in RETRY_AFTER:
            response.headers.setdefault("Retry-After", str(RETRY_AFTER[response.status_code]))
        return response

    return middleware


def name_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Give what a request writes to the log the same ID."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        # Until the thread's next request: Django logs a refusal after all middleware has ended.
        request_id.set(given if REQUEST_ID.fullmatch(given) else uuid4().hex)
        return get_response(request)

    return middleware


def answer_probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Answer health checks before the host and HTTPS checks run.

    Health checks reach a machine by its IP address over plain HTTP, without the proxy.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, get_response)(request)

    return middleware


class PrivateCompressionMiddleware(GZipMiddleware):
    """Compress what belongs to one person. The page cache compresses what is for everyone.

    Django's middleware makes the length differ each time, so that it gives no secret away.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_private = "private" in response.get("Cache-Control", "")
        if not is_private or response.streaming:
            return response
        return super().process_response(request, response)


def limit_statements(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Fail rather than keep a reader, and a thread, waiting for a database that hangs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_staff_page = request.path_info.startswith("/admin/")
        with connections.limit_statements(
            STATEMENTS_OF_STAFF if is_staff_page else STATEMENTS_OF_READERS
        ):
            return get_response(request)

    return middleware


def repeat_after_restart(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Read a page again if the database closed the connection while it was being read.

    The next connection waits until the database has restarted. A GET changes nothing, so it can be
    repeated; what someone sends can't be. If the database hangs, they have waited long enough.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        give_up_at = time.monotonic() + REPEATED_FOR
        while may_be_repeated(request, response) and time.monotonic() < give_up_at:
            time.sleep(REPEATED_AFTER)
            close_old_connections()
            response = get_response(request)
        return response

    return middleware


def may_be_repeated(request: HttpRequest, response: HttpResponse) -> bool:
    has_lost_connection = request.META.pop(CONNECTION_CLOSED, False)
    return has_lost_connection and response.status_code == 503 and request.method in SAFE


def read_site_once(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Read the site settings at most once for each request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with read_once():
            return get_response(request)

    return middleware
