"""Fetch files from an old site, without exposing our network and without straining the site."""

import re
import time
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from urllib3 import HTTPResponse

from content.exceptions import (
    NotVisited,
    VisitFailed,
    VisitUndecided,
)
from content.links import failures
from content.links.downloads import CHUNK, follow
from content.links.parsed_urls import ParsedUrl, parse_url
from content.links.web_client import (
    VisitProgress,
    WebClient,
    is_public_address,
    parse_retry_after,
)
from content.media.documents import OLD_SITE_MAX_BYTES
from content.media.files import FULL
from content.media.recognition import WEB_PAGE
from imports.exceptions import FetchFolderClosed, FetchFolderFull, FileGone, FileNotFetched
from imports.files.parts import PartOfFile

# A large recording from a slow server takes a while.
CLIENT = WebClient(connect_seconds=10, read_seconds=30, total_seconds=900, program="import")

# Trying again doesn’t help.
FINAL = {
    failures.REDIRECT_LOOP,
    failures.TOO_MANY_REDIRECTS,
    failures.REDIRECT_WITHOUT_LOCATION,
}
ATTEMPTS = 3
SECONDS_BETWEEN_REQUESTS = 0.5  # to one host
LONGEST_WAIT = 60.0  # seconds, however long a busy server asks us to wait
GIVE_UP_AFTER = 3  # files in a row that a host didn’t answer for
WEB_PAGE_NAME = re.compile(r"\.(?:html?|xhtml|php)$", re.IGNORECASE)
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
BUSY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)

WEB_PAGE_INSTEAD = (
    "The old site sends a web page instead of this file, probably one that asks for a password or "
    "says that the file is gone."
)
PRIVATE = (
    "Its server is on a private network. To fetch it nevertheless, give the server’s address and "
    "port with --private-address."
)
NOT_TRIED = "It wasn’t tried, because this server didn’t answer for the files before it."


def build_client(private_addresses: frozenset[str]) -> WebClient:
    """Return a client that may also connect to these (IP:port), which aren’t public."""

    def is_allowed(address: str, port: int) -> bool:
        return is_public_address(address, port) or f"{address}:{port}" in private_addresses

    return replace(CLIENT, is_allowed=is_allowed)


class FileBusy(FileNotFetched):
    """The server may send the file later."""

    def __init__(self, status: int, seconds: float | None) -> None:
        super().__init__(f"The server has a problem (status {status}). Run the import again later.")
        self.seconds = seconds


class FileFetcher:
    """Fetches one file after another into `folder`. What is already there isn't fetched again."""

    def __init__(
        self, folder: Path, *, client: WebClient = CLIENT, max_bytes: int = OLD_SITE_MAX_BYTES
    ) -> None:
        self.folder = folder
        self.client = client
        self.max_bytes = max_bytes
        self.next_request: dict[str, float] = {}
        self.unanswered: Counter[str] = Counter()

    def path_of(self, address: str) -> Path:
        """Return where the file at an address is, once it was fetched."""
        return self.folder / sha256(address.encode(errors="replace")).hexdigest()

    def fetch(self, address: str) -> Path:
        """Return the file. Raises FileGone if the old site has no such file, or FileNotFetched."""
        path = self.path_of(address)
        if path.is_file():
            return path
        try:
            target = parse_url(address)
            if self.unanswered[target.host] >= GIVE_UP_AFTER:
                raise FileNotFetched(NOT_TRIED)
            self._fetch_persistently(target, path)
        except VisitFailed as error:
            reason = PRIVATE if str(error) == failures.HOST_NOT_PUBLIC else str(error)
            raise FileNotFetched(reason) from error
        self._refuse_web_page(address, path)
        return path

    def _fetch_persistently(self, target: ParsedUrl, path: Path) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            wait = 2.0**attempt
            progress = VisitProgress(deadline=time.monotonic() + self.client.total_seconds)
            try:
                self._follow_redirects(target, path, progress)
                self.unanswered[target.host] = 0
                return
            except (NotVisited, VisitUndecided):
                raise
            except VisitFailed as error:
                is_final = str(error) in FINAL or time.monotonic() >= progress.deadline
                if is_final or attempt == ATTEMPTS:
                    self.unanswered[target.host] += 1
                    raise
            except FileBusy as error:
                if attempt == ATTEMPTS:
                    raise
                wait = min(max(wait, error.seconds or 0), LONGEST_WAIT)
            self.client.pause(wait)

    def _follow_redirects(self, target: ParsedUrl, path: Path, progress: VisitProgress) -> None:
        part = PartOfFile(path)
        with follow(
            self.client, target, progress, headers=part.headers, wait_for=self._wait_for
        ) as (last, response):
            self._save(response, last, part, progress)

    def _wait_for(self, host: str) -> None:
        wait = self.next_request.get(host, 0) - time.monotonic()
        if wait > 0:
            self.client.pause(wait)
        self.next_request[host] = time.monotonic() + SECONDS_BETWEEN_REQUESTS

    def _save(
        self, response: HTTPResponse, target: ParsedUrl, part: PartOfFile, progress: VisitProgress
    ) -> None:
        if response.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.discard()
            raise FileBusy(response.status, None)
        check_status(response)
        before = part.continue_with(response)
        if (length := response.headers.get("Content-Length", "")).isdecimal():
            self._check_size(before + int(length[:18]))
        is_web_page = "text/html" in response.headers.get("Content-Type", "").lower()
        if is_web_page and not has_web_page_name(target.url):
            raise FileNotFetched(WEB_PAGE_INSTEAD)
        try:
            self._write(response, part, before, progress)
        except FileNotFetched:
            part.discard()
            raise
        except BaseException:
            # The connection was cut, or this import is.
            part.keep_if_rest_can_follow()
            raise
        part.finish()

    def _write(
        self, response: HTTPResponse, part: PartOfFile, before: int, progress: VisitProgress
    ) -> None:
        size = before
        with open_for_writing(part.unfinished, append=before > 0) as file:
            for chunk in response.stream(CHUNK, decode_content=True):
                size += len(chunk)
                self._check_size(size)
                progress.check_deadline()
                write(file, chunk)
        # Without a length, a transfer that was cut off looks like a complete one.
        progress.check_deadline()

    def _check_size(self, size: int) -> None:
        if size > self.max_bytes:
            raise FileNotFetched(f"It is larger than {filesizeformat(self.max_bytes)}.")

    def _refuse_web_page(self, address: str, path: Path) -> None:
        if has_web_page_name(address):
            return
        with path.open("rb") as file:
            start = file.read(4096).decode(errors="replace")
        if WEB_PAGE.match(start) and not address.lower().endswith((".svg", ".xml")):
            path.unlink()
            raise FileNotFetched(WEB_PAGE_INSTEAD)


def check_status(response: HTTPResponse) -> None:
    status = response.status
    if status in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        return
    if status in GONE:
        raise FileGone
    if status in BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise FileBusy(status, parse_retry_after(response.headers.get("Retry-After", "")))
    raise FileNotFetched(f"The server refuses to send it (status {status}).")


def has_web_page_name(address: str) -> bool:
    return bool(WEB_PAGE_NAME.search(urlsplit(address).path))


def open_for_writing(path: Path, *, append: bool) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab" if append else "wb")
    except OSError as error:
        raise explain(error) from error


def write(file: BinaryIO, chunk: bytes) -> None:
    # An OSError would look like an error of the connection.
    try:
        file.write(chunk)
        file.flush()
    except OSError as error:
        raise explain(error) from error


def explain(error: OSError) -> FileNotFetched:
    return FetchFolderFull() if error.errno in FULL else FetchFolderClosed()
