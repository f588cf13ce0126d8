"""Processes of their own for work that needs a processor and no database."""

import os
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any

import django

# In a process that was started here: what its work has in common.
shared: list[Any] = []


@contextmanager
def open_processes(facts: Any) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool with a process per processor. In each, `shared` has these facts.

    New processes, because a fork would share the connection to the database.
    """
    with ProcessPoolExecutor(
        max_workers=os.cpu_count(),
        mp_context=get_context("spawn"),
        initializer=partial(start, pickle.dumps(facts)),
    ) as pool:
        yield pool


def start(facts: bytes) -> None:
    # Models can be imported only afterward, so the facts come as bytes.
    end_with_parent()
    django.setup()
    shared.append(pickle.loads(facts))  # noqa: S301 (our own)


def end_with_parent() -> None:
    """End this process when the one that started it is killed."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()
