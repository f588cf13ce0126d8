"""A WSGI layer that answers requests for public pages from memory."""

import re
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from cworks.page_cache.changes import Changes
from cworks.page_cache.pages import (
    CACHEABLE,
    Headers,
    KeptPage,
    KeptPages,
    is_known,
    page_of,
)
from cworks.replica import MAY_LAG
from cworks.search.filters import FILTERS as SEARCH_FILTERS
from events.views.filters import FILTERS as EVENT_FILTERS
from wiki.facets import FACETS

# Staff's pages, registrants' pages, and files are answered by Django each time. So are style sheets
# with any two colors, of which anyone could ask for millions.
NEVER = (
    "/admin/",
    "/registrations/",
    "/readers/",
    "/confirm/",
    "/unsubscribe/",
    "/stop/",
    "/follow/emails/",
    "/preview/",
    "/cards/",
    "/media/",
    "/static/",
    "/accent/",
)
FILES_OF_PUBLICATIONS = re.compile(r"/library/[^/]*/files/")
# What public views read from a query. A request with anything else is not cached, so no one can
# fill the memory with ?x=1.
PARAMETERS = {"before", "after", "from", "q", "page", "kind", "p", "page_id", "s", "feed", "a", "b"}
PARAMETERS |= {"view", "of", *FACETS, *EVENT_FILTERS, *SEARCH_FILTERS, "sort"}
LONGEST_ADDRESS = 300  # characters of the path, or of the query; longer ones are not cached
# What newsletters and social networks add to links, different for each reader. No view reads them.
TRACKING = re.compile(r"(^|&)(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id)(=[^&]*)?(?=&|$)")
# Anyone can make up queries, hosts' ports, old addresses that redirect, and addresses that aren't
# found. Together, these get this part of the memory.
PART_FOR_MADE_UP = 1 / 4
LONGEST_WAIT = 5  # seconds
# For nginx, in Unix time: until when every change was known before the page was looked up, and when
# the answer was surely right, or None for what it may not keep.
KNOWN_AT, RIGHT_AT = "cworks.known_at", "cworks.right_at"
# When nginx got the request.
STARTED = re.compile(r"t=(\d{1,12}\.\d+)", re.ASCII)
# For those who count: whether the answer was in memory.
KEPT = "cworks.kept"
# Django renders the whole page, for everyone. Whether a client has it is decided here.
OF_CLIENT = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)
# A whole file, or a part of one.
SUCCESSFUL = ("200", "206")
# Headers of a file that isn't sent, because the client has it.
OF_FILE = ("content-", "x-accel-redirect")

Environ = dict
StartResponse = Callable


class Rendering:
    """A page that one thread renders while others wait for it."""

    def __init__(self) -> None:
        self.page: KeptPage | None = None
        self._is_done = threading.Event()

    def finish(self) -> None:
        self._is_done.set()

    def wait(self) -> KeptPage | None:
        self._is_done.wait(LONGEST_WAIT)
        return self.page


class PageCache:
    def __init__(self, application: Callable, *, max_bytes: int) -> None:
        self.application = application
        made_up = int(max_bytes * PART_FOR_MADE_UP)
        self.pages, self.made_up = KeptPages(max_bytes - made_up), KeptPages(made_up)
        self.changes = Changes(self.clear)
        self._renderings: dict[tuple, Rendering] = {}
        self._lock = threading.Lock()
        self.hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.SITE_URL).netloc}
        self.is_behind_nginx = settings.BEHIND_PROXY and bool(settings.MEDIA_ACCEL_PATH)
        root = Path(settings.WHITENOISE_ROOT)
        self.root_files = {f"/{file.name}" for file in root.iterdir()}

    def start(self) -> None:
        """Listen for changes, in this process. Until then, nothing is kept."""
        self.changes.start()

    def clear(self) -> None:
        self.pages.clear()
        self.made_up.clear()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        key = key_of(environ)
        if self.is_behind_nginx:
            environ[KNOWN_AT] = self.changes.known_at
            environ[RIGHT_AT] = None if key is None else asked_at(environ)
        page = self.find(key)
        if page is not None:
            return self.send_kept(page, environ, start_response)
        if self.is_file_or_private(environ):
            return self.application(environ, start_response)
        environ["QUERY_STRING"] = without_tracking(environ.get("QUERY_STRING", ""))
        if key is None or not self.changes.are_known:
            return self.render(environ, start_response)[1]
        return self.render_once(key, environ, start_response)

    def find(self, key: tuple | None) -> KeptPage | None:
        if key is None or not self.changes.are_known:
            return None
        return self.pages.get(key) or self.made_up.get(key)

    def is_file_or_private(self, environ: Environ) -> bool:
        path = environ["PATH_INFO"]
        is_file = FILES_OF_PUBLICATIONS.match(path) or path in self.root_files
        return bool(is_file) or path.startswith(NEVER)

    def send_kept(
        self, page: KeptPage, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        environ[KEPT] = True
        if self.is_behind_nginx:
            environ[RIGHT_AT] = min(environ[RIGHT_AT], environ[KNOWN_AT])
        return send(page, environ, start_response)

    def render_once(
        self, key: tuple, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Render a page and keep it, or wait for the thread that is rendering it.

        After a change, a hundred readers of a page so take the time of one, and none of them gets
        the page as it was before. An error may be the first one's alone, so it isn't shared.
        """
        generation = self.changes.generation
        with self._lock:
            is_first = (key, generation) not in self._renderings
            rendering = self._renderings.setdefault((key, generation), Rendering())
        if not is_first:
            page = rendering.wait()
            if page is not None:
                return self.send_kept(page, environ, start_response)
            return self.render(environ, start_response)[1]
        try:
            page, body = self.render(environ, start_response)
            if page is not None and page.status.startswith(CACHEABLE):
                rendering.page = page
                if not environ[MAY_LAG]:
                    self.keep(key, page, generation, port=environ.get("SERVER_PORT", ""))
            return body
        finally:
            with self._lock:
                del self._renderings[key, generation]
            rendering.finish()

    def keep(self, key: tuple, page: KeptPage, generation: int, *, port: str) -> None:
        _, host, _, query = key
        is_ours = host.removesuffix(f":{port}") in self.hosts or host in self.hosts
        is_made_up = query or not is_ours or not page.status.startswith("200")
        kept = self.made_up if is_made_up else self.pages
        # What was rendered before a change must not outlive it, not even for a moment.
        kept.put(key, page, is_outdated=lambda: self.changes.generation != generation)

    def render(
        self, environ: Environ, start_response: StartResponse
    ) -> tuple[KeptPage | None, Iterable[bytes]]:
        """Return the page that Django answers with, if it is for everyone, and what to send."""
        answer: list = []

        def start(status: str, headers: Headers, exc_info=None) -> None:
            answer[:] = [status, headers]

        for_everyone = {name: value for name, value in environ.items() if name not in OF_CLIENT}
        if environ["REQUEST_METHOD"] == "HEAD":
            # Its headers are those of the whole page.
            for_everyone["REQUEST_METHOD"] = "GET"
            for_everyone.pop("HTTP_RANGE", None)
        response = self.application(for_everyone, start)
        environ[MAY_LAG] = for_everyone.get(MAY_LAG, False)
        status, headers = answer
        page = page_of(status, headers, response)
        if page is None:
            return None, send_other(status, headers, response, environ, start_response)
        response.close()
        return page, send(page, environ, start_response)


def without_tracking(query: str) -> str:
    return TRACKING.sub("", query).removeprefix("&") if query else query


def asked_at(environ: Environ) -> float:
    """Return when nginx got a request, by its own clock, and now if it doesn't say.

    With a configuration from before it did, clients can say anything: never later than now.
    """
    started = STARTED.fullmatch(environ.get("HTTP_X_REQUEST_START", ""))
    return min(float(started[1]), time.time()) if started else time.time()


def key_of(environ: Environ) -> tuple | None:
    """Return what a page depends on, or None if there may be more to it."""
    path, query = environ["PATH_INFO"], without_tracking(environ.get("QUERY_STRING", ""))
    if len(path) > LONGEST_ADDRESS or len(query) > LONGEST_ADDRESS or has_body(environ):
        return None
    if query:
        names = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
        if not names or not names <= PARAMETERS:
            return None
    is_secure = environ["wsgi.url_scheme"] == "https"
    if settings.BEHIND_PROXY:
        # As Django reads it.
        is_secure = environ.get("HTTP_X_FORWARDED_PROTO", "").split(",")[0].strip() == "https"
    return is_secure, environ.get("HTTP_HOST", "").lower(), path, query


def has_body(environ: Environ) -> bool:
    """Whether the client sends more than a question, which Django may refuse."""
    length = environ.get("CONTENT_LENGTH", "")
    return length not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ


def send(page: KeptPage, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if page.is_known_to(environ):
        start_response("304 Not Modified", with_expiry(page.headers, page, environ))
        return []
    headers, body = page.encoded_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
    start_response(page.status, with_expiry(headers, page, environ))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def send_other(
    status: str, headers: Headers, response, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Send what isn't a page for everyone, such as a file, unless the client has it."""
    etag = dict(headers).get("ETag", "").removeprefix("W/")
    is_at_client = status.startswith(SUCCESSFUL) and is_known(etag, environ)
    if is_at_client:
        status = "304 Not Modified"
        headers = [each for each in headers if not each[0].lower().startswith(OF_FILE)]
    start_response(status, headers)
    if is_at_client or environ["REQUEST_METHOD"] == "HEAD":
        response.close()
        return []
    return response


def with_expiry(headers: Headers, page: KeptPage, environ: Environ) -> Headers:
    """Tell nginx until when it may keep a page. It doesn't pass that on.

    nginx counts whole seconds. It keeps a page until the second ends in which it was surely right.
    If that second is over, it asks again for the next reader. See docs/decisions/proxy.md.
    """
    if not page.is_shared or RIGHT_AT not in environ:
        return headers
    right_at = environ[RIGHT_AT]
    expires = "0" if right_at is None else f"@{int(right_at)}"
    return [*headers, ("X-Accel-Expires", expires)]
