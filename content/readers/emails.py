"""Emails to readers. Their links are signed when they are sent, and never stored."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.core.signing import TimestampSigner
from django.urls import reverse

from content.mail import EmailContent, Outbox, build_email, enqueue, enqueue_one
from content.mail.outboxes import make_message_id, message_id
from content.models import Reader, ReaderEmail
from content.paths import absolute
from content.readers.problems import record_refusal
from content.readers.subscriptions import headers_for, is_on, unsubscribe_url
from content.site import site_name

LATEST_IN_THREAD = 10


def email_reader(
    *,
    reader: Reader,
    purpose: str,
    content: EmailContent,
    confirms: str = "",
    subscription: str = "",
    thread: str = "",
    reply_to: str = "",
) -> ReaderEmail:
    """Queue an email to a reader, and return its row.

    With `confirms`, such as “comment.12”, the email's button leads to the page that confirms it:
    the address in `content.button` is left empty. With `subscription`, such as “replies.12”, a link
    and the reader's mail program turn it off, and the email isn't sent if it is off by then. Mail
    programs show emails with the same `thread` and subject together. With `reply_to`, a person
    wrote it, and answers go there.
    """
    fields = asdict(content)
    subject = " ".join(fields.pop("subject").split())[:300]
    row = ReaderEmail.objects.create(
        reader=reader,
        purpose=purpose,
        subject=subject,
        content=fields,
        confirms=confirms,
        subscription=subscription,
        thread=thread,
        reply_to=reply_to,
    )
    enqueue_one(row)
    return row


def email_readers(
    readers: Mapping[str, Reader], *, purpose: str, content: EmailContent
) -> list[ReaderEmail]:
    """Queue the same email to many readers: {what its button confirms: the reader}.

    No one waits for it, so it doesn't delay those that someone waits for.
    """
    fields = asdict(content)
    subject = " ".join(fields.pop("subject").split())[:300]
    rows = ReaderEmail.objects.bulk_create(
        ReaderEmail(
            reader=reader, purpose=purpose, subject=subject, content=fields, confirms=confirms
        )
        for confirms, reader in readers.items()
    )
    enqueue(ReaderEmail.objects.filter(pk__in=[row.pk for row in rows]))
    return rows


def confirmation_signer() -> TimestampSigner:
    return TimestampSigner(salt="content.confirm", sep="~")


def is_wanted(email: ReaderEmail, at: datetime) -> bool:
    if email.reader.problem:
        return False
    return not email.subscription or is_on(email.subscription)


def build(email: ReaderEmail) -> EmailMultiAlternatives:
    content = EmailContent(subject=email.subject, **email.content)
    if email.confirms and content.button:
        path = reverse("content:confirm", args=[confirmation_signer().sign(email.confirms)])
        content = replace(content, button=(content.button[0], absolute(path)))
    built = build_for_reader(content, email.reader, subscription=email.subscription)
    built.extra_headers |= thread_headers(email)
    if email.reply_to:
        built.reply_to = [email.reply_to]
        del built.extra_headers["Auto-Submitted"]
    return built


def build_for_reader(
    content: EmailContent,
    reader: Reader,
    *,
    own_link: str = "Everything of yours on our site",
    subscription: str = "",
    footer: str = "",
) -> EmailMultiAlternatives:
    """Return an email with the link to the reader's own page, and those that turn it off."""
    links = [*content.links, (own_link, reader_url(reader))]
    if subscription:
        links.append(("Unsubscribe", unsubscribe_url(subscription)))
    content = replace(content, links=links)
    email = build_email(content, to=reader.email, footer=footer or write_footer())
    if subscription:
        email.extra_headers |= headers_for(subscription)
    return email


def thread_headers(email: ReaderEmail) -> dict[str, str]:
    """Return the headers by which mail programs show a thread together (RFC 5322 §3.6.4).

    Each thread begins with an ID of its own, which no email has, so that it stays one thread when
    earlier emails are deleted.
    """
    if not email.thread:
        return {}
    same = ReaderEmail.objects.filter(reader=email.reader_id, thread=email.thread, pk__lt=email.pk)
    before = [make_message_id(f"thread.{email.thread}"), *map(message_id, same.order_by("pk"))]
    # The first and the latest: headers can't be of any length.
    references = [*before[:1], *before[1:][-LATEST_IN_THREAD:]]
    return {"In-Reply-To": before[-1], "References": " ".join(references)}


def reader_url(reader: Reader) -> str:
    return absolute(reader.secret_path())


def write_footer() -> str:
    return (
        f"{site_name()} sent you this email because someone entered this address on our site. We "
        "share it with no one. Use the link above to see, change, download, or erase everything "
        "that we store about it."
    )


def describe(email: ReaderEmail) -> tuple[str, str]:
    return f"{email.subject} (to {email.reader})", reverse(
        "admin:content_reader_change", args=[email.reader_id]
    )


READER_EMAILS = Outbox(
    model=ReaderEmail,
    title="Emails to readers",
    rows=lambda: ReaderEmail.objects.select_related("reader"),
    is_wanted=is_wanted,
    build=build,
    permission="content.view_reader",
    describe=describe,
    refused=record_refusal,
)
