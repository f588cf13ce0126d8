"""The part of a file that arrived before the connection was cut, and what the rest must match."""

import re
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from urllib3 import HTTPResponse

FROM = re.compile(r"bytes (\d+)-")


class PartOfFile:
    """A file that is being fetched, under another name: what is at `path` is complete.

    If the server says which version of a file it sends, what has arrived stays after a failure,
    also one of this process, and only the rest is fetched (RFC 9110 §13.1.5, §14).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unfinished = path.with_suffix(".unfinished")
        self.version = path.with_suffix(".version")

    @property
    def headers(self) -> dict[str, str]:
        """What asks the server for the rest, or for everything if the file has changed."""
        if not self.unfinished.is_file() or not self.version.is_file():
            return {}
        size = self.unfinished.stat().st_size
        return {"Range": f"bytes={size}-", "If-Range": self.version.read_text()} if size else {}

    def continue_with(self, response: HTTPResponse) -> int:
        """Return how much of what is here goes before the response."""
        if response.status == HTTPStatus.PARTIAL_CONTENT and self.unfinished.is_file():
            size = self.unfinished.stat().st_size
            begins = FROM.match(response.headers.get("Content-Range", ""))
            if begins and int(begins[1]) == size:
                return size
        self.discard()
        if response.status == HTTPStatus.PARTIAL_CONTENT:
            raise OSError("The server sent another part than the one that was asked for.")
        if version := version_of(response):
            # On a full disk, the file itself will say so.
            with suppress(OSError):
                self.version.parent.mkdir(parents=True, exist_ok=True)
                self.version.write_text(version)
        return 0

    def keep_if_rest_can_follow(self) -> None:
        if not self.version.is_file():
            self.discard()

    def discard(self) -> None:
        self.unfinished.unlink(missing_ok=True)
        self.version.unlink(missing_ok=True)

    def finish(self) -> None:
        self.unfinished.replace(self.path)
        self.version.unlink(missing_ok=True)


def version_of(response: HTTPResponse) -> str:
    """Return the response's strong ETag, or its date of change, if other bytes can follow it."""
    is_encoded = response.headers.get("Content-Encoding", "identity") != "identity"
    etag = response.headers.get("ETag", "")
    if is_encoded or response.headers.get("Accept-Ranges", "").lower() == "none":
        return ""
    if etag and not etag.startswith("W/"):
        return etag if etag.isascii() and etag.isprintable() else ""
    modified = response.headers.get("Last-Modified", "")
    return modified if modified.isascii() and modified.isprintable() else ""
