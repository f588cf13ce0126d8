"""How many connections each web process has, in memory that all of them share."""

import mmap

# Processes are numbered as they start, so those that run at the same time have different places.
PLACES = 64
BYTES_OF_COUNT = 4

# Made in gunicorn's own process, of which the web processes are copies. 0 is no process.
_counts = memoryview(mmap.mmap(-1, PLACES * BYTES_OF_COUNT)).cast("i")


class Share:
    """The connections that one web process has."""

    def __init__(self, number: int) -> None:
        self._place = number % PLACES

    def update(self, connections: int) -> None:
        _counts[self._place] = connections + 1

    def leave(self) -> None:
        _counts[self._place] = 0

    def exceeds_others(self, *, by: int) -> bool:
        """Whether another process has fewer connections, and not only slightly."""
        return _counts[self._place] > min(filter(None, _counts), default=0) + by
