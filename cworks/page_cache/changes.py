"""Hears from PostgreSQL that public pages have changed."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from psycopg import sql

from content.kinds import all_kinds
from content.models import Entry, Status
from content.moments import SOON
from cworks.page_cache.triggers_sql import CHANNEL

# PostgreSQL delivers notifications in the order of the commits, so when a process hears its own
# beat, it has heard of every commit before it. A reader never gets a page that changed longer ago
# than DEAF_AFTER, even if the network loses the connection without a word.
BEAT_EVERY = 0.25  # seconds
DEAF_AFTER = 0.9
# A pooler between may accept LISTEN, and deliver nothing.
GIVE_UP_AFTER = 5.0
RETRY_AFTER = 0.5

NEVER = float("-inf")

logger = logging.getLogger(__name__)


class Changes:
    """What a process knows of changes: a page rendered in an earlier generation is outdated.

    A thread listens on a connection of its own, outside the pool.
    """

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.on_change = on_change
        self.generation = 0
        self._known_at = NEVER  # the latest beat that was heard, on the monotonic clock
        self._next_moment = NEVER  # when a page changes by the clock alone, in Unix time
        self._clocks = 0.0  # how far the clock was from the monotonic one
        self._beat_channel = f"page_cache_{uuid4().hex}"

    @property
    def are_known(self) -> bool:
        """Whether pages of this generation are still what Django would answer."""
        return time.monotonic() - self._known_at < DEAF_AFTER and time.time() < self._next_moment

    def start(self) -> None:
        threading.Thread(target=self._run, name="page cache", daemon=True).start()

    def _run(self) -> None:
        use_own_connection()
        is_silent = False
        while True:
            started_at = time.monotonic()
            try:
                self._listen()
            except Exception as error:  # Whatever it is, pages are rendered meanwhile.
                is_silent = is_silent and self._known_at < started_at
                if not is_silent:
                    logger.warning("Public pages aren’t cached for now: %s", error)
                    is_silent = True
            self._known_at = NEVER
            self._forget()
            connection.close()
            time.sleep(RETRY_AFTER)

    def _listen(self) -> None:
        connection.ensure_connection()
        listener = connection.connection
        for channel in (CHANNEL, self._beat_channel):
            listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        self._renew()
        started_at = time.monotonic()
        while True:
            beat_at = time.monotonic()
            if beat_at - max(self._known_at, started_at) > GIVE_UP_AFTER:
                raise TimeoutError("PostgreSQL doesn’t deliver notifications.")
            listener.execute("SELECT pg_notify(%s, %s)", [self._beat_channel, str(beat_at)])
            self._hear(listener, beat_at)
            if time.time() >= self._next_moment or self._is_clock_moved():
                self._renew()

    def _hear(self, listener, beat_at: float) -> None:
        """Take in what is announced until the next beat, or the next moment."""
        until = min(beat_at + BEAT_EVERY, self._next_moment - time.time() + time.monotonic())
        while (seconds := until - time.monotonic()) > 0:
            heard = {
                each.channel: each.payload
                for each in listener.notifies(timeout=seconds, stop_after=1)
            }
            if CHANNEL in heard:
                self._renew()
            if self._beat_channel in heard:
                # Of several, the latest. It may have been sent long ago.
                self._known_at = float(heard[self._beat_channel])

    def _is_clock_moved(self) -> bool:
        return abs(time.time() - time.monotonic() - self._clocks) > BEAT_EVERY

    def _forget(self) -> None:
        self._next_moment = NEVER
        self.generation += 1
        self.on_change()

    def _renew(self) -> None:
        """Start a generation, which lasts until the next change or moment."""
        self._forget()
        self._clocks = time.time() - time.monotonic()
        self._next_moment = find_next_moment()


def use_own_connection() -> None:
    """Let this thread have its own connection, rather than one of the pool's."""
    settings = connection.settings_dict
    options = settings["OPTIONS"] | {"application_name": "page cache"}
    options.pop("pool")
    connection.settings_dict = settings | {"OPTIONS": options}


def find_next_moment() -> float:
    """Return when a public page changes next without anyone changing anything, in Unix time."""
    now = timezone.now()
    # Calendars begin at a UTC midnight, and security.txt ends at one.
    midnight = (
        (now + timedelta(days=1)).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    moments = [midnight]
    watched: list[tuple[QuerySet, str]] = [(Entry.objects.all(), "published_at")]
    for kind in all_kinds():
        watched += [(kind.model._default_manager.all(), field) for field in kind.changes_at]
    for rows, field in watched:
        # Pages name the day of the week of what comes soon.
        for ahead in (timedelta(0), SOON):
            moments += [found - ahead for found in first_after(now + ahead, rows, field)]
    return min(moments).timestamp()


def first_after(moment: datetime, rows: QuerySet, field: str) -> QuerySet:
    """Return the first such date of a published entry, if there is one."""
    coming = rows.filter(status=Status.PUBLISHED, **{f"{field}__gt": moment})
    return coming.order_by(field).values_list(field, flat=True)[:1]
