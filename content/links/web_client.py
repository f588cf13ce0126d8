"""Goes to one web address, on behalf of what somebody wrote, without being led astray."""

import http.client
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from socket import SHUT_RDWR, socket
from threading import Timer

from django.conf import settings
from django.utils import timezone
from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from content.exceptions import (
    AnswerBroken,
    AnswerTooLate,
    CertificateInvalid,
    CertificateUntraced,
    CookiesDemanded,
    HostNotPublic,
    HostUnknown,
    HostUnreachable,
    RedirectsInCircle,
    RedirectToNowhere,
    TooManyRedirects,
    VisitFailed,
)
from content.links.parsed_urls import Place, parse_url
from content.links.public_hosts import is_public, look_up

MOST_REDIRECTS = 10
MOST_ADDRESSES_TRIED = 3  # of one host
SECONDS_BETWEEN_REQUESTS = 1.0  # to one host
PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
TEMPORARY = (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
# OpenSSL's words for a server that keeps back who vouches for it (X509_V_ERR_…).
UNTRACED = (20, 21)


@dataclass(frozen=True)
class Visit:
    """The last answer, after all redirects."""

    status: int
    # Where permanent redirects alone lead, if there were any.
    moved_to: str = ""
    # How many seconds the server asks to be left alone for, if it does.
    retry_after: float | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPHeaderDict

    @property
    def retry_after(self) -> float | None:
        return read_delay(self.headers.get("Retry-After", "")) if self.status in BUSY else None

    @property
    def may_differ_for_get(self) -> bool:
        """Whether it may be HEAD alone that the server does not like, as is the case with many."""
        return self.status >= HTTPStatus.BAD_REQUEST and self.retry_after is None


def is_public_place(address: str, port: int) -> bool:
    return is_public(address)


@dataclass(frozen=True, kw_only=True)
class WebClient:
    """Keeps no cookie, uses no proxy, sends no password, and reads no page: its head is enough.

    Before each connection all addresses of the host have to be allowed by `may_reach`, and the
    connection goes to one of exactly these, so that a name cannot change its meaning in between.
    """

    connect_seconds: float = 5
    read_seconds: float = 10
    total_seconds: float = 30  # for everything, however slowly it drips
    may_reach: Callable[[str, int], bool] = is_public_place
    look_up: Callable[[str, float], list[str]] = look_up
    pause: Callable[[float], None] = time.sleep

    def visit(self, url: str) -> Visit:
        """Raises VisitFailed, whose message says what is wrong."""
        place = parse_url(url)
        trip = Trip(deadline=time.monotonic() + self.total_seconds)
        try:
            return self.travel(place, trip)
        except VisitFailed as error:
            if trip.seen[1:]:
                raise type(error)(f"It leads to {trip.seen[-1][:200]}. {error}") from error
            raise

    def travel(self, place: Place, trip: "Trip") -> Visit:
        is_permanent, moved_to = True, ""
        for _ in range(MOST_REDIRECTS + 1):
            if place.url in trip.seen:
                raise CookiesDemanded if trip.was_given_cookie else RedirectsInCircle
            trip.seen.append(place.url)
            answer = self.ask(place, trip)
            if answer.status not in PERMANENT + TEMPORARY:
                return Visit(answer.status, moved_to, answer.retry_after)
            if not answer.headers.get("Location"):
                raise RedirectToNowhere
            place = place.follow(answer.headers["Location"])
            is_permanent = is_permanent and answer.status in PERMANENT
            if is_permanent:
                moved_to = place.url
        raise TooManyRedirects

    def ask(self, place: Place, trip: "Trip") -> Answer:
        """Ask for the head of a page, and for the page where that does not succeed."""
        addresses = self.find_addresses(place, trip)
        try:
            answer = self.request("HEAD", place, addresses, trip)
        except (AnswerBroken, AnswerTooLate):
            # Some servers leave a question unanswered that they do not know.
            trip.refuse_if_over()
        else:
            if not answer.may_differ_for_get:
                return answer
        return self.request("GET", place, addresses, trip)

    def find_addresses(self, place: Place, trip: "Trip") -> list[str]:
        try:
            addresses = self.look_up(place.host, min(self.connect_seconds, trip.remaining))
        except TimeoutError as error:
            raise AnswerTooLate from error
        except OSError as error:
            raise HostUnknown from error
        # One that is private is enough: which of them a connection gets is up to chance.
        if not all(self.may_reach(address, place.port) for address in addresses):
            raise HostNotPublic
        return addresses[:MOST_ADDRESSES_TRIED]

    def request(self, method: str, place: Place, addresses: list[str], trip: "Trip") -> Answer:
        if place.host in trip.hosts:
            self.pause(SECONDS_BETWEEN_REQUESTS)
        trip.hosts.add(place.host)
        connection = self.connect(place, addresses, trip)
        try:
            connection.timeout = self.read_seconds
            with cut_off(connection, trip.remaining):
                connection.request(
                    method,
                    place.target,
                    headers=headers_for(place),
                    preload_content=False,
                    decode_content=False,
                )
                response = connection.getresponse()
                answer = Answer(response.status, response.headers)
                response.close()
        except TimeoutError as error:
            raise AnswerTooLate from error
        except (OSError, ValueError, http.client.HTTPException, HTTPError) as error:
            trip.refuse_if_over()
            raise AnswerBroken from error
        finally:
            connection.close()
        # What was cut off in the middle of its headers looks as if it had no more of them.
        trip.refuse_if_over()
        trip.was_given_cookie |= "Set-Cookie" in answer.headers
        return answer

    def connect(self, place: Place, addresses: list[str], trip: "Trip") -> HTTPConnection:
        failure = HostUnreachable()
        for address in addresses:
            trip.refuse_if_over()
            connection = open_connection(place, address, min(self.connect_seconds, trip.remaining))
            try:
                connection.connect()
                return connection
            except (OSError, HTTPError) as error:
                connection.close()
                failure = explain(error)
        raise failure


@dataclass
class Trip:
    """What has happened on the way so far."""

    deadline: float
    seen: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    was_given_cookie: bool = False

    @property
    def remaining(self) -> float:
        return max(0.001, self.deadline - time.monotonic())

    def refuse_if_over(self) -> None:
        if time.monotonic() >= self.deadline:
            raise AnswerTooLate


def open_connection(place: Place, address: str, seconds: float) -> HTTPConnection:
    if place.scheme == "http":
        return HTTPConnection(address, place.port, timeout=seconds)
    return HTTPSConnection(
        address,
        place.port,
        timeout=seconds,
        ssl_context=trust(),
        # The certificate has to be that of the name, though we connect to a number.
        server_hostname=place.host.rstrip("."),
    )


@cache
def trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # As browsers do: certificates that are strange in form, and valid, are many.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def explain(error: Exception) -> VisitFailed:
    """Return what a failure to connect means."""
    # urllib3 wraps what happened.
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in UNTRACED:
            return CertificateUntraced()
        return CertificateInvalid(f"{CertificateInvalid()} ({error.verify_message})"[:300])
    if isinstance(error, ssl.SSLError):
        return AnswerBroken()
    if isinstance(error, TimeoutError):
        return AnswerTooLate()
    return HostUnreachable()


@contextmanager
def cut_off(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """End then what is still going on: each byte may come in time, and there is no end of them."""
    timer = Timer(seconds, shut, [connection.sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def shut(sock: socket) -> None:
    # That of the plain socket: the one of TLS would change what the other thread is reading with.
    with suppress(OSError):
        socket.shutdown(sock, SHUT_RDWR)


def headers_for(place: Place) -> dict[str, str]:
    site = settings.SITE_URL.encode("ascii", "ignore").decode()
    return {
        "Host": place.authority,
        "User-Agent": f"CompetencyWorks-link-check (+{site}/)",
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def read_delay(text: str) -> float | None:
    """Return the seconds that a Retry-After header names, as a number or a date (RFC 9110)."""
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
