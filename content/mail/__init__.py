"""Every email of the site: written from one template, queued in a row, and sent by a worker.

An app registers its tables of emails (Outbox) and the purposes whose wording staff may change
(Wording) in `AppConfig.ready()`.
"""

from content.mail.building import build_email
from content.mail.contents import EmailContent, EmailItem
from content.mail.outboxes import Outbox, all_outboxes
from content.mail.outboxes import register as register_outbox
from content.mail.queueing import enqueue, enqueue_one, retry_failed, send_late
from content.mail.sending import send, send_now
from content.mail.wordings import Wording, all_wordings, fill_in, find_text
from content.mail.wordings import register as register_wordings

__all__ = [
    "EmailContent",
    "EmailItem",
    "Outbox",
    "Wording",
    "all_outboxes",
    "all_wordings",
    "build_email",
    "enqueue",
    "enqueue_one",
    "fill_in",
    "find_text",
    "register_outbox",
    "register_wordings",
    "retry_failed",
    "send",
    "send_late",
    "send_now",
]
