"""How a process hears of changes, and what it knows of them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import psycopg
import pytest

from cworks.page_cache.changes import Changes
from cworks.page_cache.triggers_sql import CHANNEL
from tests.factories import PostFactory
from tests.support.database_listeners import listening

NOW = datetime(2026, 11, 29, 15, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_change_is_heard_while_the_next_moment_is_sought(monkeypatch):
    def moments(*, since: datetime) -> Iterator[datetime | None]:
        yield MIDNIGHT
        PostFactory()
        ends_at = time.monotonic() + 10
        while changes.generation == 0 and time.monotonic() < ends_at:
            yield None

    changes = Changes(lambda: None)
    monkeypatch.setattr("cworks.page_cache.changes.coming_moments", moments)
    with listening(CHANNEL) as listener:
        changes._find_next_moment(listener)

    # The moment may be another one now.
    assert (changes.generation > 0, changes._is_moment_due) == (True, True)


def test_beat_that_arrives_late_says_nothing_of_what_was_announced_since():
    changes = Changes(lambda: None)
    changes._next_moment = float("inf")
    sent_at = time.monotonic() - 5

    class SlowListener:
        def notifies(self, *, timeout, stop_after):
            yield psycopg.Notify(changes._beat_channel, str(sent_at), 1)

    changes._hear(SlowListener(), until=time.monotonic())

    assert not changes.are_known


@pytest.mark.parametrize("seconds", [0.01, 0.24, 0.249, 0.4])
def test_slow_beat_is_heard_before_the_next_one(monkeypatch, seconds):
    changes = Changes(lambda: None)
    clock = SimpleNamespace(now=NOW.timestamp() + 0.1)
    events: list[str] = []

    class Listener:
        def execute(self, statement, parameters=()) -> None:
            if "pg_notify" in str(statement):
                events.append("beat")
                clock.now += seconds
                if len(events) > 40:
                    raise InterruptedError

        def notifies(self, *, timeout, stop_after):
            events.append("hear")
            clock.now += timeout
            return iter(())

    database = SimpleNamespace(ensure_connection=lambda: None, connection=Listener())
    monkeypatch.setattr("cworks.page_cache.changes.connection", database)
    monkeypatch.setattr(
        "cworks.page_cache.changes.time",
        SimpleNamespace(monotonic=lambda: clock.now, time=lambda: clock.now),
    )
    monkeypatch.setattr("cworks.page_cache.changes.coming_moments", lambda since: [MIDNIGHT])
    monkeypatch.setattr("cworks.page_cache.changes.GIVE_UP_AFTER", 1_000)

    with pytest.raises(InterruptedError):
        changes._listen()

    assert "beat, beat" not in ", ".join(events)


@pytest.mark.parametrize(("seconds", "are_known"), [(0.5, True), (1.0, False)])
def test_changes_are_unknown_a_second_after_last_beat(seconds, are_known):
    changes = Changes(lambda: None)
    changes._next_moment = float("inf")
    changes._known_at = time.monotonic() - seconds

    assert changes.are_known == are_known


def test_process_that_loses_its_connection_knows_nothing_until_it_listens_again(monkeypatch):
    changes = Changes(lambda: None)
    known = []

    def listen() -> None:
        changes._known_at, changes._next_moment = time.monotonic(), float("inf")
        known.append(changes.are_known)
        raise psycopg.OperationalError("the connection is closed")

    def wait(seconds: float) -> None:
        known.append(changes.are_known)
        raise InterruptedError

    clock = SimpleNamespace(monotonic=time.monotonic, time=time.time, sleep=wait)
    nothing = SimpleNamespace(close=lambda: None, lose=lambda alias: None)
    nothing.forget_position = lambda: None
    monkeypatch.setattr(changes, "_listen", listen)
    for name, other in {"time": clock, "connection": nothing, "servers": nothing}.items():
        monkeypatch.setattr(f"cworks.page_cache.changes.{name}", other)
    monkeypatch.setattr("cworks.page_cache.changes.use_own_connection", lambda: None)

    with pytest.raises(InterruptedError):
        changes._run()

    assert known == [True, False]


def test_process_that_has_heard_nothing_knows_nothing_of_any_time():
    assert Changes(lambda: None).known_at == 0


def test_pages_are_kept_right_after_change():
    changes = Changes(lambda: None)
    changes._next_moment = float("inf")
    changes._known_at = time.monotonic()

    changes._drop()

    # Otherwise each reader of a burst after an edit would have it rendered.
    assert changes.are_known
