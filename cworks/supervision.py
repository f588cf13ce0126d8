"""Run several programs as one: they start together, and when one ends, all are stopped."""

import signal
import subprocess
import threading
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
    ended = SimpleQueue()
    running = []

    def report_end(name: str, process: subprocess.Popen) -> None:
        process.wait()
        ended.put(name)

    try:
        for name, command in programs.items():
            # Use a new session, so that Ctrl-C reaches only this process, which stops the others.
            process = subprocess.Popen(command, env=environment, start_new_session=True)
            running.append(process)
            threading.Thread(target=report_end, args=(name, process), daemon=True).start()
        return ended.get()
    finally:
        stop(running)


def stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(SHUTDOWN_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
