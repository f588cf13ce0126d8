"""20,000 followers of 300 topics: planning, emails per second, memory, and the time of a page."""

import subprocess
import sys
import threading
import time
from datetime import timedelta
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.reminders import free_port, wait_for, work
from content.models import Reader, Topic
from following.models import Digest, Follow, Mailing
from following.services.mailings import announce_new, plan_digests
from tests.factories import PostFactory, TopicFactory

PEOPLE, TOPICS, POSTS = 20_000, 300, 40


def run() -> None:
    now = timezone.now()
    topics = TopicFactory.create_batch(TOPICS)
    posts = [PostFactory(summary="What it says.", topics=topics[n::POSTS]) for n in range(POSTS)]
    readers = Reader.objects.bulk_create(
        (Reader(email=f"reader{n}@example.org") for n in range(PEOPLE)), batch_size=5_000
    )
    # Three topics each.
    Follow.objects.bulk_create(
        (
            Follow(
                reader=reader,
                scope="topic",
                key=str(topics[(number + step) % TOPICS].pk),
                frequency="weekly",
                confirmed_at=now,
            )
            for number, reader in enumerate(readers)
            for step in (0, 7, 100)
        ),
        batch_size=5_000,
    )
    announce_new()
    Mailing.objects.filter(frequency="weekly").delete()
    begin = time.perf_counter()
    plan_digests("weekly", day=now.date(), since=now.date() - timedelta(days=7))
    planned = time.perf_counter() - begin
    queued = Digest.objects.count()
    path = posts[0].get_absolute_url()
    before = time_page(path, seconds=5)
    connection.close()
    connection.close_pool()
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.mail_server", str(port)])
    meanwhile: list[float] = []
    is_done = threading.Event()
    thread = threading.Thread(target=time_pages, args=(path, meanwhile, is_done))
    try:
        wait_for(port)
        thread.start()
        seconds, processor, memory = work(port)
    finally:
        is_done.set()
        thread.join()
        server.terminate()
        server.wait()
    sent = Digest.objects.filter(state=Digest.State.SENT).count()
    assert sent == queued, (sent, queued)
    print(
        f"{PEOPLE:,} followers of {Topic.objects.count()} topics: {queued:,} digests planned in "
        f"{planned:.1f} s, sent in {seconds:.0f} s by one worker, {sent / seconds:,.0f} emails/s "
        f"({processor * 1000 / sent:.1f} ms of processor time each), "
        f"using at most {memory / 2**20:.0f} MB. A post's page before: {describe(before)}; "
        f"meanwhile: {describe(meanwhile)}"
    )


def time_page(path: str, *, seconds: float) -> list[float]:
    client, times = Client(), []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append(time.perf_counter() - begin)
    return times[3:]


def time_pages(path: str, times: list[float], is_done: threading.Event) -> None:
    while not is_done.wait(0.5):
        times.extend(time_page_once(path))
    connection.close()


def time_page_once(path: str) -> list[float]:
    begin = time.perf_counter()
    assert Client().get(path).status_code == 200
    return [time.perf_counter() - begin]


def describe(times: list[float]) -> str:
    slowest = quantiles(times, n=20)[-1]
    return f"median {median(times) * 1000:.0f} ms, 95 % within {slowest * 1000:.0f} ms"
