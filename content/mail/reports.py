"""What mail servers and providers report about emails that we sent.

A bounce is a delivery status notification (RFC 3464): a server could not deliver an email. A
complaint is a report in the Abuse Reporting Format (RFC 5965): someone marked it as spam. Both
contain the email or its header, with our Message-ID, which no one else can make up: what a stranger
sends to the mailbox changes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from content.mail.outboxes import all_outboxes, find_outbox, message_id
from content.models import QueuedEmail

OURS = re.compile(r"<([a-z]+\.[a-z]+)\.([1-9][0-9]{0,17})\.[0-9a-f]{24}@[^>\s]+>")
# RFC 3463 §3.2 and §3.3: there is no such mailbox or domain, it has moved, or it is disabled.
# Others, such as a full mailbox (5.2.2) or a refused text (5.7.1), say nothing about the address.
NO_SUCH_ADDRESS = re.compile(r"\b5\.(1\.(?:1|2|3|6|10)|2\.1|4\.4)\b")


@dataclass(frozen=True, kw_only=True)
class Report:
    row: QueuedEmail
    # Whether a person complained; otherwise, there is no such address.
    is_complaint: bool


def read_report(mail: Message) -> Report | None:
    """Return what an email reports about one of ours, if that ends our emails to an address.

    A delay, a full mailbox, an “out of office,” and what isn't about an email of ours: None.
    """
    is_complaint = is_feedback(mail)
    if not is_complaint and not is_hard_bounce(mail):
        return None
    row = find_row(mail)
    return Report(row=row, is_complaint=is_complaint) if row else None


def is_feedback(mail: Message) -> bool:
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            fields = message_from_string(text_of(part))
            return fields.get("Feedback-Type", "").strip().lower() in ("abuse", "fraud")
    return False


def is_hard_bounce(mail: Message) -> bool:
    """Whether every recipient of an email failed for good."""
    recipients = list(read_recipients(mail))
    return bool(recipients) and all(
        fields.get("Action", "").strip().lower() == "failed"
        and NO_SUCH_ADDRESS.search(fields.get("Status", ""))
        for fields in recipients
    )


def read_recipients(mail: Message) -> Iterator[Message]:
    """Yield the fields about each recipient in a delivery status (RFC 3464 §2.3)."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            # Python's parser makes each block of fields a message. The first is about the server.
            blocks = part.get_payload()
            yield from (each for each in blocks if isinstance(each, Message) and each["Action"])


def find_row(mail: Message) -> QueuedEmail | None:
    """Return the row of the email of ours that a report contains."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            original = contained_in(part)
        elif kind == "text/rfc822-headers":
            original = message_from_string(text_of(part))
        else:
            continue
        row = row_of(str(original["Message-ID"] or "")) if original else None
        if row:
            return row
    return None


def contained_in(part: Message) -> Message | None:
    payload = part.get_payload()
    first = payload[0] if isinstance(payload, list) and payload else None
    return first if isinstance(first, Message) else None


def row_of(text: str) -> QueuedEmail | None:
    """Return the row with this Message-ID, if we made it."""
    match = OURS.search(text.strip())
    if not match or match[1] not in {outbox.key for outbox in all_outboxes()}:
        return None
    row = find_outbox(match[1]).model._default_manager.filter(pk=int(match[2])).first()
    # The domain of the site may have changed since; the secret says enough.
    is_ours = row and message_id(row).partition("@")[0] == match[0].partition("@")[0]
    return row if is_ours else None


def text_of(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(str(each) for each in payload)
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(payload)


def is_address_gone(reply: str) -> bool:
    """Whether a mail server's reply to an email says that there is no such address."""
    return bool(NO_SUCH_ADDRESS.search(reply))
