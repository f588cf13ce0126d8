import subprocess
import sys

import pytest

from cworks import supervision

# Prints its line in one write, because several programs print at once, and waits to be stopped.
WAIT = r"import os, signal; os.write(1, b'waiting\n'); signal.pause()"


@pytest.fixture
def started(monkeypatch):
    """The processes that were started, in order. The first is the guard."""
    processes = []

    class RecordedPopen(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", RecordedPopen)
    return processes


def run(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_exit_of_one_program_is_reported_and_stops_others(started):
    name = supervision.run_together(
        {"The one that waits": run(WAIT), "The one that ends": run("")}, environment={}
    )

    assert name == "The one that ends"
    assert [process.returncode for process in started] == [-9, -15, 0]


def test_program_that_cannot_start_stops_others(started):
    with pytest.raises(FileNotFoundError):
        supervision.run_together(
            {"The one that waits": run(WAIT), "The one that is missing": ["/missing/program"]},
            environment={},
        )

    assert [process.returncode for process in started] == [-9, -15]


def test_program_that_does_not_stop_is_killed(started, monkeypatch):
    monkeypatch.setattr(supervision, "SHUTDOWN_TIMEOUT", 0.1)
    stubborn = subprocess.Popen(
        run(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAIT}"),
        stdout=subprocess.PIPE,
    )
    with stubborn.stdout:
        stubborn.stdout.readline()
        supervision.stop([stubborn])

    assert stubborn.returncode == -9


def start_supervisor() -> subprocess.Popen:
    """Start a process that runs two programs, which both wait to be stopped."""
    return subprocess.Popen(
        run(
            "import sys\n"
            "from cworks import supervision\n"
            f"wait = [sys.executable, '-c', {WAIT!r}]\n"
            "try:\n"
            "    with supervision.stop_signals_as_interrupts():\n"
            f"        supervision.run_together(dict(a=wait, b=wait), environment={{}})\n"
            "except KeyboardInterrupt:\n"
            "    print('interrupted')\n"
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_kill_stops_all_programs():
    parent = start_supervisor()

    lines = [parent.stdout.readline(), parent.stdout.readline()]
    parent.kill()
    # The pipe closes when both programs have ended.
    rest, _ = parent.communicate(timeout=10)

    assert (lines, rest) == (["waiting\n", "waiting\n"], "")


@pytest.mark.parametrize("number", supervision.STOP_SIGNALS)
def test_stop_signal_stops_all_programs(number):
    parent = start_supervisor()
    with parent.stdout:
        lines = [parent.stdout.readline(), parent.stdout.readline()]
        parent.send_signal(number)
        parent.send_signal(number)
        # The pipe closes when all three programs have ended.
        lines += parent.stdout.readlines()

    assert lines == ["waiting\n", "waiting\n", "interrupted\n"]
    assert parent.wait() == 0
