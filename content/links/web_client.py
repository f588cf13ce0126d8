"""Requests an untrusted web address without exposing our network."""

import http.client
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from socket import SHUT_RDWR, socket
from threading import Timer
from types import MappingProxyType

from django.conf import settings
from django.utils import timezone
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from content.exceptions import (
    NotVisited,
    ResponseInvalid,
    ResponseTooLate,
    VisitFailed,
    VisitUndecided,
)
from content.links import failures
from content.links.parsed_urls import ParsedUrl, parse_url
from content.links.public_hosts import is_public, look_up

MAXIMUM_REDIRECTS = 10
MAXIMUM_ADDRESSES_TRIED = 3  # of one host
SECONDS_BETWEEN_REQUESTS = 1.0  # to one host
PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
TEMPORARY = (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
# OpenSSL's codes for a server that doesn't send the certificate of its issuer (X509_V_ERR_…).
ISSUER_MISSING = (20, 21)


@dataclass(frozen=True)
class Visit:
    """The last response, after all redirects."""

    status: int
    # Where the permanent redirects at the beginning lead, if there were any.
    moved_to: str = ""
    # The number of seconds that the server asks us to wait, if any.
    retry_after: float | None = None


@dataclass(frozen=True)
class ResponseHead:
    status: int
    headers: HTTPHeaderDict

    @property
    def retry_after(self) -> float | None:
        value = self.headers.get("Retry-After", "")
        return parse_retry_after(value) if self.status in BUSY else None

    @property
    def may_differ_for_get(self) -> bool:
        """Whether the server may have rejected only the method HEAD, as many do."""
        return self.status >= HTTPStatus.BAD_REQUEST and self.retry_after is None


@dataclass
class VisitProgress:
    deadline: float
    seen: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    received_cookie: bool = False

    @property
    def remaining_seconds(self) -> float:
        return max(0.001, self.deadline - time.monotonic())

    def check_deadline(self) -> None:
        if time.monotonic() >= self.deadline:
            raise ResponseTooLate


def is_public_address(address: str, port: int) -> bool:
    return is_public(address)


@dataclass(frozen=True, kw_only=True)
class WebClient:
    """Sends no cookie or password, and uses no proxy. `visit` reads only the head of a response.

    Before each connection, `is_allowed` must accept every IP address of the host. We connect to
    one of exactly these, so that the name cannot resolve differently in between.
    """

    connect_seconds: float = 5
    read_seconds: float = 10
    total_seconds: float = 30  # for everything, even if bytes keep trickling in
    is_allowed: Callable[[str, int], bool] = is_public_address
    look_up: Callable[[str, float], list[str]] = look_up
    pause: Callable[[float], None] = time.sleep
    program: str = "link-check"  # how it introduces itself to servers

    def visit(self, url: str) -> Visit:
        """Follow redirects to the last response. Raises a VisitFailed that says what is wrong."""
        target = parse_url(url)
        progress = VisitProgress(deadline=time.monotonic() + self.total_seconds)
        try:
            return self.follow_redirects(target, progress)
        except VisitFailed as error:
            if progress.seen[1:]:
                last = progress.seen[-1][:200]
                raise type(error)(f"It redirects to {last}. {error}") from error
            raise

    def follow_redirects(self, target: ParsedUrl, progress: VisitProgress) -> Visit:
        is_permanent, moved_to = True, ""
        for _ in range(MAXIMUM_REDIRECTS + 1):
            if target.url in progress.seen:
                if progress.received_cookie:
                    raise VisitUndecided(failures.COOKIES_DEMANDED)
                raise VisitFailed(failures.REDIRECT_LOOP)
            progress.seen.append(target.url)
            response = self.fetch(target, progress)
            if response.status not in PERMANENT + TEMPORARY:
                return Visit(response.status, moved_to, response.retry_after)
            if not response.headers.get("Location"):
                raise VisitFailed(failures.REDIRECT_WITHOUT_LOCATION)
            target = target.join(response.headers["Location"])
            is_permanent = is_permanent and response.status in PERMANENT
            if is_permanent:
                moved_to = target.url
        raise VisitFailed(failures.TOO_MANY_REDIRECTS)

    def fetch(self, target: ParsedUrl, progress: VisitProgress) -> ResponseHead:
        """Request only the head of a page, or the page if that fails."""
        addresses = self.find_addresses(target, progress)
        try:
            response = self.request("HEAD", target, addresses, progress)
        except (ResponseInvalid, ResponseTooLate):
            # Some servers don't respond to a method they don't know.
            progress.check_deadline()
        else:
            if not response.may_differ_for_get:
                return response
        return self.request("GET", target, addresses, progress)

    def find_addresses(self, target: ParsedUrl, progress: VisitProgress) -> list[str]:
        seconds = min(self.connect_seconds, progress.remaining_seconds)
        try:
            addresses = self.look_up(target.host, seconds)
        except TimeoutError as error:
            raise ResponseTooLate from error
        except OSError as error:
            raise VisitFailed(failures.HOST_UNKNOWN) from error
        # Reject the host if any address is private, since a connection may use any of them.
        if not all(self.is_allowed(address, target.port) for address in addresses):
            raise NotVisited(failures.HOST_NOT_PUBLIC)
        return addresses[:MAXIMUM_ADDRESSES_TRIED]

    def request(
        self, method: str, target: ParsedUrl, addresses: list[str], progress: VisitProgress
    ) -> ResponseHead:
        if target.host in progress.hosts:
            self.pause(SECONDS_BETWEEN_REQUESTS)
        progress.hosts.add(target.host)
        with self.open(method, target, addresses, progress) as response:
            head = ResponseHead(response.status, response.headers)
        # Truncated headers look like complete ones.
        progress.check_deadline()
        progress.received_cookie |= "Set-Cookie" in head.headers
        return head

    @contextmanager
    def open(
        self,
        method: str,
        target: ParsedUrl,
        addresses: list[str],
        progress: VisitProgress,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[HTTPResponse]:
        """Yield a response whose body can be read until the deadline. Raises a VisitFailed."""
        connection = self.connect(target, addresses, progress)
        try:
            connection.timeout = self.read_seconds
            with time_limit(connection, progress.remaining_seconds):
                connection.request(
                    method,
                    target.path_and_query,
                    headers={**request_headers(target, program=self.program), **headers},
                    preload_content=False,
                    decode_content=False,
                )
                response = connection.getresponse()
                try:
                    yield response
                finally:
                    response.close()
        except TimeoutError as error:
            raise ResponseTooLate from error
        except (OSError, ValueError, http.client.HTTPException, HTTPError) as error:
            progress.check_deadline()
            raise ResponseInvalid from error
        finally:
            connection.close()

    def connect(
        self, target: ParsedUrl, addresses: list[str], progress: VisitProgress
    ) -> HTTPConnection:
        failure = VisitFailed(failures.HOST_UNREACHABLE)
        for address in addresses:
            progress.check_deadline()
            seconds = min(self.connect_seconds, progress.remaining_seconds)
            connection = build_connection(target, address, seconds)
            try:
                connection.connect()
                return connection
            except (OSError, HTTPError) as error:
                connection.close()
                failure = explain(error)
        raise failure


def build_connection(target: ParsedUrl, address: str, seconds: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=seconds)
    return HTTPSConnection(
        address,
        target.port,
        timeout=seconds,
        ssl_context=build_ssl_context(),
        # We connect to an IP address, but the certificate must match the name.
        server_hostname=target.host.rstrip("."),
    )


@cache
def build_ssl_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Like browsers, accept the many valid certificates that don't follow RFC 5280 strictly.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def explain(error: Exception) -> VisitFailed:
    """Return what a failure to connect means."""
    # urllib3 wraps the original error.
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in ISSUER_MISSING:
            return VisitUndecided(failures.CERTIFICATE_UNTRACED)
        return VisitFailed(f"{failures.CERTIFICATE_INVALID} ({error.verify_message})"[:300])
    if isinstance(error, ssl.SSLError):
        return ResponseInvalid()
    if isinstance(error, TimeoutError):
        return ResponseTooLate()
    return VisitFailed(failures.HOST_UNREACHABLE)


@contextmanager
def time_limit(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Limit the total time of a transfer, even if every single byte arrives in time."""
    timer = Timer(seconds, shut_down, [connection.sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def shut_down(sock: socket) -> None:
    # Call the plain socket's method. TLS's own would change state that the other thread uses.
    with suppress(OSError):
        socket.shutdown(sock, SHUT_RDWR)


def request_headers(target: ParsedUrl, *, program: str) -> dict[str, str]:
    site = settings.SITE_URL.encode("ascii", "ignore").decode()
    return {
        "Host": target.authority,
        "User-Agent": f"CompetencyWorks-{program} (+{site}/)",
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def parse_retry_after(text: str) -> float | None:
    """Return the seconds in a Retry-After header, a number or a date (RFC 9110 §10.2.3)."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - timezone.now()).total_seconds())
