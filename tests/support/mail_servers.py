"""A local mail server, and emails as an email client reads them."""

import email
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from django.db import connection
from icalendar import Calendar
from procrastinate.contrib.django import app

from tests.support.database_servers import get_free_port


@dataclass
class MailServer:
    """Keep what was accepted; refuse the addresses in `answers` with the reply given there."""

    taken: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    mailers: dict = field(default_factory=dict)
    on_mail: Callable[[], object] = bool

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        answer = self.answers.get(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = self.answers.get("data")
        if answer:
            return answer
        mail = email.message_from_bytes(envelope.content, policy=default)
        mail.recipients = envelope.rcpt_tos
        self.taken.append(mail)
        self.on_mail()
        return "250 OK"

    def reset(self) -> None:
        self.taken.clear()
        self.answers.clear()
        self.on_mail = bool

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """(recipient, subject) of each email, in order of arrival."""
        return [(mail["To"], mail["Subject"]) for mail in self.taken]


@contextmanager
def run_mail_server() -> Iterator[MailServer]:
    server = MailServer()
    port = get_free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    options = {"host": "127.0.0.1", "port": port, "timeout": 10}
    server.mailers = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": options,
        }
    }
    try:
        yield server
    finally:
        controller.stop()


def send_queued_emails() -> int:
    """Run the jobs that send email, as a worker would, and return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs "
            "WHERE task_name IN ('content.send_emails', 'events.send_confirmation') "
            "RETURNING priority, id, task_name, args"
        )
        jobs = sorted(cursor.fetchall(), key=lambda job: (-job[0], job[1]))
    for _, _, task_name, arguments in jobs:
        app.tasks[task_name](**json.loads(arguments))
    return len(jobs)


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(["plain"]).get_content()


def html_of(mail: EmailMessage) -> str:
    return mail.get_body(["html"]).get_content()


def calendar_of(mail: EmailMessage) -> tuple[str, Calendar] | None:
    """Return (method in the attachment's type, calendar) of an email, if it has one."""
    for part in mail.iter_attachments():
        if part.get_content_type() == "text/calendar":
            return part["Content-Type"].params["method"], Calendar.from_ical(part.get_content())
    return None
