"""A small WSGI application, for tests of the web server itself."""

import tempfile
from pathlib import Path

import django

django.setup()

from content.views.media import FileSection  # noqa: E402 (it needs the settings)
from cworks.web_worker import worker  # noqa: E402 (it needs the settings, too)

worker.REQUEST_ARRIVES_WITHIN = 5  # The tests wait for the end of it.

PATTERN = bytes(range(256)) * 4096  # a megabyte, in which a shift shows
FILE_SIZE = 30 * len(PATTERN)

# Without a name, so that nothing is left of it however the process ends.
_file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
for _ in range(30):
    _file.write(PATTERN)
_file.flush()


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/file":
        return send_file(environ, start_response, 0, FILE_SIZE)
    if path == "/section":
        return send_file(environ, start_response, 1_000_001, 20_000_000)
    if path == "/large":
        start_response("200 OK", [("Content-Length", str(len(PATTERN)))])
        return [PATTERN]
    length = len(environ["wsgi.input"].read())
    content = f"read {length}".encode()
    start_response("200 OK", [("Content-Length", str(len(content)))])
    return [content]


def send_file(environ, start_response, first: int, length: int):
    start_response("200 OK", [("Content-Length", str(length))])
    # Opened again: gunicorn closes it.
    file = Path(f"/proc/self/fd/{_file.fileno()}").open("rb")  # noqa: SIM115
    return environ["wsgi.file_wrapper"](FileSection(file, first, length))
