"""What many emails have in common, read and rendered once for all emails of a job.

Kept for seconds only, so that no email says what was true long ago, however slow a mail server is.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

KEPT_FOR = 5.0  # seconds

# {(function, its arguments): what it returned}; None outside of a job.
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("what emails have in common", default=None)


@contextmanager
def batch() -> Iterator[None]:
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once_per_batch[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Call a function once for the same arguments, while a job sends its emails."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return function(*args, **kwargs)
        key = (function, args, *sorted(kwargs.items()))
        until, found = kept.get(key, (0.0, None))
        if until < time.monotonic():
            found = function(*args, **kwargs)
            kept[key] = (time.monotonic() + KEPT_FOR, found)
        return found

    return wrapped
