"""Requests per second of pages in memory, compared with a bare WSGI application on gunicorn.

The application answers with as many bytes, and the same headers, from the same configuration.
"""

import http.client
import json
import statistics
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from benchmarks.databases import own_database
from benchmarks.throughput import UNCACHED
from benchmarks.turns import measure_in_turns
from benchmarks.whole_site import WholeSite
from benchmarks.wrk import check_for_wrk, processor_time, processor_times, requests_a_second
from tests.support.site_servers import SiteServer, run_site

ENTRIES = 1_000
PATHS = {
    "front page": "/",
    "post": "/blog/copy-100/",
    "listing": "/blog/",
    "feed": "/feed/",
    "not found": "/blog/no-such-post/",
}
ROUNDS = 14
SECONDS = 1
GOAL = 0.9
COMPRESSED = {"Accept_Encoding": "br"}
# gunicorn adds these to every response.
OF_GUNICORN = {"server", "date", "connection"}
KEPT = [8, 16, 64]


def run() -> None:
    check_for_wrk()
    with own_database("hits"):
        WholeSite().grow(ENTRIES)
        with run_site(DJANGO_SETTINGS_MODULE="benchmarks.settings") as site:
            report_hits(site)
            report_spread("pages in memory", site, 3)
        with run_site(UNCACHED, DJANGO_SETTINGS_MODULE="benchmarks.settings") as site:
            report_spread("no cache", site, 6)


def report_hits(site: SiteServer) -> None:
    answers = {path: answer_of(site, path) for path in PATHS.values()}
    with run_site("benchmarks.bare:application", BARE_ANSWERS=json.dumps(answers)) as bare:
        for name, path in PATHS.items():
            for keep in (True, False):
                pairs = measure_in_turns(
                    partial(measure, site, path, keep=keep),
                    partial(measure, bare, path, keep=keep),
                    rounds=ROUNDS,
                )
                ours, theirs = (medians_of(each) for each in zip(*pairs, strict=True))
                ratio = statistics.median(our.rate / their.rate for our, their in pairs)
                verdict = "within" if ratio >= GOAL else "UNDER"
                print(
                    f"hit, {name:10} {answers[path][2]:6,} bytes, "
                    f"{'kept' if keep else 'new '} connections {ours.rate:7,.0f} requests/s, "
                    f"bare WSGI {theirs.rate:7,.0f}/s: {ratio:.2f} ({verdict} {GOAL}); "
                    f"processor time {ours.microseconds:.0f} µs and {theirs.microseconds:.0f} µs: "
                    f"{theirs.microseconds / ours.microseconds:.2f}"
                )


def answer_of(site: SiteServer, path: str) -> tuple[str, list[tuple[str, str]], int]:
    """Return the status, the headers, and the size of a response as it is sent."""
    client = http.client.HTTPConnection("127.0.0.1", site.port)
    client.request("GET", path, headers={"Accept-Encoding": "br"})
    response = client.getresponse()
    headers = [each for each in response.getheaders() if each[0].lower() not in OF_GUNICORN]
    size = len(response.read())
    client.close()
    return f"{response.status} {response.reason}", headers, size


class Measured(NamedTuple):
    rate: float  # requests per second
    microseconds: float  # of the web processes' time for a request


def measure(server: SiteServer, path: str, *, keep: bool) -> Measured:
    before = processor_time(server)
    rate = requests_a_second(
        server.address + path, seconds=SECONDS, keep=keep, may_fail=True, **COMPRESSED
    )
    used = processor_time(server) - before
    return Measured(rate, used / (rate * SECONDS) * 1e6)


def medians_of(rounds: Iterable[Measured]) -> Measured:
    rates, times = zip(*rounds, strict=True)
    return Measured(statistics.median(rates), statistics.median(times))


def report_spread(what: str, site: SiteServer, seconds: int) -> None:
    """Print how much of the work each process does for clients that keep their connections."""
    address = site.address + PATHS["post"]
    # Until then, some processes may not have started.
    requests_a_second(address, seconds=1, keep=True, **COMPRESSED)
    for connections in KEPT:
        before = processor_times(site)
        rate = requests_a_second(
            address, seconds=seconds, keep=True, connections=connections, **COMPRESSED
        )
        after = processor_times(site)
        # One that has replaced another began with nothing.
        taken = [end - before.get(process, 0.0) for process, end in after.items()]
        shares = ", ".join(f"{each / sum(taken):.0%}" for each in sorted(taken, reverse=True))
        print(
            f"{connections:3} kept connections, {what:16} {rate:8,.0f} requests/s, "
            f"by each process: {shares}"
        )
