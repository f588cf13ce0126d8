"""Actions at the same moment, each on its own thread and connection."""

import threading
from collections.abc import Callable

from django.db import connection


def run_concurrently(count: int, act: Callable[[], object]) -> list:
    """Run an action on several threads at once; return each one's result or exception."""
    start, results = threading.Barrier(count), []

    def run() -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            results.append(act())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
