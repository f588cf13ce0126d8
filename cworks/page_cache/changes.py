"""Hears from PostgreSQL that public pages have changed."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone
from psycopg import sql

from blog.models import Post
from content.direct_connections import direct_settings
from content.kinds import all_kinds
from content.models import Entry, SiteSettings, Status
from content.moments import SOON
from content.site import site_settings
from cworks.page_cache.triggers_sql import CHANNEL
from cworks.replica import servers

# PostgreSQL delivers notifications in the order of the commits, so when a process hears its own
# beat, it has heard of every commit before it. A reader never gets a page that changed longer ago
# than DEAF_AFTER, even if the network loses the connection without a word. A beat is sent at each
# quarter of a second, so also as each second begins: nginx counts seconds, and asks again then.
BEAT_EVERY = 0.25  # seconds
DEAF_AFTER = 0.9
# An import commits hundreds of times a second, and after each, pages may change at another moment.
FIND_EVERY = 0.1
# A pooler between may accept LISTEN, and deliver nothing.
GIVE_UP_AFTER = 5.0
RETRY_AFTER = 0.5

NEVER = float("-inf")
# Django's when it connects, and psycopg's while it listens.
LOST = (OperationalError, psycopg.OperationalError)

logger = logging.getLogger(__name__)


class Changes:
    """What a process knows of changes: a page rendered in an earlier generation is outdated.

    A thread listens on a connection of its own, outside the pool.
    """

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.on_change = on_change
        self.generation = 0
        self._began_at = timezone.now()  # the generation
        self._known_at = (
            NEVER  # when the latest beat that was heard was sent, on the monotonic clock
        )
        self._next_moment = NEVER  # when a page changes by the clock alone, in Unix time
        self._is_moment_due = True  # whether it has to be found again
        self._moment_found_at = NEVER  # on the monotonic clock
        self._clocks = 0.0  # how far the clock was from the monotonic one
        self._beat_channel = f"page_cache_{uuid4().hex}"

    @property
    def are_known(self) -> bool:
        """Whether pages of this generation are still what Django would answer."""
        return time.monotonic() - self._known_at < DEAF_AFTER and time.time() < self._next_moment

    @property
    def known_at(self) -> float:
        """Until when every change is known, in Unix time."""
        return max(0.0, time.time() - time.monotonic() + self._known_at)

    def start(self) -> None:
        threading.Thread(target=self._run, name="page cache", daemon=True).start()
        servers.start()

    def _run(self) -> None:
        use_own_connection()
        is_silent = False
        while True:
            started_at = time.monotonic()
            try:
                self._listen()
            except Exception as error:  # Whatever it is, pages are rendered meanwhile.
                is_silent = is_silent and self._known_at < started_at
                if isinstance(error, LOST):
                    servers.lose(DEFAULT_DB_ALIAS)
                if not is_silent:
                    logger.warning("Public pages aren’t cached for now: %s", error)
                    is_silent = True
            self._known_at = self._next_moment = NEVER
            self._drop()
            connection.close()
            time.sleep(RETRY_AFTER)

    def _listen(self) -> None:
        connection.ensure_connection()
        listener = connection.connection
        for channel in (CHANNEL, self._beat_channel):
            listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        self._drop()
        started_at = time.monotonic()
        while True:
            beat_at = time.monotonic()
            next_beat_at = beat_at + BEAT_EVERY - time.time() % BEAT_EVERY
            if beat_at - max(self._known_at, started_at) > GIVE_UP_AFTER:
                raise TimeoutError("PostgreSQL doesn’t deliver notifications.")
            servers.note_position(listener)
            listener.execute("SELECT pg_notify(%s, %s)", [self._beat_channel, str(beat_at)])
            is_beat_due = False
            while not is_beat_due:  # Even if this beat took so long, hear what there is.
                self._hear(listener, until=next_beat_at)
                if time.time() >= self._next_moment or self._is_clock_moved():
                    self._drop()
                if servers.position is None:
                    servers.note_position(listener)
                if self._is_moment_due and time.monotonic() >= self._moment_found_at + FIND_EVERY:
                    self._find_next_moment(listener)
                is_beat_due = time.monotonic() >= next_beat_at

    def _hear(self, listener, *, until: float) -> None:
        """Take in what is announced next, if anything is before something else is due."""
        if self._is_moment_due:
            until = min(until, self._moment_found_at + FIND_EVERY)
        else:
            until = min(until, self._next_moment - time.time() + time.monotonic())
        seconds = max(0.0, until - time.monotonic())
        heard = {
            each.channel: each.payload for each in listener.notifies(timeout=seconds, stop_after=1)
        }
        if CHANNEL in heard:
            self._drop()
        if self._beat_channel in heard:
            # Of several, the latest. It may have been sent long ago.
            self._known_at = float(heard[self._beat_channel])

    def _is_clock_moved(self) -> bool:
        return abs(time.time() - time.monotonic() - self._clocks) > BEAT_EVERY

    def _drop(self) -> None:
        """Begin a generation. Until its next moment is found, that of the one before holds."""
        servers.forget_position()
        self.generation += 1
        self._began_at = timezone.now()
        self._clocks = time.time() - time.monotonic()
        self._is_moment_due = True
        self.on_change()

    def _find_next_moment(self, listener) -> None:
        self._is_moment_due = False
        moments = []
        for moment in coming_moments(since=self._began_at):
            moments.append(moment)
            # What is announced meanwhile can't wait for the other queries. It makes this due again.
            self._hear(listener, until=time.monotonic())
        self._next_moment = min(filter(None, moments)).timestamp()
        self._moment_found_at = time.monotonic()


def use_own_connection() -> None:
    """Let this thread have its own connection, neither one of the pool's nor a pooler's."""
    settings = direct_settings()
    options = settings["OPTIONS"] | {"application_name": "page cache"}
    options.pop("pool")
    connection.settings_dict = settings | {"OPTIONS": options}


def coming_moments(*, since: datetime) -> Iterator[datetime | None]:
    """Yield when public pages change next without anyone changing anything.

    Each comes from a query of its own, and is None if that finds nothing.
    """
    # Calendars begin at a UTC midnight, security.txt ends at one, and search counts ages from one.
    tomorrow = since.astimezone(UTC) + timedelta(days=1)
    yield tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    watched: list[tuple[QuerySet, str]] = [(Entry.objects.all(), "published_at")]
    for kind in all_kinds():
        watched += [(kind.model._default_manager.all(), field) for field in kind.changes_at]
    for rows, field in watched:
        public = rows.filter(status=Status.PUBLISHED)
        yield first_after(since, public, field)
        # Pages name the day of the week of what comes soon.
        yield first_after(since, public, field, ahead=SOON)
    if (days := site_settings().comments_close_after) is not None:
        open_posts = Post.objects.filter(comments_open=True, status=Status.PUBLISHED)
        yield first_after(since, open_posts, "published_at", ahead=-timedelta(days=days))
    announced = SiteSettings.objects.exclude(announcement="")
    yield first_after(since, announced, "announcement_from")
    yield first_after(since, announced, "announcement_until")


def first_after(
    since: datetime, rows: QuerySet, field: str, *, ahead: timedelta = timedelta(0)
) -> datetime | None:
    """Return the first moment that is this long before such a date of a row, if any is coming.

    A negative time is one after it.
    """
    coming = rows.filter(**{f"{field}__gt": since + ahead}).order_by(field)
    date = coming.values_list(field, flat=True).first()
    return date and date - ahead
