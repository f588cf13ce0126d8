"""How the site answers others while some clients are slow, and while too many come at once.

Slow clients send or read a byte now and then, or nothing at all, and never end by themselves.
"""

import http.client
import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import median
from threading import Barrier, Event, Thread

from django.conf import settings

from tests.support.site_servers import SiteServer, run_site

PROBES = 24
PROBES_A_SECOND = 6
PATIENCE = 4  # seconds
READERS = 500
MEGABYTE = 1024 * 1024
BIG_FILE = "benchmark-30-megabytes.bin"

type Behavior = Callable[[socket.socket], None]


def idle(client: socket.socket) -> None:
    pass


def send_headers_slowly(client: socket.socket) -> None:
    client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")


def send_body_slowly(client: socket.socket) -> None:
    client.sendall(
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3000\r\n"
        b"Cookie: csrftoken=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )


def upload_slowly(client: socket.socket) -> None:
    client.sendall(
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
        b"Cookie: csrftoken=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )


def read_slowly(client: socket.socket) -> None:
    path = f"{settings.STATIC_URL}{BIG_FILE}"
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())


SLOW = {
    "idle connections": idle,
    "slow headers": send_headers_slowly,
    "slow bodies": send_body_slowly,
    "slow bodies of 100 kB": upload_slowly,
    "slow readers of 30 MB": read_slowly,
}
NUMBERS = {
    "idle connections": (20, 200),
    "slow headers": (2, 200),
    "slow bodies": (2, 200),
    "slow bodies of 100 kB": (2, 200),
    "slow readers of 30 MB": (3, 200),
}


def run() -> None:
    file = Path(settings.STATIC_ROOT) / BIG_FILE
    file.write_bytes(os.urandom(30 * MEGABYTE))
    try:
        with run_site(DJANGO_SETTINGS_MODULE="benchmarks.settings") as site:
            report_probes(site, "no slow client", 0, idle)
        for name, behave in SLOW.items():
            for number in NUMBERS[name]:
                with run_site(DJANGO_SETTINGS_MODULE="benchmarks.settings") as site:
                    report_probes(site, name, number, behave)
        with run_site(DJANGO_SETTINGS_MODULE="benchmarks.settings") as site:
            report_crowd(site)
    finally:
        file.unlink()


def report_probes(site: SiteServer, name: str, number: int, behave: Behavior) -> None:
    for _ in range(12):
        site.get("/")
    with slow_clients(site, number, behave), ThreadPoolExecutor(PROBES) as pool:
        time.sleep(1)  # until the site is busy with them
        answers = []
        for _ in range(PROBES):
            answers.append(pool.submit(get_waiting_time, site, "/", PATIENCE))
            time.sleep(1 / PROBES_A_SECOND)
        times = [
            seconds for status, seconds in (each.result() for each in answers) if status == 200
        ]
    slowest = f"{max(times):5.2f} s at most" if times else ""
    print(f"{number:4} {name:22} {len(times):3} of {PROBES} probes in {PATIENCE} s {slowest}")


@contextmanager
def slow_clients(site: SiteServer, number: int, behave: Behavior) -> Iterator[None]:
    stopped = Event()
    with ExitStack() as stack:
        clients = []
        for _ in range(number):
            client = stack.enter_context(socket.socket())
            # Otherwise, the kernel reads a lot ahead.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", site.port))
            behave(client)
            client.setblocking(False)
            clients.append(client)
        dripping = Thread(target=drip, args=(clients, behave, stopped))
        dripping.start()
        try:
            yield
        finally:
            stopped.set()
            dripping.join()


def drip(clients: list[socket.socket], behave: Behavior, stopped: Event) -> None:
    while not stopped.wait(1):
        for client in clients:
            with suppress(OSError):
                if behave is read_slowly:
                    client.recv(1000)
                elif behave is not idle:
                    client.send(b"x")


def get_waiting_time(site: SiteServer, path: str, timeout: float) -> tuple[int, float]:
    """Return the status, or 0 if there was none in time, and the seconds that it took."""
    begin = time.monotonic()
    try:
        status, _ = site.get(path, timeout=timeout)
    except (OSError, http.client.HTTPException):
        status = 0
    return status, time.monotonic() - begin


def report_crowd(site: SiteServer) -> None:
    for _ in range(12):
        site.get("/")
    together = Barrier(READERS)

    def read(_) -> tuple[int, float]:
        together.wait()
        return get_waiting_time(site, "/", 60)

    with ThreadPoolExecutor(READERS) as pool:
        answers = list(pool.map(read, range(READERS)))
    for status in sorted({status for status, _ in answers}):
        times = [seconds for each, seconds in answers if each == status]
        print(
            f"{READERS:4} readers at once: {len(times):3} × {status or 'no answer'}, "
            f"{median(times):5.2f} s in the middle, {max(times):5.2f} s at most"
        )
