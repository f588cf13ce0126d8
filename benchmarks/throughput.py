"""Requests per second without a cache, compared with a bare WSGI application on gunicorn."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

from blog.models import Post

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
    with gunicorn("cworks.wsgi") as site, gunicorn("benchmarks.bare:application") as bare:
        for name, path in paths.items():
            size = len(urllib.request.urlopen(site + path).read())
            ours = requests_a_second(site + path)
            theirs = requests_a_second(f"{bare}/{size}")
            verdict = "within" if theirs / ours <= GOAL else "OVER"
            print(
                f"{name:12} {size:8,} bytes {ours:8.0f} requests/s, bare WSGI {theirs:8.0f}/s: "
                f"1/{theirs / ours:.1f} ({verdict} 1/{GOAL})"
            )


class gunicorn:
    """Run gunicorn with the project's configuration on a free port."""

    def __init__(self, application: str) -> None:
        self.application = application

    def __enter__(self) -> str:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", self.application, "--bind", f"127.0.0.1:{port}"],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"},
        )
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz").close()
                return address
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"gunicorn does not answer with {self.application}.")

    def __exit__(self, *exception) -> None:
        self.process.terminate()
        self.process.wait()


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
