"""A disk that is full, as the process that writes to it sees it."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import PIL.Image

from tests.support.pictures import encoded


@contextmanager
def full_disk(*, room: int = 100_000) -> Iterator[None]:
    """Let a file take this many bytes; the rest of it can't be written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def large_picture(*, side: int = 600) -> BytesIO:
    """Noise, which takes about a byte for each pixel in any format."""
    return encoded(PIL.Image.effect_noise((side, side), 100), "PNG")


def files_below(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*.*"))
