"""Public pages are read from a replica while it is current, and from the server that is alive.

The page cache's thread, which listens to the primary, notes how far its log is. The replica is
current once it has replayed that, so no page is older than a change that was heard. See
docs/decisions/replica.md.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
# In seconds.
BEHIND_AT_MOST = 1.0
LOOK_EVERY = 0.02
RETRY_AFTER = 0.5
# A primary that doesn't even close its connections is lost after this long.
LOST_AFTER = 5.0
# Whose pages show what someone has just sent, which may not be in the replica yet.
OF_ONE_PERSON = (
    *("/admin/", "/registrations/", "/readers/", "/confirm/", "/unsubscribe/", "/stop/"),
    *("/preview/", "/contribute/", "/follow/"),
)
SAFE = ("GET", "HEAD")
FORMS = ("/register/", "/comment/", "/suggest/", "/problem/", "/ours/")
# In a request's environment, for the page cache: whether the replica that it was read from may lag.
MAY_LAG = "cworks.may_lag"

# Not how much of the log is on the disk: without synchronous_commit, PostgreSQL announces a change
# before it has written it there.
POSITION = "SELECT pg_current_wal_insert_lsn()::text"
HAS_REPLAYED = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"


class Servers:
    """What this process knows of both. Two threads find out, and requests read it."""

    def __init__(self) -> None:
        # Where the primary was, and when, since the last change that was heard or made here.
        self.position: tuple[str, float] | None = None
        self._replayed: tuple[str, float] | None = None
        self._changes = 0
        self._is_primary_lost = False
        self._primary_seen_at = time.monotonic()
        self._lock = threading.Lock()

    def start(self) -> None:
        # The process may be a copy of one that started long ago.
        self._primary_seen_at = time.monotonic()
        if REPLICA in settings.DATABASES:
            threading.Thread(target=self._follow, name="replica", daemon=True).start()

    def note_position(self, listener) -> None:
        # Without a replica, it would only keep the listener from hearing of changes.
        if REPLICA not in settings.DATABASES:
            return
        changes, read_at = self._changes, time.monotonic()
        [position] = listener.execute(POSITION).fetchone()
        self._is_primary_lost, self._primary_seen_at = False, read_at
        with self._lock:
            # Unless a request has changed something meanwhile.
            if self._changes == changes:
                self.position = (position, read_at)

    def forget_position(self) -> None:
        """Read pages from the primary until the replica has replayed what it has by now."""
        with self._lock:
            self._changes += 1
            self.position = self._replayed = None

    def lose(self, server: str) -> None:
        """Read pages from the other one until a thread has seen that this one responds."""
        if server == REPLICA:
            self._replayed = None
        else:
            self._is_primary_lost = True

    @property
    def is_replica_current(self) -> bool:
        replayed = self._replayed
        return replayed is not None and time.monotonic() - replayed[1] < BEHIND_AT_MOST

    @property
    def is_primary_lost(self) -> bool:
        return self._is_primary_lost or time.monotonic() - self._primary_seen_at > LOST_AFTER

    def in_order(self) -> list[str]:
        """Return from which server to read, and from which if that fails."""
        if REPLICA not in settings.DATABASES:
            return [DEFAULT_DB_ALIAS]
        if self.is_primary_lost or self.is_replica_current:
            return [REPLICA, DEFAULT_DB_ALIAS]
        return [DEFAULT_DB_ALIAS, REPLICA]

    def _follow(self) -> None:
        replica = connections[REPLICA]
        options = replica.settings_dict["OPTIONS"] | {"application_name": "replica"}
        options.pop("pool")
        replica.settings_dict = replica.settings_dict | {"OPTIONS": options}
        while True:
            changes, position = self._changes, self.position
            try:
                if position is not None and position != self._replayed:
                    with replica.cursor() as cursor:
                        cursor.execute(HAS_REPLAYED, [position[0]])
                        [has_replayed] = cursor.fetchone()
                    with self._lock:
                        # Unless a change was heard meanwhile.
                        if has_replayed and self._changes == changes:
                            self._replayed = position
            except Error:
                self.lose(REPLICA)
                with suppress(Error):
                    replica.close()
                time.sleep(RETRY_AFTER)
            time.sleep(LOOK_EVERY)


servers = Servers()


class ReplicaMiddleware:
    """Read a public page from one server, and if it fails, from the other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_be_read_from_replica(request):
            response = self.get_response(request)
            if request.method not in SAFE:
                # Its sender sees it on the next page, before this process has heard of the change.
                servers.forget_position()
            return response
        for server in servers.in_order():
            # Rather a page from a replica that lags than none, but only for now.
            request.META[MAY_LAG] = server == REPLICA and not servers.is_replica_current
            with reading_from(server):
                response = self.get_response(request)
            if response.status_code != 503:
                break
            servers.lose(server)
        return response


def may_be_read_from_replica(request: HttpRequest) -> bool:
    path = request.path_info
    is_for_everyone = not path.startswith(OF_ONE_PERSON) and not any(each in path for each in FORMS)
    is_of_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
    return request.method in SAFE and is_for_everyone and not is_of_staff


@contextmanager
def reading_from(server: str) -> Iterator[None]:
    """Let all queries of this thread go to a server, those that are SQL, too."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[server]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
