"""Ten thousand reminders through the queue: emails per second, and the worker's memory."""

import os
import socket
import subprocess
import sys
import time
from datetime import timedelta

import psutil
from django.db import connection
from django.utils import timezone

from benchmarks.registrations import make_event
from events.models import Delivery, Registration
from events.services.reminders import enqueue_reminders

PEOPLE = 10_000


def run() -> None:
    event = make_event(starts_at=timezone.now() + timedelta(hours=20))
    long_ago = timezone.now() - timedelta(days=30)
    Registration.objects.bulk_create(
        [
            Registration(event=event, name="Someone", email=f"p{n}@example.org", seated_at=long_ago)
            for n in range(PEOPLE)
        ],
        batch_size=1_000,
    )
    begin = time.perf_counter()
    assert enqueue_reminders() == PEOPLE
    enqueued = time.perf_counter() - begin
    connection.close()
    connection.close_pool()
    port = free_port()
    # A separate program: a spawned process would import this module, and with it the models.
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.mail_server", str(port)])
    try:
        wait_for(port)
        seconds, processor, memory = work(port)
    finally:
        server.terminate()
        server.wait()
    sent = Delivery.objects.filter(state=Delivery.State.SENT).count()
    assert sent == PEOPLE, sent
    print(
        f"{PEOPLE:,} reminders: enqueued in {enqueued:.1f} s, sent in {seconds:.1f} s by one "
        f"worker, {PEOPLE / seconds:,.0f} emails/s ({processor * 1000 / PEOPLE:.1f} ms of "
        f"processor time each), using at most {memory / 2**20:.0f} MB"
    )


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The mail server does not start.")


def work(port: int) -> tuple[float, float, int]:
    """Return how long a worker takes, its processor time, and the most memory that it had."""
    begin, processor, memory = time.perf_counter(), 0.0, 0
    worker = start_worker(port)
    while worker.poll() is None:
        try:
            memory = max(memory, worker.memory_info().rss)
            processor = sum(worker.cpu_times()[:2])
        except psutil.Error:
            break
        time.sleep(0.1)
    worker.wait()
    return time.perf_counter() - begin, processor, memory


def start_worker(port: int) -> psutil.Popen:
    """Start one that does the queued jobs, and then ends."""
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "MAIL_URL": mail_url(port),
    }
    return psutil.Popen(command, env=environment)


def mail_url(port: int) -> str:
    return f"smtp://127.0.0.1:{port}?starttls=no"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
