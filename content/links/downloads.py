"""Reads what is at an untrusted web address, as safely as the link check visits it."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType

from urllib3 import HTTPResponse

from content.exceptions import VisitFailed
from content.links import failures
from content.links.parsed_urls import ParsedUrl, parse_url
from content.links.web_client import (
    MAXIMUM_REDIRECTS,
    PERMANENT,
    TEMPORARY,
    VisitProgress,
    WebClient,
)

CHUNK = 65_536


@dataclass(frozen=True)
class Download:
    url: str  # after all redirects
    content_type: str  # with its parameters, in lower case
    content: bytes
    is_whole: bool


@contextmanager
def follow(
    client: WebClient,
    target: ParsedUrl,
    progress: VisitProgress,
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
    wait_for: Callable[[str], None] = lambda host: None,
) -> Iterator[tuple[ParsedUrl, HTTPResponse]]:
    """Yield where the redirects end, and the response. Raises a VisitFailed."""
    for _ in range(MAXIMUM_REDIRECTS + 1):
        if target.url in progress.seen:
            raise VisitFailed(failures.REDIRECT_LOOP)
        progress.seen.append(target.url)
        # Also of a redirect's target: it may be a private address.
        addresses = client.find_addresses(target, progress)
        wait_for(target.host)
        with client.open("GET", target, addresses, progress, headers=headers) as response:
            if response.status not in PERMANENT + TEMPORARY:
                yield target, response
                return
            location = response.headers.get("Location")
        if not location:
            raise VisitFailed(failures.REDIRECT_WITHOUT_LOCATION)
        target = target.join(location)
    raise VisitFailed(failures.TOO_MANY_REDIRECTS)


def download(client: WebClient, url: str, *, max_bytes: int) -> Download:
    """Return the first `max_bytes` of what is at an address. Raises a VisitFailed."""
    progress = VisitProgress(deadline=time.monotonic() + client.total_seconds)
    with follow(client, parse_url(url), progress) as (target, response):
        check_status(response.status)
        content = bytearray()
        for chunk in response.stream(CHUNK, decode_content=True):
            content += chunk
            progress.check_deadline()
            if len(content) > max_bytes:
                break
        # Without a length, a transfer that was cut off looks like a complete one.
        progress.check_deadline()
        return Download(
            url=target.url,
            content_type=response.headers.get("Content-Type", "").lower(),
            content=bytes(content[:max_bytes]),
            is_whole=len(content) <= max_bytes,
        )


def check_status(status: int) -> None:
    """Raises a VisitFailed."""
    if status == HTTPStatus.OK:
        return
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise VisitFailed(f"The server has no such page ({status}).")
    if status == HTTPStatus.UNAUTHORIZED:
        raise VisitFailed("It asks for a password (401).")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR or status > 599:
        # 403, 429, 451, 999, …: many servers respond like this to anything but a browser.
        raise VisitFailed(f"The server blocks automated requests ({status}).")
    raise VisitFailed(f"The server didn’t send a page ({status}).")
