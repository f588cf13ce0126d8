"""Requests per second without a cache, compared with a bare WSGI application on gunicorn."""

import re
import shutil
import subprocess
import sys
import urllib.request

from blog.models import Post
from tests.support.site_servers import run_site

PATHS = {
    "front page": "/",
    "post": None,
    "tag page": "/tags/tag-7/",
    "feed": "/feed/",
}
SECONDS = 8
CONNECTIONS = 8
GOAL = 30


def run() -> None:
    if shutil.which("wrk") is None:
        sys.exit("The throughput is measured with wrk: install it (apt-get install wrk).")
    paths = {**PATHS, "post": Post.objects.get(guid="benchmark:100").get_absolute_url()}
    with (
        run_site(DJANGO_SETTINGS_MODULE="benchmarks.settings") as site,
        run_site("benchmarks.bare:application") as bare,
    ):
        for name, path in paths.items():
            size = len(urllib.request.urlopen(site.address + path).read())
            ours = requests_a_second(site.address + path)
            theirs = requests_a_second(f"{bare.address}/{size}")
            verdict = "within" if theirs / ours <= GOAL else "OVER"
            print(
                f"{name:12} {size:8,} bytes {ours:8.0f} requests/s, bare WSGI {theirs:8.0f}/s: "
                f"1/{theirs / ours:.1f} ({verdict} 1/{GOAL})"
            )


def requests_a_second(address: str) -> float:
    # Each request has its own connection, as from many readers. A kept connection stays with the
    # process that accepted it, and often one process accepted them all.
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", "-H", "Connection: close", address]
    subprocess.run([*command, "-d2s"], capture_output=True, check=True)  # warm up
    command.append(f"-d{SECONDS}s")
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(f"{address} did not answer every request:\n{output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
