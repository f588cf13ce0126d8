"""What mail servers and providers report about our emails, in the bounce mailbox."""

import imaplib
import socketserver
import threading
from email.message import EmailMessage

import pytest

from content.mail import EmailContent
from content.mail.outboxes import message_id
from content.models import Reader
from content.readers import email_reader, find_reader
from content.readers.problems import read_bounces, record_report

pytestmark = pytest.mark.django_db

BOUNCED, COMPLAINED = Reader.Problem.BOUNCED, Reader.Problem.COMPLAINED


@pytest.fixture
def email():
    return email_reader(
        reader=find_reader("ana@example.org"),
        purpose="own link",
        content=EmailContent(subject="Your link"),
    )


def bounce(
    identity: str, *, status: str = "5.1.1", action: str = "failed", part: str = "message/rfc822"
) -> bytes:
    """Return a report as in RFC 3464 Appendix E, about an email with this Message-ID."""
    return f"""\
Return-Path: <>
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.com>
To: events@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com
Arrival-Date: Mon, 1 Jun 2026 08:00:00 -0400

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--part
Content-Type: {part}

From: events@example.org
To: ana@example.org
Subject: Your link
Message-ID: {identity}

Your link is below.
--part--
""".encode()


def complaint(identity: str, *, kind: str = "abuse") -> bytes:
    """Return a report as in RFC 5965 Appendix B."""
    return f"""\
From: <abusedesk@example.com>
To: events@example.org
Subject: FW: Your link
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part"

--part
Content-Type: text/plain

This is an email abuse report.

--part
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--part
Content-Type: text/rfc822-headers

From: events@example.org
Message-ID: {identity}

--part--
""".encode()


@pytest.mark.parametrize(
    ("report", "problem"),
    [
        (lambda ours: bounce(ours), BOUNCED),
        (lambda ours: bounce(ours, part="text/rfc822-headers"), BOUNCED),
        (lambda ours: bounce(ours, status="5.1.10"), BOUNCED),
        (lambda ours: complaint(ours), COMPLAINED),
        # A full mailbox, a refused text, a delay, and another kind of report:
        (lambda ours: bounce(ours, status="5.2.2"), ""),
        (lambda ours: bounce(ours, status="5.7.1"), ""),
        (lambda ours: bounce(ours, status="4.4.1", action="delayed"), ""),
        (lambda ours: complaint(ours, kind="not-spam"), ""),
        # What a stranger made up:
        (lambda ours: bounce(ours.replace("1", "2").replace("a", "b")), ""),
        (lambda ours: bounce("<content.readeremail.1.000000000000000000000000@example.org>"), ""),
        (lambda ours: bounce("<auth.user.1.000000000000000000000000@example.org>"), ""),
        (
            lambda ours: f"Subject: Out of office\nIn-Reply-To: {ours}\n\nBack on Monday.".encode(),
            "",
        ),
        (lambda ours: bounce(ours)[:300], ""),
        (lambda ours: b"\xff\x00Content-Type: message/delivery-status\n\n", ""),
        (lambda ours: b"", ""),
    ],
)
def test_report_ends_emails_only_if_the_address_is_gone_or_its_reader_complained(
    email, report, problem
):
    assert record_report(report(message_id(email))) is bool(problem)

    assert Reader.objects.get().problem == problem


def test_complaint_outweighs_a_bounce(email):
    for report in (bounce, complaint, bounce):
        record_report(report(message_id(email)))

    assert Reader.objects.get().problem == COMPLAINED


class Mailbox(socketserver.StreamRequestHandler):
    """Enough of an IMAP server (RFC 3501) for one client to read, mark, and delete emails."""

    def handle(self) -> None:
        self.say("* OK ready")
        for line in self.rfile:
            tag, command, *words = line.decode().split()
            self.server.commands.append(" ".join([command, *words]))
            getattr(self, f"do_{command.lower()}", lambda words: None)(words)
            self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def do_capability(self, words: list[str]) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def do_select(self, words: list[str]) -> None:
        self.say(f"* {len(self.server.mails)} EXISTS")

    def do_search(self, words: list[str]) -> None:
        self.say(f"* SEARCH {' '.join(str(number) for number in sorted(self.server.mails))}")

    def do_fetch(self, words: list[str]) -> None:
        raw = self.server.mails[int(words[0])]
        self.wfile.write(f"* {words[0]} FETCH (BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")

    def do_store(self, words: list[str]) -> None:
        if "\\Deleted" in words[2]:
            self.server.deleted.append(int(words[0]))


@pytest.fixture
def mailbox(settings):
    server = socketserver.TCPServer(("127.0.0.1", 0), Mailbox)
    server.mails, server.deleted, server.commands = {}, [], []
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    settings.BOUNCE_MAILBOX = (
        f"imap://events:s%3Aecret@127.0.0.1:{server.server_address[1]}/Bounces"
    )
    yield server
    thread.join(10)
    server.server_close()


def test_bounce_mailbox_is_read_and_only_reports_are_deleted(email, mailbox):
    reply = EmailMessage()
    reply["Subject"] = "Thank you"
    mailbox.mails = {1: reply.as_bytes(), 2: bounce(message_id(email))}

    assert read_bounces() == 1

    assert Reader.objects.get().problem == BOUNCED
    assert mailbox.deleted == [2]
    assert mailbox.commands == [
        "CAPABILITY",
        'LOGIN events "s:ecret"',
        'SELECT "Bounces"',
        "SEARCH UNSEEN SMALLER 1000000",
        "FETCH 1 (BODY.PEEK[])",
        "STORE 1 +FLAGS (\\Seen)",
        "FETCH 2 (BODY.PEEK[])",
        "STORE 2 +FLAGS (\\Deleted)",
        "EXPUNGE",
        "LOGOUT",
    ]


def test_mailbox_that_does_not_answer_fails_its_job_and_nothing_else(settings):
    settings.BOUNCE_MAILBOX = "imap://events:secret@127.0.0.1:1/INBOX"

    with pytest.raises((OSError, imaplib.IMAP4.error)):
        read_bounces()
