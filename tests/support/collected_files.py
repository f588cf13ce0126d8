"""Static files as production has them: collected, hashed, and compressed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from cworks.settings import STORAGES


@contextmanager
def collected_files(directory: Path) -> Iterator[None]:
    """Collect the static files in the directory, and serve them from there."""
    with override_settings(
        STATIC_ROOT=str(directory),
        STORAGES=STORAGES,
        WHITENOISE_AUTOREFRESH=False,
        WHITENOISE_USE_FINDERS=False,
    ):
        call_command("collectstatic", verbosity=0, interactive=False)
        yield
