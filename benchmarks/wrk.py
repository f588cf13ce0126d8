"""Requests per second, as wrk measures them, and how much of a site each of its processes does."""

import re
import shutil
import subprocess
import sys
from contextlib import suppress

import psutil

from tests.support.site_servers import SiteServer

CONNECTIONS = 8


def check_for_wrk() -> None:
    if shutil.which("wrk") is None:
        sys.exit("The throughput is measured with wrk: install it (apt-get install wrk).")


def requests_a_second(
    address: str,
    *,
    seconds: int,
    keep: bool,
    connections: int = CONNECTIONS,
    may_fail: bool = False,
    **headers: str,
) -> float:
    """Return how many requests are answered per second, on new connections unless `keep`.

    `may_fail` allows statuses such as 404.
    """
    if not keep:
        headers["Connection"] = "close"
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", address]
    for name, value in headers.items():
        command += ["-H", f"{name.replace('_', '-')}: {value}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Socket errors" in output or ("Non-2xx" in output and not may_fail):
        raise RuntimeError(f"{address} did not answer every request:\n{output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def processor_time(site: SiteServer) -> float:
    """Return the seconds of processor time that its web processes have taken, with those replaced.

    gunicorn replaces a process after a number of requests, and waits for its end.
    """
    ended = psutil.Process(site.process.pid).cpu_times()
    return sum(processor_times(site).values()) + ended.children_user + ended.children_system


def processor_times(site: SiteServer) -> dict[int, float]:
    """Return the seconds of processor time that each of its web processes has taken, by its ID."""
    times = {}
    for each in psutil.Process(site.process.pid).children():
        with suppress(psutil.NoSuchProcess):
            taken = each.cpu_times()
            times[each.pid] = taken.user + taken.system
    return times
