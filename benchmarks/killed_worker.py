"""5,000 emails to followers, and a worker that is killed in the middle: who is missed, or gets two.

Another worker, and the job that sends what is late, do the rest.
"""

import threading
import time
from collections import Counter
from datetime import timedelta

from aiosmtpd.controller import Controller
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from benchmarks.reminders import free_port, mail_url, start_worker
from content.mail import send_late
from content.mail.queueing import LATE
from content.models import Reader
from cworks.mailers import mailers_from_url
from following.models import Digest, Follow
from following.services.mailings import announce_new
from tests.factories import PostFactory

PEOPLE, KILLED_AFTER = 5_000, 2_000


class CountingHandler:
    def __init__(self) -> None:
        self.taken: Counter[tuple[str, str]] = Counter()
        self.is_enough = threading.Event()

    async def handle_DATA(self, server, session, envelope) -> str:
        head = envelope.content.split(b"\r\n\r\n", 1)[0].decode()
        message_id = next(line for line in head.splitlines() if line.startswith("Message-ID:"))
        self.taken[envelope.rcpt_tos[0], message_id] += 1
        if self.taken.total() >= KILLED_AFTER:
            self.is_enough.set()
        return "250 OK"


def run() -> None:
    Digest.objects.all().delete()
    Follow.objects.all().delete()
    readers = Reader.objects.bulk_create(
        (Reader(email=f"killed{n}@example.org") for n in range(PEOPLE)), batch_size=5_000
    )
    Follow.objects.bulk_create(
        Follow(reader=each, scope="site", frequency="immediately", confirmed_at=timezone.now())
        for each in readers
    )
    PostFactory()
    announce_new()
    connection.close()
    connection.close_pool()
    handler = CountingHandler()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    begin = time.perf_counter()
    try:
        first = start_worker(port)
        handler.is_enough.wait()
        first.kill()
        first.wait()
        before = handler.taken.total()
        start_worker(port).wait()
        # The jobs that the first worker had taken are late a minute and a half later.
        late = Digest.objects.filter(state=Digest.State.WAITING)
        left = late.update(due_at=timezone.now() - LATE - timedelta(seconds=1))
        with override_settings(MAILERS=mailers_from_url(mail_url(port))):
            send_late()
    finally:
        controller.stop()
    people = Counter(address for address, _ in handler.taken.elements())
    twice = [address for address, count in people.items() if count > 1]
    assert len(people) == PEOPLE, len(people)
    assert len(handler.taken) == PEOPLE, "the second email has another Message-ID"
    assert len(twice) <= 1, twice
    print(
        f"{PEOPLE:,} emails, the worker killed after {before:,}: {left} were left to the job that "
        f"sends late ones, {PEOPLE - len(people)} people missed, {len(twice)} got two, in "
        f"{time.perf_counter() - begin:.0f} s"
    )
