"""What happens when a worker or the database crashes midway."""

import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from content.mail import send_late
from content.mail.queueing import LATE
from cworks.environment import BASE_DIR
from events.models import Delivery, Registration
from events.services.reminders import enqueue_reminders
from tests.factories import EventFactory
from tests.support.database_servers import SHUTDOWN_TIMEOUT, get_server
from tests.support.demo_programs import environment_of
from tests.support.workers import start_worker

PEOPLE, KILLED_AFTER = 250, 90


def register_many(event) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    Registration.objects.bulk_create(
        Registration(
            event=event, name=f"Person {n}", email=f"person{n}@example.org", seated_at=long_ago
        )
        for n in range(PEOPLE)
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue")
def test_worker_killed_during_reminders_skips_no_one_and_repeats_at_most_one(
    mail_server,
):
    register_many(EventFactory(starts_at=timezone.now() + timedelta(hours=20)))
    assert enqueue_reminders() == PEOPLE
    enough = threading.Event()
    mail_server.on_mail = lambda: len(mail_server.taken) >= KILLED_AFTER and enough.set()

    first = start_worker(mail_server)
    assert enough.wait(SHUTDOWN_TIMEOUT)
    first.kill()
    first.wait(SHUTDOWN_TIMEOUT)
    taken_by_first = len(mail_server.taken)
    second = start_worker(mail_server)
    second.wait(SHUTDOWN_TIMEOUT)
    # The job that looks for late emails sends those that the first worker didn't.
    Delivery.objects.update(due_at=timezone.now() - LATE - timedelta(seconds=1))
    send_late()

    assert taken_by_first < PEOPLE
    counts = Counter(mail["To"] for mail in mail_server.taken)
    assert len(counts) == PEOPLE
    twice = [address for address, count in counts.items() if count > 1]
    # It can only be the email that was accepted but not yet marked, with the same Message-ID.
    assert len(twice) <= 1
    identities = {mail["Message-ID"] for mail in mail_server.taken}
    assert len(identities) == PEOPLE
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


# Registers people in threads, and reports each outcome and, finally, the stored rows.
REGISTERING = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import django
django.setup()
from django.db import connection
from django.utils import timezone
from content.editing.saving import save_entry
from events.models import Event, Registration, Seats
from events.services.registrations import register

start = timezone.now() + timedelta(days=3)
event = Event(
    title="The webinar", slug="the-webinar", status="published", published_at=timezone.now(),
    starts_at=start, ends_at=start + timedelta(hours=1), summary="Short",
)
save_entry(entry=event, by=None)
say, pause = threading.Lock(), threading.Event()

def wait_for_database():
    for _ in range(1000):
        try:
            connection.close()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return
        except Exception:
            pause.wait(0.05)

def sign_up(number):
    email = f"person{number}@example.org"
    try:
        register(event=event, email=email, name="Someone")
        answer = "confirmed"
    except Exception as error:
        answer = f"failed-{type(error).__name__}"
        wait_for_database()
    finally:
        connection.close()
    with say:
        print(answer, email, flush=True)

with ThreadPoolExecutor(8) as threads:
    list(threads.map(sign_up, range(200)))
wait_for_database()
rows = Registration.objects.values_list("email", flat=True)
print("stored", *rows, flush=True)
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s",
                   ["events.send_confirmation"])
    jobs = cursor.fetchone()[0]
print("counts", Seats.objects.get().taken, jobs, flush=True)
"""


def test_database_crash_keeps_confirmed_registrations(used_directory):
    process = subprocess.Popen(
        [sys.executable, "-c", REGISTERING],
        cwd=BASE_DIR,
        env=environment_of(used_directory) | {"PYTHONPATH": str(BASE_DIR), "LOG_LEVEL": "CRITICAL"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        answers = []
        for line in process.stdout:
            answers.append(line.split())
            if len(answers) == 60:
                # As in a power failure, nothing can finish.
                get_server(used_directory).send_signal(signal.SIGQUIT)
    ids_by_outcome = {row[0]: set() for row in answers}
    for row in answers:
        ids_by_outcome[row[0]].update(row[1:])
    taken, jobs = (int(count) for count in answers[-1][1:])

    failed = {row[1] for row in answers if row[0].startswith("failed")}
    assert len(ids_by_outcome["confirmed"]) + len(failed) == 200
    assert len(failed) > 0
    assert len(ids_by_outcome["confirmed"]) > 60
    assert ids_by_outcome["confirmed"] <= ids_by_outcome["stored"]
    # Stored registrations are complete: each has a seat and an email.
    assert (taken, jobs) == (len(ids_by_outcome["stored"]),) * 2
