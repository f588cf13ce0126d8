"""Readers, registrants, and a writer, who go on while a machine is killed, and count."""

import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPException

from django.db import connection

from content.models import Entry
from events.models import Event
from tests.support.nginx_servers import NginxServer
from tests.support.sent_forms import send_form

READERS, REGISTRANTS = 4, 3
PAUSE = 0.02  # seconds, so that the machine isn't all that is measured
EDIT_EVERY = 0.5
# What the site promises.
VISIBLE_WITHIN = 1.0
TITLE = re.compile(r"<title>Edited for time (\d+)")
networks = itertools.count()


class Load:
    def __init__(self, nginx: NginxServer, event: Event, post: Entry, pages: list[str]) -> None:
        self.nginx, self.event, self.post, self.pages = nginx, event, post, pages
        self.asked: Counter[str] = Counter()
        self.problems: Counter[tuple[str, str]] = Counter()
        self.longest = 0.0  # seconds that a reader waited
        self.stale: list[float] = []  # by how many seconds
        self.confirmed: set[str] = set()
        self.sent_again = 0
        self._edits: list[tuple[int, float]] = [(0, time.monotonic())]
        self._has_ended = threading.Event()
        self._lock = threading.Lock()

    def run(self, while_it_runs: Callable[[], None]) -> None:
        people = [self.edit, *[self.read] * READERS]
        threads = [threading.Thread(target=each) for each in people]
        threads += [
            threading.Thread(target=self.register, args=[person]) for person in range(REGISTRANTS)
        ]
        for thread in threads:
            thread.start()
        try:
            while_it_runs()
        finally:
            self._has_ended.set()
            for thread in threads:
                thread.join()

    def edit(self) -> None:
        for number in itertools.count(1):
            if self._has_ended.wait(EDIT_EVERY):
                break
            Entry.objects.filter(pk=self.post.pk).update(title=f"Edited for time {number}")
            self._edits.append((number, time.monotonic()))
        connection.close()

    def read(self) -> None:
        for count in itertools.count():
            if self._has_ended.wait(PAUSE):
                return
            if count % 2:
                self.ask(self.post.get_absolute_url())
            else:
                # What nginx and the site don't keep, and what they do.
                page = self.pages[count % len(self.pages)]
                self.ask(f"{page}?number={count}" if count % 4 else page)

    def ask(self, path: str) -> None:
        begin = time.monotonic()
        try:
            answer = self.nginx.ask(path, Accept_Encoding="identity")
            problem = "" if answer.status == 200 else str(answer.status)
        except (OSError, HTTPException) as error:
            problem = type(error).__name__
        with self._lock:
            self.asked["pages"] += 1
            self.longest = max(self.longest, time.monotonic() - begin)
            if problem:
                self.problems["pages", problem] += 1
        if not problem and path == self.post.get_absolute_url():
            self.check(int(TITLE.search(answer.body.decode())[1]), asked_at=begin)

    def check(self, number: int, *, asked_at: float) -> None:
        """Count a page that was outdated when it was asked for, for longer than promised."""
        later = [at for edit, at in self._edits if edit > number]
        if later and asked_at - later[0] > VISIBLE_WITHIN:
            self.stale.append(asked_at - later[0])

    def register(self, person: int) -> None:
        for number in itertools.count():
            if self._has_ended.wait(PAUSE):
                return
            email = f"{person}-{number}@example.org"
            # As a person would, who is told that it didn't work.
            for attempt in range(10):
                if self.send(email):
                    self.sent_again += attempt > 0
                    break

    def send(self, email: str) -> bool:
        network = next(networks)  # of each, only so many people may register within an hour
        client = self.nginx.connect()
        client.source_address = (f"127.{1 + network // 250}.{network % 250}.1", 0)
        problem = ""
        try:
            sent = send_form(
                client,
                f"{self.event.get_absolute_url()}register/",
                email=email,
                # The port is a test's: nginx doesn't pass it on.
                origin="https://127.0.0.1",
                name="Someone",
                agrees="on",
            )
            problem = "" if sent.status == 302 else str(sent.status)
        except (OSError, HTTPException, RuntimeError) as error:
            problem = str(error) if isinstance(error, RuntimeError) else type(error).__name__
        finally:
            client.close()
        with self._lock:
            self.asked["forms"] += 1
            if problem:
                self.problems["forms", problem] += 1
            else:
                self.confirmed.add(email)
        return not problem
