"""The processor time of every kind of page with 200 entries and with 100,000, without a cache.

Django's time and PostgreSQL's are added. Some pages show more with 100,000 entries, such as a list
of a hundred articles: they are compared with the smallest site whose page is as large, too.
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

FEW, *_, MANY = SITES = (200, 2_000, 20_000, 100_000)
GOAL = 1.3
AS_LARGE = 0.9  # of the bytes with 100,000 entries
# Before it is measured, a page is requested until PostgreSQL keeps its plans.
FIRST_REQUESTS = 10
# By turns, and the least time counts: whatever else the machine does only adds to it.
ROUNDS, REQUESTS = 3, 5
# And the pages that seem to take longer are measured again.
TIMES_AGAIN = 2
# Of a page that takes so long, this many requests are enough.
SLOW, FEW_REQUESTS = 100e6, 2  # nanoseconds

# One for all pages of a site: each takes long to set up.
client = Client()


@dataclass(frozen=True, order=True)
class Measured:
    milliseconds: float
    size: int  # bytes


type Page = dict[int, Measured]  # by the number of the site's entries


def run() -> None:
    # Its models load once Django is set up, which the sites' processes do themselves.
    from benchmarks.whole_site import WholeSite

    with ExitStack() as stack:
        for number in SITES:
            stack.enter_context(own_database(name_of(number)))
            begin = time.perf_counter()
            WholeSite().grow(number)
            filled = time.perf_counter() - begin
        report(measure_pages(), filled=filled)


def name_of(number: int) -> str:
    return f"entries_{number}"


def measure_pages() -> dict[str, Page]:
    """Return {address: page}."""
    from tests.support.public_pages import public_pages

    with ExitStack() as stack:
        sites = {number: stack.enter_context(site_process(name_of(number))) for number in SITES}
        pages = {page.address: measure_page(page.address, sites) for page in public_pages()}
        for _ in range(TIMES_AGAIN):
            for address in (each for each, page in pages.items() if ratio(page, FEW) > GOAL):
                again = measure_page(address, sites)
                pages[address] = {each: min(again[each], pages[address][each]) for each in sites}
        return pages


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


def measure_page(address: str, sites: dict[int, ProcessPoolExecutor]) -> Page:
    for site in sites.values():
        site.submit(request, address, times=FIRST_REQUESTS).result()
    rounds = [
        {number: site.submit(request, address).result() for number, site in sites.items()}
        for _ in range(ROUNDS)
    ]
    return {number: min(each[number] for each in rounds) for number in sites}


def request(address: str, times: int = REQUESTS) -> Measured:
    """Return the least processor time of some requests, and the size of the page."""
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


def report(pages: dict[str, Page], *, filled: float) -> None:
    """Print the pages that take longer than with 200 entries, and whether they show more."""
    slower = {address: page for address, page in pages.items() if ratio(page, FEW) > GOAL}
    explained = 0
    for address, page in sorted(slower.items(), key=lambda each: -ratio(each[1], FEW)):
        other = smallest_as_large(page)
        is_explained = FEW < other < MANY and ratio(page, other) <= GOAL
        explained += is_explained
        times = " → ".join(f"{each.milliseconds:.2f}" for each in page.values())
        sizes = " → ".join(f"{each.size:,}" for each in page.values())
        print(f"{address:50} {times} ms; {sizes} bytes; ratio {ratio(page, FEW):.2f}", end=" ")
        if is_explained:
            print(f"(as large with {other:,} entries: {ratio(page, other):.2f})")
        else:
            print(f"(OVER {GOAL})")
    print(
        f"{len(pages)} pages, {' → '.join(f'{number:,}' for number in SITES)} entries (filled in "
        f"{filled:.0f} s): {len(pages) - len(slower)} within {GOAL}, {explained} within it of a "
        f"page as large, {len(slower) - explained} OVER"
    )


def ratio(page: Page, number: int) -> float:
    return page[MANY].milliseconds / page[number].milliseconds


def smallest_as_large(page: Page) -> int:
    """Return the number of entries of the smallest site whose page shows about as much."""
    return next(number for number in SITES if page[number].size >= AS_LARGE * page[MANY].size)
