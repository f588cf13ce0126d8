"""The site on the real gunicorn, with the project's configuration."""

import http.client
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
from django.db import connection

from cworks.environment import BASE_DIR
from tests.support.database_servers import get_free_port

TIMEOUT = 60  # seconds; only a failing test waits that long


@dataclass
class SiteServer:
    process: subprocess.Popen
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End all its processes at once, as when its machine loses power."""
        master = psutil.Process(self.process.pid)
        for process in [master, *master.children(recursive=True)]:
            process.kill()

    def get(self, path: str, *, timeout: float = TIMEOUT, **headers: str) -> tuple[int, str]:
        """Return the status and the text. Redirects aren't followed."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            client.request("GET", path, headers=headers)
            response = client.getresponse()
            return response.status, response.read().decode()
        finally:
            client.close()


def get_test_database_url() -> str:
    settings = connection.get_connection_params()
    return (
        f"postgresql://{settings['user']}@{quote(settings['host'], safe='')}/{settings['dbname']}"
    )


@contextmanager
def run_site(
    application: str = "cworks.wsgi", *, folder: Path = BASE_DIR, **environment: str
) -> Iterator[SiteServer]:
    """Run gunicorn on a free port until the context ends. Variables override the environment's."""
    port = get_free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application],
        cwd=folder,
        env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port), **environment},
    )
    server = SiteServer(process, port)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def wait_until(is_true: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + TIMEOUT
    while not is_true():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


def wait_until_ready(server: SiteServer) -> None:
    give_up_at = time.monotonic() + TIMEOUT
    while time.monotonic() < give_up_at:
        if server.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.address}/healthz", timeout=TIMEOUT).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("gunicorn does not answer.")
