"""gunicorn's threaded worker, made to survive slow clients and overload."""

import selectors
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from gunicorn.workers.gthread import TConn, ThreadWorker

from cworks.web_worker.client_sockets import STALLED_AFTER, ClientSocket
from cworks.web_worker.requests import (
    has_whole_body,
    is_complete,
    is_probe,
    is_too_large,
    make_response,
)
from cworks.web_worker.shares import Share

REQUEST_ARRIVES_WITHIN = 15  # seconds; browsers open spare connections and use them later
LINGER = 2  # seconds in which the client may still read its response
# This many requests may wait for each thread. Any more are refused immediately.
WAITING_FOR_EACH_THREAD = 4
RETRY_AFTER = "5"
# Of the threads, this part may wait for bodies to arrive: the others are there for readers.
PART_FOR_BODIES = 1 / 4
# Clients keep their connections, and the first process that wakes up could accept all of them. So
# one that has over this many more than another leaves a new one to it, for a moment.
UNEVEN = 3
OTHERS_ACCEPT_WITHIN = 0.002  # seconds


class Connection(TConn):
    sock: ClientSocket

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        self.received = bytearray()
        self.due_at = 0.0
        self.is_reading = False  # whether a thread may have to wait for the rest of its body


class PatientWorker(ThreadWorker):
    """Its loop receives requests, and sends the responses that clients read slowly.

    A request gets a thread when it has arrived. The thread is free for the next one when the
    response is made, even if the client has not read it.
    """

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.watched: set[Connection] = set()
        self.unfinished = 0  # requests that are being handled or waiting for a thread
        self.most_unfinished = self.cfg.threads * (1 + WAITING_FOR_EACH_THREAD)
        self.is_refusing = False
        self.reading = 0
        self.most_reading = max(1, int(self.cfg.threads * PART_FOR_BODIES))
        self.postponed: deque[Connection] = deque()
        self.share = Share(self.age)
        self.accepts_from = 0.0

    def init_process(self) -> None:
        self.share.update(0)
        super().init_process()

    def accept(self, listener) -> None:
        now = time.monotonic()
        if self.share.exceeds_others(by=UNEVEN) and now - self.accepts_from > OTHERS_ACCEPT_WITHIN:
            self.accepts_from = now + OTHERS_ACCEPT_WITHIN
            self.set_accept_enabled(False)
            return
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.count(1)
        connection = Connection(self.cfg, ClientSocket(client), address, listener.getsockname())
        self.await_request(connection, REQUEST_ARRIVES_WITHIN)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled and time.monotonic() >= self.accepts_from)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        if time.monotonic() < self.accepts_from:
            timeout = min(timeout, OTHERS_ACCEPT_WITHIN)
        super().wait_for_and_dispatch_events(timeout)

    def count(self, change: int) -> None:
        self.nr_conns += change
        if self.alive:
            self.share.update(self.nr_conns)

    def await_request(self, connection: Connection, seconds: float) -> None:
        self.watch(connection, selectors.EVENT_READ, self.receive, seconds)

    def receive(self, connection: Connection) -> None:
        content = connection.sock.recv_now(65_536)
        if not content:
            self.drop(connection)
            return
        if not connection.received:
            connection.due_at = time.monotonic() + REQUEST_ARRIVES_WITHIN
        connection.received += content
        self.start_if_complete(connection)

    def start_if_complete(self, connection: Connection) -> None:
        received = bytes(connection.received)
        if is_too_large(received):
            self.refuse(
                connection,
                "431 Request Header Fields Too Large",
                title="The request is too large",
                text="The address or the cookies are too long. Please try a shorter address.",
            )
        elif is_complete(received):
            if self.unfinished >= self.most_unfinished and not is_probe(received):
                self.refuse_for_now(connection)
            elif has_whole_body(received):
                self.start(connection, received)
            elif self.reading < self.most_reading:
                self.reading += 1
                connection.is_reading = True
                self.start(connection, received)
            else:
                self.postpone(connection)

    def postpone(self, connection: Connection) -> None:
        """Let a request whose body a thread has to read wait for such a thread."""
        self.unwatch(connection)
        connection.due_at = time.monotonic() + REQUEST_ARRIVES_WITHIN
        self.postponed.append(connection)

    def start(self, connection: Connection, received: bytes) -> None:
        self.unwatch(connection)
        connection.received.clear()
        connection.init()
        connection.parser.unreader.unread(received)
        connection.sock.expect_body()
        self.unfinished += 1
        self.enqueue_req(connection)

    def finish_request(self, conn: Connection, fs: Future) -> None:
        self.unfinished -= 1
        if self.unfinished < self.cfg.threads:
            self.is_refusing = False
        if conn.is_reading:
            conn.is_reading = False
            self.reading -= 1
            if self.postponed:
                self.handle_event(self.postponed.popleft(), self.start_if_complete)
        is_kept = not fs.cancelled() and not fs.exception() and bool(fs.result())
        if conn.sock.fileno() < 0:
            self.drop(conn)
            return
        self.watch(conn, selectors.EVENT_WRITE, partial(self.send_rest, is_kept), STALLED_AFTER)
        self.handle_event(conn, partial(self.send_rest, is_kept))

    def send_rest(self, is_kept: bool, connection: Connection) -> None:
        connection.due_at = time.monotonic() + STALLED_AFTER
        if not connection.sock.send_unsent():
            return
        self.unwatch(connection)
        if not is_kept:
            self.linger(connection)
            return
        # The client may have sent its next request already.
        connection.received += connection.parser.unreader.take_buffered()
        seconds = self.cfg.keepalive if not connection.received else REQUEST_ARRIVES_WITHIN
        self.await_request(connection, seconds if self.alive else LINGER)
        if connection.received:
            self.start_if_complete(connection)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        # If the site has not read the whole body, don't wait for the rest.
        conn.sock.expect_nothing()
        return super()._keepalive_after(conn, keepalive)

    def refuse_for_now(self, connection: Connection) -> None:
        if not self.is_refusing:
            self.is_refusing = True
            self.log.warning("Too many requests are waiting, so further ones are refused.")
        self.refuse(
            connection,
            "503 Service Unavailable",
            title="Too many readers at once",
            text="The site is very busy. Please try again in a few seconds.",
            Retry_After=RETRY_AFTER,
        )

    def refuse(self, connection: Connection, status: str, **content: str) -> None:
        connection.sock.sendall(make_response(status, **content))
        self.unwatch(connection)
        self.linger(connection)

    def linger(self, connection: Connection) -> None:
        """Close a connection so that the client can read what it was sent (RFC 9112 §9.6)."""
        try:
            connection.sock.shutdown(1)
        except OSError:
            self.drop(connection)
        else:
            self.watch(connection, selectors.EVENT_READ, self.discard, LINGER)

    def discard(self, connection: Connection) -> None:
        if not connection.sock.recv_now(65_536):
            self.drop(connection)

    def watch(
        self,
        connection: Connection,
        event: int,
        callback: Callable[[Connection], None],
        seconds: float,
    ) -> None:
        connection.due_at = time.monotonic() + seconds
        self.watched.add(connection)
        handle = partial(self.handle_event, connection, callback)
        self.poller.register(connection.sock, event, lambda _: handle())

    def handle_event(self, connection: Connection, callback: Callable[[Connection], None]) -> None:
        try:
            callback(connection)
        except BlockingIOError:
            pass
        except OSError:
            self.drop(connection)

    def unwatch(self, connection: Connection) -> None:
        if connection in self.watched:
            self.watched.remove(connection)
            self.poller.unregister(connection.sock)

    def drop(self, connection: Connection) -> None:
        self.unwatch(connection)
        self.count(-1)
        connection.close()

    def murder_pending(self) -> None:
        """Drop clients that were too slow. gunicorn calls this at least once a second."""
        now = time.monotonic()
        for connection in [each for each in self.watched if each.due_at <= now]:
            self.drop(connection)
        while self.postponed and self.postponed[0].due_at <= now:
            self.handle_event(self.postponed.popleft(), self.refuse_for_now)

    def _cap_keepalive(self, deadline: float) -> None:
        """Keep idle connections from delaying shutdown. gunicorn calls this when it shuts down."""
        self.share.leave()
        for connection in self.watched:
            if not connection.received and not connection.sock.unsent:
                connection.due_at = min(connection.due_at, deadline)
