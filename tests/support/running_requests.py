"""Requests that the tests' own server is answering.

A browser that is closed leaves some behind, such as one that says who stopped editing. They must
end before the database is emptied for the next test.
"""

import threading

from django.core.signals import request_finished, request_started

LONGEST = 60  # seconds; only a failing test waits that long


class RunningRequests:
    def __init__(self) -> None:
        self._number = 0
        self._changed = threading.Condition()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **kwargs) -> None:
        self._add(1)

    def _end(self, **kwargs) -> None:
        self._add(-1)

    def _add(self, number: int) -> None:
        # Django's test client never finishes a download that its test doesn't read.
        if threading.current_thread() is threading.main_thread():
            return
        with self._changed:
            self._number += number
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until all have been answered."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._number <= 0, LONGEST)
