"""The beginning of a request, as it arrives."""

import re

from gunicorn.util import http_date

LARGEST_HEAD = 64 * 1024
# Readers' forms are smaller. A thread reads larger bodies as they arrive.
LARGEST_BODY = 64 * 1024

END_OF_HEAD = b"\r\n\r\n"
BODY_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*(\d{1,19})", re.IGNORECASE)
HAS_CHUNKS = re.compile(rb"\r\nTransfer-Encoding:", re.IGNORECASE)
WAITS_FOR_ANSWER = re.compile(rb"\r\nExpect:", re.IGNORECASE)
PROBE = re.compile(rb"(GET|HEAD) /(healthz|readyz)[ ?]")


def is_complete(content: bytes) -> bool:
    """Return whether the head has arrived, and the body unless a thread should read it."""
    head, end, body = content.partition(END_OF_HEAD)
    if not end:
        return False
    length = BODY_LENGTH.search(head)
    is_long = length is not None and int(length[1]) > LARGEST_BODY
    return is_long or WAITS_FOR_ANSWER.search(head) is not None or is_whole(head, body)


def has_whole_body(content: bytes) -> bool:
    """Return whether a complete request leaves nothing for a thread to wait for."""
    head, _, body = content.partition(END_OF_HEAD)
    return not HAS_CHUNKS.search(head) and is_whole(head, body)


def is_whole(head: bytes, body: bytes) -> bool:
    """Return whether as much of the body has arrived as the head announces, if it says so."""
    length = BODY_LENGTH.search(head)
    return length is None or len(body) >= int(length[1])


def is_too_large(content: bytes) -> bool:
    return len(content) > LARGEST_HEAD and END_OF_HEAD not in content


def is_probe(content: bytes) -> bool:
    return PROBE.match(content) is not None


def make_response(status: str, *, title: str, text: str, **headers: str) -> bytes:
    """Return a complete response, for when the site itself can't answer."""
    page = f"""<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title}</title>
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p>{text}</p>
    </main>
  </body>
</html>
""".encode()
    lines = [
        f"HTTP/1.1 {status}",
        f"Date: {http_date()}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(page)}",
        "Cache-Control: no-store",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + END_OF_HEAD + page
