"""Readers of a site, in a process of their own: python -m benchmarks.readers PORT SECONDS.

Each requests addresses from the standard input in a random order as fast as it gets answers, on a
connection that it keeps, and prints all answers at the end, as Python writes them.
"""

import array
import json
import random
import re
import resource
import socket
import sys
import threading
import time

import brotli

READERS = 8
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
RENDERED_AT = re.compile(rb"\r\nrendered-at: ([\d.]+)", re.IGNORECASE)
IS_COMPRESSED = re.compile(rb"\r\ncontent-encoding: br", re.IGNORECASE)
IS_LAST = re.compile(rb"\r\nconnection: close", re.IGNORECASE)
# An entry whose title the benchmark edits, and the number of the edit.
EDITION = re.compile(rb"Edition (\d+) of (\w+)")
REMEMBERED = 2_000


class Reader(threading.Thread):
    """Requests addresses until the time is up.

    Keeps, of each answer: when it was requested, the seconds it took, whether it came from memory.
    """

    def __init__(self, port: int, addresses: list[str], number: int, until: float) -> None:
        super().__init__()
        self.port, self.addresses, self.until = port, addresses, until
        self.random = random.Random(number)
        self.times = array.array("d")
        self.hits = 0
        self.editions: list[tuple] = []  # address, when requested, when answered, editions
        self.failures: list[str] = []
        self._remembered: dict[bytes, list] = {}
        self._client: socket.socket | None = None

    def run(self) -> None:
        while time.time() < self.until:
            address = self.random.choice(self.addresses)
            begin = time.time()
            try:
                head, body = self.get(address)
            except OSError as error:
                self.failures.append(f"{address}: {error}")
                self._client = None
                continue
            end = time.time()
            self.times.append(end - begin)
            rendered_at = RENDERED_AT.search(head)
            self.hits += rendered_at is not None and float(rendered_at[1]) < begin
            if not head.startswith(b"HTTP/1.1 200"):
                self.failures.append(f"{address}: {head[9:12].decode()}")
            elif editions := self.find_editions(head, body):
                self.editions.append((address, begin, end, editions))

    def get(self, address: str) -> tuple[bytes, bytes]:
        if self._client is None:
            self._client = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self._client.sendall(
            f"GET {address} HTTP/1.1\r\nHost: example.org\r\nAccept-Encoding: br\r\n\r\n".encode()
        )
        received = b""
        while b"\r\n\r\n" not in received:
            received += self.receive()
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(LENGTH.search(head)[1])
        parts, missing = [body], length - len(body)
        while missing > 0:
            parts.append(self.receive())
            missing -= len(parts[-1])
        if IS_LAST.search(head):
            self._client.close()
            self._client = None
        return head, b"".join(parts)

    def receive(self) -> bytes:
        content = self._client.recv(262_144)
        if not content:
            raise ConnectionError("closed without an answer")
        return content

    def find_editions(self, head: bytes, body: bytes) -> list[tuple[str, int]]:
        """Return which edition of which entries a page shows."""
        # A page in memory is the same each time, so it is read once.
        found = self._remembered.get(body)
        if found is None:
            text = brotli.decompress(body) if IS_COMPRESSED.search(head) else body
            found = sorted({(name.decode(), int(number)) for number, name in EDITION.findall(text)})
            if len(self._remembered) > REMEMBERED:
                self._remembered.clear()
            self._remembered[body] = found
        return found


def main() -> None:
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    addresses = json.load(sys.stdin)
    until = time.time() + seconds
    readers = [Reader(port, addresses, number, until) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    used = resource.getrusage(resource.RUSAGE_SELF)
    answers = {
        "times": [each for reader in readers for each in reader.times],
        "hits": sum(reader.hits for reader in readers),
        "editions": [each for reader in readers for each in reader.editions],
        "failures": [each for reader in readers for each in reader.failures],
        "processor_seconds": used.ru_utime + used.ru_stime,
    }
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
