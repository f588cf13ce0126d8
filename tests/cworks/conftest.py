from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cworks.servers import make_directory


@pytest.fixture
def empty_directory() -> Iterator[Path]:
    with make_directory() as directory:
        yield directory
