"""The memory of two web processes, at the start and with full caches, and how soon they answer."""

import http.client
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psutil
from django.conf import settings

from benchmarks.databases import own_database
from benchmarks.whole_site import WholeSite
from content.models import Entry
from tests.support.site_servers import SiteServer, run_site

PROCESSES = 2
STARTS = 5
AT_START_GOAL = 150  # MiB
START_GOAL = 1.5  # seconds
ENTRIES = 2_500
HOST = "example.org"  # in ALLOWED_HOSTS by name
SITE = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "WEB_CONCURRENCY": str(PROCESSES)}


def run() -> None:
    with own_database("memory"):
        WholeSite().grow(ENTRIES)
        starts = [measure_start() for _ in range(STARTS)]
        with run_site(**SITE) as site:
            get_from_each_process(site, "/")
            at_start, gunicorn = proportional_mebibytes(site)
            fill(site)
            filled, _ = proportional_mebibytes(site)
    seconds = statistics.median(starts)
    verdict = "within" if seconds <= START_GOAL else "OVER"
    print(f"first response {seconds:.2f} s after the start ({verdict} {START_GOAL} s)")
    verdict = "within" if at_start <= AT_START_GOAL else "OVER"
    print(
        f"{PROCESSES} processes at start: {at_start:.0f} MiB ({verdict} {AT_START_GOAL} MiB), "
        f"and gunicorn's own process {gunicorn:.0f} MiB"
    )
    bound = PROCESSES * settings.PAGE_CACHE_BYTES / 2**20
    verdict = "within" if filled - at_start <= bound else "OVER"
    print(
        f"{PROCESSES} processes with full caches: {filled - at_start:.0f} MiB more "
        f"({verdict} {bound:.0f} MiB)"
    )


def measure_start() -> float:
    """Return the seconds from starting gunicorn to the first response."""
    begin = time.perf_counter()
    with run_site(**SITE) as site:
        status, _ = site.get("/")
        assert status == 200, status
        return time.perf_counter() - begin


def proportional_mebibytes(site: SiteServer) -> tuple[float, float]:
    """Return the memory of the processes that answer, and of gunicorn's own that starts them.

    What they share counts once (PSS).
    """
    gunicorn = psutil.Process(site.process.pid)
    answering = sum(proportional_kibibytes(each.pid) for each in gunicorn.children())
    return answering / 1024, proportional_kibibytes(gunicorn.pid) / 1024


def proportional_kibibytes(process: int) -> int:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[1])


def get_from_each_process(site: SiteServer, path: str) -> None:
    """Request a page until each process has most likely answered."""
    with ThreadPoolExecutor(8) as pool:
        for answer in [pool.submit(site.get, path) for _ in range(40)]:
            assert answer.result()[0] == 200


def fill(site: SiteServer) -> None:
    """Request more pages than fit, and addresses that anyone can make up."""
    paths = [entry.get_absolute_url() for entry in Entry.objects.published().order_by("pk")]
    paths += [f"/blog/nothing-{number}/" for number in range(ENTRIES // 2)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(partial(get_encodings, site), paths))


def get_encodings(site: SiteServer, path: str) -> None:
    """Request a page in each encoding from the same process, which keeps all of them."""
    client = http.client.HTTPConnection("127.0.0.1", site.port)
    for encoding in ("br", "gzip"):
        client.request("GET", path, headers={"Host": HOST, "Accept-Encoding": encoding})
        client.getresponse().read()
    client.close()
