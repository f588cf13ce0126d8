"""The processor time of every kind of page with 200 entries and with 100,000, without a cache.

Django's time and PostgreSQL's are added. A page that shows more with 100,000 entries is compared
with the same page of a site with 2,000, too, most of whose pages are full.
"""

import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import django
from django.db import connection
from django.test import Client

from benchmarks.databases import connect_to, own_database

FEW, FULL, MANY = SIZES = (200, 2_000, 100_000)
GOAL = 1.3
# A page with more bytes than this many times those at 200 entries shows more.
SHOWS_MORE = 1.1
# Before it is measured, a page is requested until PostgreSQL keeps its plans.
FIRST_REQUESTS = 10
# By turns, and the least counts: whatever else the machine does only adds to it.
ROUNDS, REQUESTS = 3, 5
# Of a page that takes so long, this many requests are enough.
SLOW, FEW_REQUESTS = 100e6, 3  # nanoseconds


@dataclass(frozen=True)
class Measured:
    milliseconds: float
    size: int  # bytes


def run() -> None:
    # Its models load once Django is set up, which the sites' processes do themselves.
    from benchmarks.whole_site import WholeSite

    with ExitStack() as stack:
        for number in SIZES:
            stack.enter_context(own_database(name_of(number)))
            begin = time.perf_counter()
            WholeSite().grow(number)
            filled = time.perf_counter() - begin
        report(measure_pages(), filled=filled)


def name_of(number: int) -> str:
    return f"entries_{number}"


def measure_pages() -> dict[str, dict[int, Measured]]:
    """Return {address: {number of entries: what its page takes}}."""
    from tests.support.public_pages import public_pages

    measured: dict[str, dict[int, Measured]] = {}
    with ExitStack() as stack:
        sites = {number: stack.enter_context(site_process(name_of(number))) for number in SIZES}
        for page in public_pages():
            for site in sites.values():
                site.submit(request, page.address, times=FIRST_REQUESTS).result()
            rounds = [
                {number: site.submit(request, page.address).result() for number, site in sites.items()}
                for _ in range(ROUNDS)
            ]
            measured[page.address] = {
                number: min((each[number] for each in rounds), key=lambda each: each.milliseconds)
                for number in SIZES
            }
    return measured


def site_process(database: str) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=open_site, initargs=(database,)
    )


def open_site(database: str) -> None:
    django.setup()
    connect_to(database)
    with connection.cursor() as cursor:
        # All of PostgreSQL's work is then done by the process that is measured.
        cursor.execute("SET max_parallel_workers_per_gather = 0")


def request(address: str, times: int = REQUESTS) -> Measured:
    """Return the least processor time of a request, and the size of the page."""
    client = Client()
    taken: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    while len(taken) < times:
        begin = time.process_time_ns() + nanoseconds_of(backend)
        response = client.get(address)
        size = len(response.getvalue())
        taken.append(time.process_time_ns() + nanoseconds_of(backend) - begin)
        assert response.status_code in (200, 404), (address, response.status_code)
        if taken[-1] > SLOW and len(taken) == FEW_REQUESTS:
            break
    return Measured(min(taken) / 1e6, size)


def nanoseconds_of(process: int) -> int:
    """Return the processor time of a process with one thread."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])


def report(measured: dict[str, dict[int, Measured]], *, filled: float) -> None:
    within, full, over = [], [], []
    for address, found in measured.items():
        few, middle, many = (found[number] for number in SIZES)
        shows_more = many.size > SHOWS_MORE * few.size
        if many.milliseconds <= GOAL * few.milliseconds:
            within.append(address)
        elif shows_more and many.milliseconds <= GOAL * middle.milliseconds:
            full.append((address, found))
        else:
            over.append((address, found))
    describe(f"Pages that show more, within {GOAL} of the time at {FULL:,}", full)
    describe(f"OVER {GOAL}", over)
    print(
        f"{len(measured)} pages, {FEW} → {MANY:,} entries (filled in {filled:.0f} s): "
        f"{len(within)} within {GOAL}, {len(full)} more within it of a full page, {len(over)} OVER"
    )


def describe(heading: str, pages: list[tuple[str, dict[int, Measured]]]) -> None:
    print(f"{heading}: time and bytes at {', '.join(f'{number:,}' for number in SIZES)} entries")
    for address, found in sorted(
        pages, key=lambda page: -page[1][MANY].milliseconds / page[1][FEW].milliseconds
    ):
        ratio = found[MANY].milliseconds / found[FEW].milliseconds
        times = " → ".join(f"{found[number].milliseconds:6.2f}" for number in SIZES)
        sizes = " → ".join(f"{found[number].size:7,}" for number in SIZES)
        print(f"  {address:52} {times} ms  {sizes} bytes  ratio {ratio:.2f}")
