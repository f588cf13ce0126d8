"""A local web server that behaves as badly as real ones."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from content.links.web_client import WebClient

type Behavior = Callable[["Handler"], None]


@dataclass
class Website:
    """`pages` is {path: what the server does}; `requests` lists (method, path)."""

    port: int
    pages: dict[str, Behavior] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str, behavior: Behavior | None = None) -> str:
        if behavior:
            self.pages[path] = behavior
        return self.origin + path

    def client(self, **changes) -> WebClient:
        """Return a client that may connect only to this server, with short time limits."""
        values = {
            "connect_seconds": 0.5,
            "read_seconds": 0.2,
            "total_seconds": 2,
            "is_allowed": lambda address, port: (address, port) == ("127.0.0.1", self.port),
            "pause": lambda seconds: None,
        }
        return WebClient(**values | changes)


class Handler(BaseHTTPRequestHandler):
    website: Website

    def do_GET(self) -> None:
        self.website.requests.append((self.command, self.path))
        self.website.headers.append(dict(self.headers))
        with suppress(BrokenPipeError, ConnectionResetError):
            self.website.pages.get(self.path, status(404))(self)

    do_HEAD = do_GET

    def log_message(self, *arguments) -> None:
        pass


@contextmanager
def run_website() -> Iterator[Website]:
    handler = type("Handler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    website = handler.website = Website(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield website
    finally:
        website.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, **headers: str) -> Behavior:
    """Respond with a status and headers, whose names have underscores for hyphens."""

    def behave(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return behave


def redirect(location: str, code: int = 301, **headers: str) -> Behavior:
    return status(code, Location=location, **headers)


def differ_for_head(behavior: Behavior, head: Behavior) -> Behavior:
    return lambda handler: (head if handler.command == "HEAD" else behavior)(handler)


def never_respond(handler: Handler) -> None:
    handler.website.stopped.wait()


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def send_garbage(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


def drip(handler: Handler) -> None:
    """Send a header slowly, byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    for _ in range(100):
        if not handler.website.stopped.wait(0.05):
            handler.wfile.write(b"x")


def send_endlessly(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while handler.command == "GET" and not handler.website.stopped.is_set():
        handler.wfile.write(bytes(65_536))


def send(content: bytes, content_type: str = "application/pdf", **headers: str):
    """Respond with a file."""

    def behave(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", content_type)
        for name, value in ({"Content_Length": str(len(content))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return behave


def in_turn(*behaviors):
    """Respond in another way to each request."""
    rest = list(behaviors)
    return lambda handler: rest.pop(0)(handler)


def send_half(content: bytes, **headers: str):
    """Announce a file, and hang up in the middle of it."""

    def behave(handler) -> None:
        send(content[: len(content) // 2], Content_Length=str(len(content)), **headers)(handler)
        hang_up(handler)

    return behave


def send_rest(content: bytes, **headers: str):
    """Send what is asked for, as servers do that know about ranges."""

    def behave(handler) -> None:
        begin = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        handler.send_response(206)
        rest = {
            "Content_Range": f"bytes {begin}-{len(content) - 1}/{len(content)}",
            "Content_Length": str(len(content) - begin),
        }
        for name, value in (rest | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content[begin:])

    return behave
