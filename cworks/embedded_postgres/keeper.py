"""The process that starts the embedded PostgreSQL, stays its parent, and stops it.

It says "ready", or why not, on its output and closes it. Then it waits until it can have
`users.lock` for itself, which is when the last user has gone. See __init__.py.
"""

import argparse
import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

FAST_SHUTDOWN = signal.SIGINT  # Ends the clients' connections; SIGTERM would wait for the clients.
STARTUP_TIMEOUT = 60  # seconds


class NotStarted(Exception):
    """Says why the server is not running, and what to do."""


def main() -> None:
    arguments = parse_arguments()
    if os.fork():
        os._exit(
            0
        )  # The keeper outlives the process that started it, so it has no parent to wait for it.
    try:
        server = start(arguments)
    except (NotStarted, OSError, KeyError) as error:
        remove_if_empty(arguments.sockets)
        sys.exit(str(error))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: server.send_signal(FAST_SHUTDOWN))
    threading.Thread(
        target=stop_after_last_user, args=(server, arguments.home), daemon=True
    ).start()
    report_to_starter("ready")
    starting, running = arguments.locks
    os.close(starting)
    server.wait()
    remove_if_empty(arguments.sockets)
    # This process releases `users.lock` when it ends. By then, the server must be gone.
    os.close(running)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    parser.add_argument("--binaries", type=Path)
    parser.add_argument("--sockets", type=Path)
    parser.add_argument("--locks", type=int, nargs=2)
    parser.add_argument("--not-durable", action="store_true")
    return parser.parse_args()


def start(arguments: argparse.Namespace) -> subprocess.Popen:
    home, binaries, sockets = arguments.home, arguments.binaries, arguments.sockets
    data = home / "data"
    account = choose_account(data)
    if account:
        for path in (binaries / "postgres", data):
            make_path_accessible(path)
    if not data.exists():
        create_cluster(data, binaries, account)
    stop_leftover(data, sockets)
    prepare_socket_directory(sockets, account)
    give_up_at = time.monotonic() + STARTUP_TIMEOUT
    while True:
        try:
            return start_server(arguments, data, account)
        except NotStarted as error:
            # After a crash, processes of the old server may still be running queries.
            if "still in use" not in str(error) or time.monotonic() > give_up_at:
                raise
        time.sleep(0.1)


def choose_account(data: Path) -> dict:
    """Return arguments for subprocess that change the user: PostgreSQL does not run as root."""
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise NotStarted(
                f"{data} belongs to another user; switch to that user, or set CWORKS_DATA_DIR "
                "to a folder of your own"
            )
        return {}
    user = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")  # words-ok: the system user
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def make_path_accessible(path: Path) -> None:
    """Let users other than root traverse (not list) the folders above the path."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def create_cluster(data: Path, binaries: Path, account: dict) -> None:
    # Use another name until it is complete: an interrupted start leaves nothing half-finished.
    unfinished = data.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if account:
        os.chown(unfinished, account["user"], account["group"])
    run(
        *(binaries / "initdb", "-D", unfinished, "-U", "competencyworks", "--encoding=UTF8"),
        # Only accounts that can open the socket's folder can connect. The locale is fixed.
        *("--auth=trust", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        account=account,
    )
    run(
        *(binaries / "postgres", "--single", "-D", unfinished, "postgres"),
        account=account,
        input="CREATE DATABASE competencyworks\n",
    )
    unfinished.rename(data)


def stop_leftover(data: Path, sockets: Path) -> None:
    """Clean up after a keeper that was killed or a power failure."""
    for file in (data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
        with contextlib.suppress(FileNotFoundError, ValueError):
            process_id = int(file.read_text().splitlines()[0])
            stop_server_or_disown(process_id, data, file)


def stop_server_or_disown(process_id: int, data: Path, file: Path) -> None:
    # Import psutil only here, since a start after a clean stop doesn't need it.
    import psutil

    try:
        process = psutil.Process(process_id)
        if str(data) in process.cmdline():
            process.send_signal(FAST_SHUTDOWN)
            while process.status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.01)
    except psutil.ZombieProcess:
        pass
    except psutil.NoSuchProcess:
        return
    # Only the process number is left: a zombie's, or one reused by another program. PostgreSQL
    # would mistake either for a running server.
    file.unlink(missing_ok=True)


def prepare_socket_directory(sockets: Path, account: dict) -> None:
    user = account.get("user", os.geteuid())
    sockets.mkdir(mode=0o700, exist_ok=True)
    if account and sockets.lstat().st_uid == 0:
        os.chown(sockets, user, account["group"], follow_symlinks=False)
    status = sockets.lstat()
    if sockets.is_symlink() or status.st_uid != user or status.st_mode & 0o077:
        raise NotStarted(f"{sockets} is not a private folder of this user; remove it")


def remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def start_server(arguments: argparse.Namespace, data: Path, account: dict) -> subprocess.Popen:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": arguments.sockets,
        "max_connections": 200,
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if arguments.not_durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    log = arguments.home / "log"
    log.unlink(missing_ok=True)
    with log.open("wb") as output:
        server = subprocess.Popen(
            [arguments.binaries / "postgres", "-D", data, *settings],
            **(get_process_options() | account),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    wait_until_ready(server, data, log)
    return server


def wait_until_ready(server: subprocess.Popen, data: Path, log: Path) -> None:
    give_up_at = time.monotonic() + STARTUP_TIMEOUT
    while server.poll() is None:
        with contextlib.suppress(FileNotFoundError):
            lines = (data / "postmaster.pid").read_text().split()
            if lines[:1] == [str(server.pid)] and lines[-1] == "ready":
                return
        if time.monotonic() > give_up_at:
            server.kill()
        time.sleep(0.01)
    messages = [line for line in log.read_text(errors="replace").splitlines() if "FATAL" in line]
    reason = messages[-1].partition("FATAL:")[2].strip() if messages else "it gave no reason"
    raise NotStarted(f"{reason} (more in {log})")


def stop_after_last_user(server: subprocess.Popen, home: Path) -> None:
    users = os.open(home / "users.lock", os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(users, fcntl.LOCK_EX)
    server.send_signal(FAST_SHUTDOWN)


def run(*command, account: dict, **options) -> None:
    result = subprocess.run(
        command,
        **(get_process_options() | account),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    if result.returncode != 0:
        raise NotStarted(result.stdout.strip() or f"{command[0]} ended with {result.returncode}")


def get_process_options() -> dict:
    # The caller's locale and PG* variables must not change the server.
    return {"cwd": "/", "env": {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}}


def report_to_starter(message: str) -> None:
    print(message, flush=True)
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.dup2(devnull, sys.stderr.fileno())


if __name__ == "__main__":
    main()
