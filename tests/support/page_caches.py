"""What tests of the page cache share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import RequestFactory

from cworks.page_cache.layer import PageCache

TEXT = "Mastery takes time. " * 100
ETAG = '"5a3c"'


class KnownChanges:
    """A process that hears of every change, of which there is none."""

    generation = 1
    are_known = True
    known_at = 0.0


@contextmanager
def kept_connections() -> Iterator[None]:
    """Let requests leave the test's transaction open, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class CachedSite:
    """A page cache around an application that counts what it renders."""

    def __init__(self, *, max_bytes: int = 1_000_000, cookies: str = "", **response) -> None:
        self.cookies = cookies
        self.response = {"content": TEXT, "headers": {"ETag": ETAG}} | response
        self.rendered: list[str] = []
        self.while_rendering = lambda: None
        self.cache = PageCache(self.render, max_bytes=max_bytes)
        self.changes = self.cache.changes = KnownChanges()

    def render(self, environ, start_response):
        query = environ["QUERY_STRING"]
        self.rendered.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
        self.while_rendering()
        response = HttpResponse(**self.response)
        response.cookies.load(self.cookies)
        start_response(f"{response.status_code} {response.reason_phrase}", response.items())
        return response

    def get(self, address: str = "/blog/", *, method: str = "GET", **headers: str):
        environ = (
            RequestFactory(headers={"host": "testserver"} | headers)
            .generic(method, address)
            .environ
        )
        answer = []
        response = self.cache(environ, lambda *given: answer.extend(given))
        body = b"".join(response)
        getattr(response, "close", lambda: None)()
        return int(answer[0][:3]), dict(answer[1]), body
