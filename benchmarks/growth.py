"""The processor time of every kind of page with 200 entries and with 100,000, without a cache.

Django's time and PostgreSQL's are added.
"""

import statistics
import time
from pathlib import Path

from django.db import connection
from django.test import Client

from benchmarks.databases import connect_to, own_database
from benchmarks.whole_site import WholeSite
from tests.support.public_pages import public_pages

FEW, MANY = 200, 100_000
REQUESTS = 11
GOAL = 1.3
DATABASES = {"few_entries": FEW, "many_entries": MANY}
# Before it is measured, a page is requested until PostgreSQL keeps its plans.
FIRST_REQUESTS = 8
# Of a page that takes so long, this many requests are enough.
SLOW, FEW_REQUESTS = 100e6, 3  # nanoseconds


def run() -> None:
    with own_database("few_entries"), own_database("many_entries"):
        filled = {}
        for name, number in DATABASES.items():
            connect_to(name)
            begin = time.perf_counter()
            WholeSite().grow(number)
            filled[name] = time.perf_counter() - begin
        # By turns, and the better of two: the machine's speed varies over minutes.
        few, many, few_again, many_again = [measure_pages(name) for name in [*DATABASES] * 2]
    slower = []
    for page in few:
        before, after = min(few[page], few_again[page]), min(many[page], many_again[page])
        if after / before > GOAL:
            slower.append((after / before, before, after, page))
    for ratio, before, after, page in sorted(slower, reverse=True):
        print(f"{page:56} {before:7.2f} ms → {after:7.2f} ms   ratio {ratio:.2f} (OVER {GOAL})")
    print(
        f"{len(few)} pages, {FEW} → {MANY:,} entries (filled in {filled['many_entries']:.0f} s): "
        f"{len(few) - len(slower)} within {GOAL}, {len(slower)} OVER"
    )


def measure_pages(database: str) -> dict[str, float]:
    """Return the milliseconds that each page takes."""
    connect_to(database)
    with connection.cursor() as cursor:
        # All of PostgreSQL's work is then done by the process that is measured.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return {page.address: milliseconds(page.address, backend) for page in public_pages()}


def milliseconds(address: str, backend: int) -> float:
    """Return the median processor time of a request."""
    client = Client()
    times: list[int] = []
    for number in range(FIRST_REQUESTS + REQUESTS):
        begin = time.process_time_ns() + nanoseconds_of(backend)
        response = client.get(address)
        response.getvalue()
        taken = time.process_time_ns() + nanoseconds_of(backend) - begin
        assert response.status_code in (200, 404), (address, response.status_code)
        if number >= FIRST_REQUESTS or taken > SLOW:
            times.append(taken)
        if taken > SLOW and len(times) == FEW_REQUESTS:
            break
    return statistics.median(times) / 1e6


def nanoseconds_of(process: int) -> int:
    """Return the processor time of a process with one thread."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])
