"""A client's connection that doesn't block a thread."""

import errno
import os
import select
import socket
import time
from collections import deque
from typing import IO, Protocol

# A thread waits for a large upload only while at least this many bytes arrive per second, after a
# grace period.
SLOWEST_BODY = 10_000
BODY_STARTS_WITHIN = 10  # seconds
# Unsent output is buffered up to this size. Files are read as they are sent.
MOST_UNSENT = 1024 * 1024
STALLED_AFTER = 30  # seconds
AT_ONCE = 256 * 1024


class Unsent(Protocol):
    def send_some(self, client: socket.socket) -> bool:
        """Send as much as the socket accepts now, and return whether everything was sent."""

    def close(self) -> None: ...


class UnsentBytes:
    def __init__(self, content: bytes) -> None:
        self.rest = memoryview(content)

    def send_some(self, client: socket.socket) -> bool:
        self.rest = self.rest[client.send(self.rest) :]
        return not self.rest

    def close(self) -> None:
        self.rest.release()


class UnsentFile:
    def __init__(self, file: IO[bytes], offset: int, count: int) -> None:
        # The response closes its file before the client has read it.
        self.descriptor, self.offset, self.count = os.dup(file.fileno()), offset, count

    def send_some(self, client: socket.socket) -> bool:
        sent = os.sendfile(client.fileno(), self.descriptor, self.offset, min(self.count, AT_ONCE))
        if sent == 0:
            raise client_error("The file is shorter than it was.")
        self.offset, self.count = self.offset + sent, self.count - sent
        return self.count == 0

    def close(self) -> None:
        os.close(self.descriptor)


class ClientSocket(socket.socket):
    """gunicorn's threads write to it like any socket, but never block.

    The worker's loop sends what the client did not take immediately.
    """

    def __init__(self, accepted: socket.socket) -> None:
        super().__init__(fileno=accepted.detach())
        super().setblocking(False)
        self.unsent: deque[Unsent] = deque()
        self.unsent_size = 0
        self.body_due_at = 0.0

    def setblocking(self, flag: bool) -> None:
        """Do nothing: gunicorn would make its threads block."""

    def settimeout(self, value: float | None) -> None:
        """Do nothing: this module has its own timeouts."""

    def expect_body(self) -> None:
        self.body_due_at = time.monotonic() + BODY_STARTS_WITHIN

    def expect_nothing(self) -> None:
        self.body_due_at = 0.0

    def wait_for_body(self, seconds: float) -> None:
        """Wait for the rest of a body no longer than this, nor longer than before."""
        self.body_due_at = min(self.body_due_at, time.monotonic() + seconds)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Wait for the body of a request, unless the client is too slow."""
        while True:
            try:
                content = super().recv(size, flags)
            except BlockingIOError:
                if not wait_for(self, select.POLLIN, self.body_due_at - time.monotonic()):
                    raise client_error("The client is too slow.") from None
            else:
                self.body_due_at += len(content) / SLOWEST_BODY
                return content

    def recv_now(self, size: int) -> bytes:
        """Raise BlockingIOError if there is nothing to read."""
        return super().recv(size)

    def sendall(self, content: bytes, flags: int = 0) -> None:
        self.unsent.append(UnsentBytes(content))
        self.unsent_size += len(content)
        while not self.send_unsent() and self.unsent_size > MOST_UNSENT:
            if not wait_for(self, select.POLLOUT, STALLED_AFTER):
                raise client_error("The client stopped reading.")

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> int:
        size = os.fstat(file.fileno()).st_size - offset if count is None else count
        self.unsent.append(UnsentFile(file, offset, size))
        self.send_unsent()
        return size

    def send_unsent(self) -> bool:
        """Send as much as the socket accepts now, and return whether everything was sent."""
        while self.unsent:
            part = self.unsent[0]
            try:
                is_sent = part.send_some(self)
            except BlockingIOError:
                return False
            if is_sent:
                self.unsent.popleft().close()
        self.unsent_size = 0
        return True

    def close(self) -> None:
        while self.unsent:
            self.unsent.popleft().close()
        super().close()


def wait_for(client: socket.socket, event: int, seconds: float) -> bool:
    if seconds <= 0:
        return False
    poll = select.poll()
    poll.register(client, event)
    return bool(poll.poll(seconds * 1000))


def client_error(reason: str) -> OSError:
    # gunicorn ends a connection with this error quietly: it is the client's fault.
    return ConnectionResetError(errno.ECONNRESET, reason)
