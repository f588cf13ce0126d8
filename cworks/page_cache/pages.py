"""Pages in memory, with the headers and encodings in which they are sent."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock

import brotli
from django.http import HttpResponse

# What compression makes smaller: HTML, feeds, JSON, calendars.
TEXT = ("text/", "application/json", "application/xml", "image/svg+xml")
TEXT_ENDINGS = ("+json", "+xml")
# Anything shorter fits in a packet with its headers.
SMALLEST_COMPRESSED = 500  # bytes
# The first of these that a client accepts is used. A page is compressed once, while a reader waits.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
# What a page takes in memory besides its bytes: the objects around them.
OVERHEAD = 2_000
# No browser's Accept-Encoding is longer. Choices for these are remembered.
LONGEST_ACCEPTED = 200  # characters
CACHEABLE = ("200", "301", "404")
# As content.views.listings.public says. Also of redirects, missing pages, and files for machines,
# whose views say nothing.
FOR_EVERYONE = "public, max-age=0, s-maxage=1"

Headers = list[tuple[str, str]]


class KeptPage:
    """A complete response. Its body is compressed when a client first accepts an encoding."""

    def __init__(self, status: str, headers: Headers, body: bytes) -> None:
        named = {name.lower(): value for name, value in headers}
        self.status, self.body = status, body
        # The same for each encoding of the body, so not a strong one (RFC 9110 §8.8.3).
        self.etag = named.get("etag", "").removeprefix("W/")
        self.is_text = is_text(named.get("content-type", "")) and len(body) >= SMALLEST_COMPRESSED
        self.headers = self._headers_of_page(headers, named)
        # Whether caches between may keep it for a moment, too.
        self.is_shared = ("Cache-Control", FOR_EVERYONE) in self.headers
        self._encoded: dict[str, tuple[Headers, bytes]] = {}
        self._lock = Lock()

    def _headers_of_page(self, headers: Headers, named: dict[str, str]) -> Headers:
        # Only the ETag says whether a page has changed: its parts may be newer than any date of its
        # own (a renamed person), or gone, and dates count whole seconds.
        left_out = {"content-length", "etag", "last-modified", "vary"}
        kept = [(name, value) for name, value in headers if name.lower() not in left_out]
        vary = [name for name in named.get("vary", "").split(", ") if name]
        if self.is_text and "Accept-Encoding" not in vary:
            vary.append("Accept-Encoding")
        if vary:
            kept.append(("Vary", ", ".join(vary)))
        if self.etag:
            kept.append(("ETag", f"W/{self.etag}"))
        if "cache-control" not in named and self.status.startswith(CACHEABLE):
            kept.append(("Cache-Control", FOR_EVERYONE))
        return kept

    @property
    def size(self) -> int:
        """How many bytes it takes at most. Compressed, a text is less than half as long."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        return OVERHEAD + headers + (2 if self.is_text else 1) * len(self.body)

    def encoded_for(self, accepted: str) -> tuple[Headers, bytes]:
        """Return the headers and the body for a client with this Accept-Encoding."""
        is_sane = 0 < len(accepted) <= LONGEST_ACCEPTED
        encoding = choose_encoding(accepted) if self.is_text and is_sane else ""
        found = self._encoded.get(encoding)
        if found is None:
            with self._lock:
                found = self._encoded.get(encoding) or self._encode(encoding)
                self._encoded[encoding] = found
        return found

    def _encode(self, encoding: str) -> tuple[Headers, bytes]:
        body = ENCODERS[encoding](self.body) if encoding else self.body
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        return ([*headers, ("Content-Encoding", encoding)] if encoding else headers), body

    def is_known_to(self, environ: dict) -> bool:
        """Whether the client has this page (RFC 9110 §13.2)."""
        return self.status.startswith("200") and is_known(self.etag, environ)


def is_text(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip()
    return kind.startswith(TEXT) or kind.endswith(TEXT_ENDINGS)


def is_known(etag: str, environ: dict) -> bool:
    """Whether an ETag is one of If-None-Match, which may be “*” (RFC 9110 §13.1.2)."""
    if "HTTP_IF_NONE_MATCH" not in environ:
        return False
    tags = environ["HTTP_IF_NONE_MATCH"].split(",")
    found = {tag.strip().removeprefix("W/") for tag in tags}
    return bool(etag) and (etag in found or "*" in found)


@lru_cache(maxsize=1_000)
def choose_encoding(accepted: str) -> str:
    """Return the best encoding that a client accepts, or "" for none (RFC 9110 §12.5.3)."""
    is_accepted = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        is_accepted[name] = weight.strip("0.") != "" or not weight
    others = is_accepted.get("*", False)
    return next((name for name in ENCODERS if is_accepted.get(name, others)), "")


def page_of(status: str, headers: Headers, response: Iterable[bytes]) -> KeptPage | None:
    """Return what Django answers as a page, unless it is a file or not the same for everyone."""
    if not isinstance(response, HttpResponse) or "Content-Encoding" in response:
        return None
    if "Accept-Ranges" in response:
        # A file that nginx is to send, or that has no such range: others ask for another one.
        return None
    control = response.get("Cache-Control", "")
    is_for_everyone = (
        not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and not any(word in control for word in ("private", "no-store", "no-cache"))
    )
    return KeptPage(status, headers, response.content) if is_for_everyone else None


def size_of(key: tuple, page: KeptPage) -> int:
    # Anyone can make up thousands of digits of a host's port, for a redirect without a body.
    return page.size + sum(len(part) for part in key if isinstance(part, str))


class KeptPages:
    """Pages, with their keys, in at most this many bytes: the least recently used make room.

    Threads may share it.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages: OrderedDict[tuple, KeptPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(
        self, key: tuple, page: KeptPage, *, is_outdated: Callable[[], bool] = lambda: False
    ) -> None:
        """Keep a page, unless it is outdated or would take most of the memory.

        A change that comes after `is_outdated` was asked waits for this, and then clears.
        """
        with self._lock:
            if is_outdated():
                return
            self._remove(key)
            size = size_of(key, page)
            if size > self.max_bytes / 2:
                return
            self._pages[key] = page
            self.bytes += size
            while self.bytes > self.max_bytes:
                self._remove(next(iter(self._pages)))

    def _remove(self, key: tuple) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= size_of(key, page)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0
