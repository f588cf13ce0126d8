"""Requests that the tests' own server is answering.

A browser that is closed leaves some behind, such as one that says who stopped editing. They must
end before the database is emptied for the next test.
"""

import threading

from django.core.signals import request_finished, request_started

LONGEST = 15  # seconds


class RunningRequests:
    def __init__(self) -> None:
        self._number = 0
        self._changed = threading.Condition()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **kwargs) -> None:
        with self._changed:
            self._number += 1

    def _end(self, **kwargs) -> None:
        with self._changed:
            self._number = max(0, self._number - 1)
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until all have been answered, and give up those that a closed browser cut off."""
        with self._changed:
            self._changed.wait_for(lambda: self._number == 0, LONGEST)
            self._number = 0
