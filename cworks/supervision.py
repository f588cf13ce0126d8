"""Run several programs as one: they start together, and when one ends, all are stopped.

Run as a program of its own, this file is the guard: it reads the numbers of processes from its
input, and stops them when its input ends, which is when the supervisor has been killed.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SHUTDOWN_TIMEOUT = 30  # seconds for a program to finish what it is doing


@contextmanager
def stop_signals_as_interrupts() -> Iterator[None]:
    """Raise KeyboardInterrupt for the first stop signal, and ignore further ones."""

    def interrupt(*_) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, ignore)
        raise KeyboardInterrupt

    def ignore(*_) -> None:
        pass

    previous = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def run_together(programs: dict[str, list[str]], *, environment: dict[str, str]) -> str:
    """Run the named commands until one ends, stop the others, and return the name of that one.

    A KeyboardInterrupt stops all of them, and is raised again when the last one has ended.
    """
    ended: SimpleQueue[str] = SimpleQueue()
    running: list[subprocess.Popen] = []

    def report_end(name: str, process: subprocess.Popen) -> None:
        process.wait()
        ended.put(name)

    guard = start_guard()
    try:
        for name, command in programs.items():
            # Use a new session, so that Ctrl-C reaches only this process, which stops the others.
            process = subprocess.Popen(command, env=environment, start_new_session=True)
            running.append(process)
            guard.stdin.write(b"%d\n" % process.pid)
            threading.Thread(target=report_end, args=(name, process), daemon=True).start()
        return ended.get()
    finally:
        stop(running)
        guard.kill()
        guard.communicate()


def start_guard() -> subprocess.Popen:
    """Start a process that stops the programs if this one is killed and can't do it."""
    # Linux can send a signal when a parent dies, but macOS can't; a pipe ends on both.
    return subprocess.Popen(
        [sys.executable, "-I", __file__], stdin=subprocess.PIPE, bufsize=0, start_new_session=True
    )


def stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(SHUTDOWN_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stop_orphans() -> None:
    """Stop the processes whose numbers are read from the input, once it has ended."""
    running = {int(line) for line in sys.stdin.buffer}
    for number in (signal.SIGTERM, signal.SIGKILL):
        give_up_at = time.monotonic() + SHUTDOWN_TIMEOUT
        running = {process for process in running if send_signal(process, number)}
        while running and time.monotonic() < give_up_at:
            time.sleep(0.1)
            running = {process for process in running if send_signal(process, 0)}


def send_signal(process: int, number: int) -> bool:
    """Return False if the process has ended."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    stop_orphans()
