"""Registrations per second for one event, compared with the same two statements in pgbench."""

import multiprocessing
import re
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from content.editing.saving import save_entry
from cworks import embedded_postgres
from events.models import Delivery, Event, Registration, Seats
from events.services.registrations import register

CLIENTS, SECONDS = 16, 10
GOAL = 3
STATEMENTS = """
BEGIN;
UPDATE events_seats SET taken = taken + 1
 WHERE event_id = {event} AND (capacity IS NULL OR taken < capacity);
INSERT INTO events_registration (event_id, public_id, email, name, state, answers, created_at,
                                 seated_at)
VALUES ({event}, gen_random_uuid(), gen_random_uuid() || '@example.org', 'Someone', 'registered',
        '{{}}', now(), now());
END;
"""


def run() -> None:
    theirs = with_pgbench(make_event())
    ours = with_site(make_event())
    verdict = "within" if theirs / ours <= GOAL else "OVER"
    print(
        f"registrations on one event, {CLIENTS} clients: {ours:,.0f}/s, the two statements by "
        f"pgbench {theirs:,.0f}/s: 1/{theirs / ours:.1f} ({verdict} 1/{GOAL})"
    )


def make_event(**facts) -> Event:
    """Return a new event with enough seats; delete what earlier runs left."""
    Delivery.objects.all().delete()
    Registration.objects.all().delete()
    Event.objects.filter(slug="benchmark").delete()
    start = facts.pop("starts_at", timezone.now() + timedelta(days=30))
    event = Event(
        title="Benchmark",
        slug="benchmark",
        summary="Short",
        status="published",
        published_at=timezone.now(),
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        **facts,
    )
    save_entry(entry=event, by=None)
    Seats.objects.filter(event=event).update(capacity=1_000_000)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        for table in ("events_seats", "events_registration", "events_delivery"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return event


def with_pgbench(event: Event) -> float:
    info = connection.connection.info
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "register.sql")
        script.write_text(STATEMENTS.format(event=event.pk))
        command = [
            Path(embedded_postgres.get_binaries(), "pgbench"),
            *("-h", info.host, "-U", info.user, "-n", "-M", "prepared"),
            *("-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), "-f", script, info.dbname),
        ]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(re.search(r"tps = ([\d.]+)", output)[1])


def with_site(event: Event) -> float:
    """Return the rate of complete registrations: the seat, the row, and the queued email."""
    connection.close()
    connection.close_pool()
    processes = multiprocessing.get_context("fork")
    barrier, counts = processes.Barrier(CLIENTS), processes.Queue()
    clients = [
        processes.Process(target=register_for_a_while, args=(event, number, barrier, counts))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    total = sum(counts.get() for _ in clients)
    for client in clients:
        client.join()
    assert total == Registration.objects.filter(event=event).count()
    assert total == Seats.objects.get(event=event).taken
    return total / SECONDS


def register_for_a_while(event: Event, client: int, barrier, counts) -> None:
    register(event=event, email=f"first-{client}@example.org", name="Someone")
    barrier.wait()
    count, end = 1, time.monotonic() + SECONDS
    while time.monotonic() < end:
        register(event=event, email=f"{client}-{count}@example.org", name="Someone")
        count += 1
    counts.put(count)
    connection.close()
