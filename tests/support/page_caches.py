"""What tests of the page cache share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections


class KnownChanges:
    """A process that hears of every change, of which there is none."""

    generation = 1
    are_known = True
    known_at = 0.0


@contextmanager
def kept_connections() -> Iterator[None]:
    """Let requests leave the test's transaction open, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
