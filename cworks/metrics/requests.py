"""A WSGI layer that counts requests, outside the page cache."""

import time
from collections.abc import Callable, Iterable

from prometheus_client import Counter, Histogram

from cworks.page_cache.layer import KEPT

REQUESTS = Counter(
    "cworks_requests", "Requests, by part of the site and status", ["part", "method", "status"]
)
SECONDS = Histogram(
    "cworks_request_seconds",
    "Time until the answer began",
    ["part"],
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
KEPT_PAGES = Counter("cworks_kept_pages", "Requests that were answered from the page cache")
# Not each address: there are too many, and some are secrets.
PARTS = {
    "/admin/": "admin",
    "/media/": "media",
    "/static/": "static",
    "/healthz": "probes",
    "/readyz": "probes",
    "/metrics": "probes",
}
METHODS = {"GET", "HEAD", "POST"}


class CountedRequests:
    """Counts what another application answers."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def start(self) -> None:
        self.application.start()  # type: ignore[attr-defined]

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        began = time.perf_counter()
        part, method = part_of(environ["PATH_INFO"]), environ["REQUEST_METHOD"]
        method = method if method in METHODS else "other"
        # An exception that no one has caught is answered by the web server.
        status = "500"

        def start(line: str, *others):
            nonlocal status
            status = line[:3]
            return start_response(line, *others)

        try:
            return self.application(environ, start)
        finally:
            SECONDS.labels(part).observe(time.perf_counter() - began)
            REQUESTS.labels(part, method, status).inc()
            if environ.get(KEPT):
                KEPT_PAGES.inc()


def part_of(path: str) -> str:
    return next((part for start, part in PARTS.items() if path.startswith(start)), "public")
