"""Ports and data directories, for tests that start their own database server."""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

SHUTDOWN_TIMEOUT = 60  # seconds; only a failing test waits that long


def get_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_until_stopped(data_directory: Path) -> None:
    """Wait until the keeper, which outlives the server, has ended."""
    lock = data_directory / "postgres" / "running.lock"
    if not lock.exists():
        return  # nothing was started
    program = f"import fcntl; fcntl.flock(open({str(lock)!r}), fcntl.LOCK_EX)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=SHUTDOWN_TIMEOUT)


def is_stopped(data_directory: Path) -> bool:
    return not (data_directory / "postgres" / "data" / "postmaster.pid").exists()


def get_server(data_directory: Path) -> psutil.Process:
    file = data_directory / "postgres" / "data" / "postmaster.pid"
    return psutil.Process(int(file.read_text().splitlines()[0]))


@contextmanager
def make_directory() -> Iterator[Path]:
    # Not tmp_path: each start of pytest makes its parent inaccessible to the server's user.
    with tempfile.TemporaryDirectory(prefix="cworks-test-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()
        for home in Path(name).glob("**/running.lock"):
            wait_until_stopped(home.parent.parent)
