"""Static files as production has them: collected, hashed, and compressed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from cworks.settings import STORAGES


@contextmanager
def serve_collected_files(directory: Path) -> Iterator[None]:
    """Serve the static files that are, or will be, collected in the directory."""
    with override_settings(
        STATIC_ROOT=str(directory),
        STORAGES=STORAGES,
        WHITENOISE_AUTOREFRESH=False,
        WHITENOISE_USE_FINDERS=False,
    ):
        yield


def collect_once(directory: Path) -> None:
    """Collect the static files in the directory, unless another test process did."""
    complete = directory.with_suffix(".complete")
    with directory.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            with serve_collected_files(directory):
                call_command("collectstatic", verbosity=0, interactive=False)
            complete.touch()
