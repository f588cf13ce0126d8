"""bin/bootstrap with programs that work, fail, or are missing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cworks.environment import BASE_DIR

TOOLS = ("sh", "cat", "cp", "dirname", "grep", "mkdir", "rm")
FAILING = "echo 'no version is set for this command' >&2; exit 127"
OLD_PYTHON = "exit 1"
WORKING_UV = """
case "$1" in
--version) echo "uv 0.9.0" ;;
sync) mkdir -p .venv; echo "$*" >>calls ;;
esac
"""
# Supports only the commands that the script runs.
WORKING_PYTHON = """
case "$*" in
*version_info*) ;;
*sys.executable*) echo "$0" ;;
"-m venv .uv") mkdir -p .uv/bin && cp "$0" .uv/bin/python ;;
"-m pip install --retries 1 uv") cp ../uv .uv/bin/uv ;;
"-m pip install --retries 1 --target .uv/packages uv")
    mkdir -p .uv/packages/bin && cp ../uv .uv/packages/bin/uv ;;
esac
"""
PYTHON_WITHOUT_VENV = f"""
[ "$1 $2" = "-m venv" ] && echo "ensurepip is not available" && exit 1
{WORKING_PYTHON}
"""
PYTHON_WITHOUT_VENV_AND_PIP = f"""
[ "$1" = -m ] && echo "No module named $2" && exit 1
{WORKING_PYTHON}
"""
FETCHING = "Fetching uv, which installs the packages (once).\n"
INSTALLING = "Installing the packages of uv.lock into .venv (once).\n"


def failing_install(message: str) -> str:
    return f'{WORKING_UV}\n[ "$1" != sync ] || {{ echo "{message}" >&2; exit 2; }}'


class Machine:
    """A project folder with the script, and the only programs that it can find."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "project"
        (self.project / "bin").mkdir(parents=True)
        shutil.copy(BASE_DIR / "bin" / "bootstrap", self.project / "bin")
        (folder / "programs").mkdir()
        for tool in TOOLS:
            (folder / "programs" / tool).symlink_to(shutil.which(tool))
        self.write(folder / "uv", WORKING_UV)  # as a package index would

    def add(self, name: str, script: str) -> Path:
        return self.write(self.folder / "programs" / name, script)

    def write(self, path: Path, script: str) -> Path:
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def bootstrap(self, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.project / "bin" / "bootstrap"],
            env={"PATH": str(self.folder / "programs"), "HOME": str(self.folder), **environment},
            capture_output=True,
            text=True,
        )

    @property
    def uv_calls(self) -> list[str]:
        return (self.project / "calls").read_text().splitlines()


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_working_programs_are_used(machine):
    machine.add("uv", WORKING_UV)
    python = machine.add("python3", WORKING_PYTHON)

    result = machine.bootstrap()

    assert (result.stdout, result.stderr, result.returncode) == (INSTALLING, "", 0)
    assert machine.uv_calls == [f"sync --frozen --no-progress --compile-bytecode --python {python}"]


def test_second_run_prints_nothing(machine):
    machine.add("uv", WORKING_UV)
    python = machine.add("python3", WORKING_PYTHON)
    machine.bootstrap()

    result = machine.bootstrap()

    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)
    assert machine.uv_calls[1:] == [f"sync --frozen --no-progress --python {python}"]


@pytest.mark.parametrize("uv", [FAILING, "echo uv 0.4.30"], ids=["failing", "old"])
def test_broken_uv_is_replaced_by_downloaded_one(machine, uv):
    machine.add("uv", uv)
    machine.add("python3", WORKING_PYTHON)

    result = machine.bootstrap()

    assert (result.stdout, result.stderr, result.returncode) == (FETCHING + INSTALLING, "", 0)
    assert (machine.project / ".uv" / "bin" / "uv").exists()
    assert len(machine.uv_calls) == 1


def test_uv_is_downloaded_once(machine):
    machine.add("python3", WORKING_PYTHON)
    machine.bootstrap()

    assert machine.bootstrap().stdout == ""


def test_uv_is_downloaded_with_pip_if_venv_is_missing(machine):
    machine.add("python3", PYTHON_WITHOUT_VENV)

    result = machine.bootstrap()

    assert (result.stdout, result.stderr, result.returncode) == (FETCHING + INSTALLING, "", 0)


@pytest.mark.parametrize("python", [FAILING, OLD_PYTHON], ids=["failing", "old"])
def test_unsuitable_python_is_skipped(machine, python):
    machine.add("uv", WORKING_UV)
    machine.add("python3.13", python)
    suitable = machine.add("python3", WORKING_PYTHON)

    machine.bootstrap()

    assert machine.uv_calls == [
        f"sync --frozen --no-progress --compile-bytecode --python {suitable}"
    ]


def test_python_can_be_specified(machine, tmp_path):
    machine.add("uv", WORKING_UV)
    machine.add("python3", WORKING_PYTHON)
    named = machine.write(tmp_path / "python-of-mine", WORKING_PYTHON)

    machine.bootstrap(PYTHON=str(named))

    assert machine.uv_calls[0].endswith(f"--python {named}")


def test_missing_python_is_reported_with_fix(machine):
    machine.add("uv", WORKING_UV)
    machine.add("python3", OLD_PYTHON)

    result = machine.bootstrap()

    assert result.stderr == (
        "No working Python 3.12 or later was found: install one "
        "(https://www.python.org/downloads/), or pass its path, as in "
        "“make demo PYTHON=/path/to/python3”.\n"
    )
    assert (result.stdout, result.returncode) == ("", 1)


def test_missing_pip_and_venv_are_reported_with_fix(machine):
    machine.add("python3", PYTHON_WITHOUT_VENV_AND_PIP)

    result = machine.bootstrap()

    assert result.stderr == (
        "This Python has neither pip nor venv: install them (on Debian: apt install "
        "python3-venv), and run the command again.\n"
    )
    assert (result.stdout, result.returncode) == (FETCHING, 1)


@pytest.mark.parametrize(
    ("message", "beginning"),
    [
        ("error sending request for url (https://…)", "The package index can't be reached: "),
        ("dns error: failed to lookup address", "The package index can't be reached: "),
        (
            "invalid peer certificate: UnknownIssuer",
            "This system doesn't trust the package index's certificate: ",
        ),
        ("No space left on device (os error 28)", "The disk is full: "),
        ("Failed to build `x`: gcc: not found", "A package has no prebuilt wheel for this "),
    ],
)
def test_failed_installation_is_explained_in_one_sentence(machine, message, beginning):
    machine.add("uv", failing_install(message))
    machine.add("python3", WORKING_PYTHON)

    result = machine.bootstrap()

    assert result.stderr.startswith(beginning)
    assert len(result.stderr.splitlines()) == 1
    assert result.returncode == 1


def test_other_failure_is_shown_in_full(machine):
    machine.add("uv", failing_install("something else"))
    machine.add("python3", WORKING_PYTHON)

    assert machine.bootstrap().stderr == (
        "something else\n"
        "The packages couldn't be installed: fix what the lines above report, "
        "and run the command again.\n"
    )
