"""The web server with clients that are slow, and with too many at once."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest

from cworks.web_worker import client_sockets
from cworks.web_worker.client_sockets import ClientSocket
from tests.support.site_servers import TIMEOUT, SiteServer, run_site
from tests.support.wsgi_site import PATTERN

SLOW_CLIENTS = {
    "idle": b"",
    "headers": b"GET / HTTP/1.1\r\nHost: example.org\r\n",
    "body": b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 3000\r\n\r\nword=",
    "reader of a file": b"GET /file HTTP/1.1\r\nHost: example.org\r\n\r\n",
    "reader of a section": b"GET /section HTTP/1.1\r\nHost: example.org\r\n\r\n",
    "reader of a page": b"GET /large HTTP/1.1\r\nHost: example.org\r\n\r\n",
    "reader who doesn't close": b"GET / HTTP/1.0\r\n\r\n",
}
# Too large to be read before it has a thread, which waits for the rest.
UPLOAD = b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 100000\r\n\r\n"
LAST_UPLOAD = UPLOAD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
REQUEST = b"GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"


def run_process(*, threads: int) -> AbstractContextManager[SiteServer]:
    return run_site(
        "tests.support.wsgi_site:application",
        DJANGO_SETTINGS_MODULE="tests.settings",
        WEB_CONCURRENCY="1",
        WEB_THREADS=str(threads),
    )


@pytest.fixture(scope="module")
def site() -> Iterator[SiteServer]:
    """One process with one thread: whatever keeps the thread keeps all others out."""
    with run_process(threads=1) as site:
        yield site


@pytest.fixture(scope="module")
def site_with_two_threads() -> Iterator[SiteServer]:
    """One of the threads may wait for bodies."""
    with run_process(threads=2) as site:
        yield site


@pytest.fixture
def connect(site):
    """Open a connection, and send something."""
    with ExitStack() as stack:

        def connect(
            content: bytes, *, buffer: int | None = None, to: SiteServer = site
        ) -> socket.socket:
            client = stack.enter_context(socket.socket())
            if buffer:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            client.settimeout(TIMEOUT)
            client.connect(("127.0.0.1", to.port))
            client.sendall(content)
            return client

        yield connect


def read_all(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65_536), b""))


@pytest.mark.parametrize("content", SLOW_CLIENTS.values(), ids=SLOW_CLIENTS)
def test_slow_clients_do_not_keep_others_waiting(site, connect, content):
    for _ in range(20):
        client = connect(content, buffer=4096)
        if content.endswith(b"\r\n\r\n"):
            client.recv(100)  # the beginning of the response

    assert site.get("/", timeout=4) == (200, "read 0")


UPLOADS = {
    "a large body": UPLOAD,
    "a body that waits to be asked for": UPLOAD.replace(
        b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n"
    ),
    "a body in chunks": UPLOAD.replace(b"Content-Length: 100000", b"Transfer-Encoding: chunked"),
}


@pytest.mark.parametrize("content", UPLOADS.values(), ids=UPLOADS)
def test_slow_uploads_leave_threads_for_others(site_with_two_threads, connect, content):
    uploads = [connect(content, to=site_with_two_threads) for _ in range(20)]

    assert site_with_two_threads.get("/", timeout=4) == (200, "read 0")
    for upload in uploads:
        upload.close()


def test_postponed_upload_is_read_when_another_ends(site_with_two_threads, connect):
    first, second = (connect(LAST_UPLOAD, to=site_with_two_threads) for _ in range(2))
    second.sendall(b"x" * 100_000)
    first.sendall(b"x" * 100_000)

    assert [read_all(each)[-11:] for each in (first, second)] == [b"read 100000"] * 2


def test_request_that_never_arrives_is_dropped_without_response(connect):
    client = connect(SLOW_CLIENTS["headers"])

    assert read_all(client) == b""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/large", PATTERN),
        ("/file", PATTERN * 30),
        ("/section", (PATTERN * 30)[1_000_001:21_000_001]),
    ],
)
def test_slow_reader_gets_everything_on_kept_connection(site, path, expected):
    client = http.client.HTTPConnection("127.0.0.1", site.port, timeout=TIMEOUT)
    for _ in range(2):
        client.request("GET", path)
        response = client.getresponse()
        # By the time that the first response is read, others have been answered.
        assert site.get("/") == (200, "read 0")
        assert response.read() == expected
    client.close()


def test_body_in_pieces_and_next_request_are_read(connect):
    client = connect(b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 5\r\n\r\nab")
    client.sendall(b"cde" + REQUEST)

    answers = read_all(client)

    assert answers.count(b"HTTP/1.1 200 OK") == 2
    assert (b"read 5" in answers, answers.endswith(b"read 0")) == (True, True)


def test_large_body_is_read_whole(connect):
    client = connect(LAST_UPLOAD)
    client.sendall(b"x" * 100_000)

    assert read_all(client).endswith(b"read 100000")


def test_client_that_waits_before_sending_body_is_told_to_go_on(connect):
    client = connect(
        b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 5\r\nExpect: 100-continue\r\n"
        b"Connection: close\r\n\r\n"
    )
    go_on = client.recv(65_536)
    client.sendall(b"abcde")

    assert go_on == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert read_all(client).endswith(b"read 5")


def test_requests_beyond_queue_are_refused_at_once(site, connect):
    upload = connect(UPLOAD)
    waiting = [connect(REQUEST) for _ in range(8)]
    # Four may wait, and the server takes connections about in order.
    refused = read_all(waiting.pop())
    probe = connect(b"GET /healthz HTTP/1.1\r\nHost: 10.0.0.1\r\nConnection: close\r\n\r\n")
    upload.sendall(b"x" * 100_000)
    answers = [read_all(client).splitlines()[0] for client in waiting]

    head, _, page = refused.partition(b"\r\n\r\n")
    assert head.splitlines()[0] == b"HTTP/1.1 503 Service Unavailable"
    assert b"Retry-After: 5" in head.splitlines()
    assert b"Please try again in a few seconds." in page
    assert set(answers) == {b"HTTP/1.1 200 OK", b"HTTP/1.1 503 Service Unavailable"}
    assert read_all(probe).splitlines()[0] == b"HTTP/1.1 200 OK"
    assert site.get("/") == (200, "read 0")


def test_endless_headers_are_refused(connect):
    client = connect(b"GET / HTTP/1.1\r\n" + b"X-Word: word\r\n" * 6000)

    assert read_all(client).startswith(b"HTTP/1.1 431 ")


def test_thread_does_not_wait_for_body_that_stalls(monkeypatch):
    monkeypatch.setattr(client_sockets, "BODY_STARTS_WITHIN", 0.05)
    client, accepted = socket.socketpair()
    with client, ClientSocket(accepted) as server:
        server.expect_body()
        client.sendall(b"word")

        assert server.recv(100) == b"word"
        with pytest.raises(ConnectionResetError, match="too slow"):
            server.recv(100)


def test_thread_does_not_wait_for_reader_that_stalls(monkeypatch):
    monkeypatch.setattr(client_sockets, "STALLED_AFTER", 0.05)
    client, accepted = socket.socketpair()
    stopped_reading = pytest.raises(ConnectionResetError, match="stopped reading")
    with client, ClientSocket(accepted) as server, stopped_reading:
        server.sendall(bytes(8 * client_sockets.MOST_UNSENT))
