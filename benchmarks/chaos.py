"""Two web machines and two workers behind nginx, as processes, which are killed in turn under load.

Counted is what readers see, and what becomes of seats and emails.
"""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from benchmarks.chaos_load import Load
from benchmarks.databases import own_database
from benchmarks.reminders import free_port, mail_url
from cworks.environment import BASE_DIR
from events.models import Delivery, Registration, Seats
from tests.factories import EventFactory, PostFactory
from tests.support.nginx_servers import ENVIRONMENT, find_nginx, run_nginx
from tests.support.site_servers import SiteServer, wait_until_ready
from tests.support.workers import database_url

CAPACITY = 100  # fewer than register, so that some wait
UP, DOWN = 6, 4  # seconds with all machines, and without one
# What a killed worker was doing is done again a minute or two later.
EMAILS_TAKE_AT_MOST = 300


class Mailbox:
    def __init__(self) -> None:
        self.emails: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, server, session, envelope) -> str:
        await asyncio.sleep(0.02)  # as far away as a provider's server
        head = envelope.content.split(b"\r\n\r\n", 1)[0].decode()
        message_id = next(line for line in head.splitlines() if line.startswith("Message-ID:"))
        self.emails[envelope.rcpt_tos[0], message_id] += 1
        return "250 OK"


class Machine:
    """A web server or a worker, in a folder of its own."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            cwd=BASE_DIR,
            env={**os.environ, **self.environment},
            start_new_session=True,
        )

    def wait(self) -> None:
        if port := self.environment.get("PORT"):
            wait_until_ready(SiteServer(self.process, int(port)))

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # It is killed already.
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def run() -> None:
    if find_nginx() is None:
        print("Machines aren't killed: that takes nginx (apt-get install).")
        return
    with own_database("benchmark_chaos"), ExitStack() as stack:
        event = EventFactory(slug="walk", capacity=CAPACITY)
        post = PostFactory(title="Edited for time 0")
        pages = ["/", "/blog/", "/events/", event.get_absolute_url(), "/feed/"]
        mailbox, port = Mailbox(), free_port()
        controller = Controller(mailbox, hostname="127.0.0.1", port=port)
        controller.start()
        stack.callback(controller.stop)
        machines, ports = stack.enter_context(run_machines(mail_url(port)))
        nginx = stack.enter_context(
            run_nginx(
                site_port=ports[0],
                other_ports=ports[1:],
                media_root=Path(settings.MEDIA_ROOT),
                static_root=Path(settings.STATIC_ROOT),
            )
        )
        load = Load(nginx, event, post, pages)
        begin = time.monotonic()
        load.run(lambda: kill_in_turn(machines))
        seconds = time.monotonic() - begin
        wait_for_emails()
        report(load, mailbox, seconds, begin)


@contextmanager
def run_machines(mail: str) -> Iterator[tuple[list[Machine], list[int]]]:
    shared = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "MAIL_URL": mail,
        "WEB_CONCURRENCY": "2",
        "LOG_LEVEL": "CRITICAL",
        "HOST": "127.0.0.1",
        **ENVIRONMENT,
    }
    worker = ["manage.py", "procrastinate", "worker", "--concurrency", "2"]
    ports = [free_port(), free_port()]
    machines: list[Machine] = []
    with tempfile.TemporaryDirectory(prefix="cworks-machines-") as folder:

        def start(name: str, command: list[str], **more: str) -> Machine:
            own = {"CWORKS_DATA_DIR": str(Path(folder, name)), **more}
            machines.append(Machine(name, command, shared | own))
            return machines[-1]

        try:
            for number, port in enumerate(ports, start=1):
                start(f"web {number}", ["-m", "gunicorn"], PORT=str(port)).wait()
            for number in (1, 2):
                start(f"worker {number}", worker)
            yield machines, ports
        finally:
            for machine in machines:
                machine.kill()


def kill_in_turn(machines: list[Machine]) -> None:
    for machine in machines:
        time.sleep(UP)
        machine.kill()
        time.sleep(DOWN)
        machine.start()
        machine.wait()
    time.sleep(UP)


def wait_for_emails() -> None:
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    wait_until(lambda: not waiting.exists(), seconds=EMAILS_TAKE_AT_MOST)


def wait_until(is_true: Callable[[], bool], *, seconds: float) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_true() and time.monotonic() < give_up_at:
        time.sleep(0.5)


def report(load: Load, mailbox: Mailbox, seconds: float, begin: float) -> None:
    stored = dict(Registration.objects.values_list("email", "state"))
    seated = sum(state == Registration.State.REGISTERED for state in stored.values())
    taken = Seats.objects.get(event=load.event).taken
    people = {address for address, _ in mailbox.emails}
    lost = load.confirmed - stored.keys()
    twice = sum(count - 1 for count in mailbox.emails.values())
    connection.close()
    print(
        f"two web machines and two workers behind nginx, each killed (kill -9) and away for "
        f"{DOWN} s, within {seconds:.0f} s: {load.asked['pages']:,} pages and "
        f"{load.asked['forms']:,} forms were asked for\n"
        f"  problems of readers: {problems(load, 'pages')}; the longest wait {load.longest:.1f} s\n"
        f"  pages older than a second: {len(load.stale)}"
        f"{f' (by up to {max(load.stale):.1f} s)' if load.stale else ''}\n"
        f"  problems with forms: {problems(load, 'forms')}; {load.sent_again} of these people sent "
        f"it again\n"
        f"  {len(load.confirmed):,} people were confirmed, {len(lost)} of them lost; {seated} have "
        f"a seat, {taken} seats taken of {CAPACITY}, {len(stored) - seated:,} wait\n"
        f"  emails: {mailbox.emails.total():,}, {twice} sent twice, "
        f"{len(load.confirmed - people)} of the confirmed got none, the last after "
        f"{time.monotonic() - begin - seconds:.0f} s"
    )
    assert seated == taken <= CAPACITY, (seated, taken)
    assert not lost
    assert not load.confirmed - people


def problems(load: Load, matter: str) -> str:
    found = [f"{count} × {what}" for (of, what), count in load.problems.items() if of == matter]
    return ", ".join(found) or "none"
