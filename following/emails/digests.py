"""Emails about what was published, to those who follow it, and the newsletter."""

from collections.abc import Iterable
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, QuerySet
from django.urls import reverse

from content.date_lines import format_date_line
from content.kinds import all_kinds
from content.mail import EmailContent, EmailItem, Outbox, fill_in, find_text
from content.mail.batches import once_per_batch
from content.mail.wordings import FilledText
from content.models import EmailText, Entry, QueuedEmail, Reader
from content.paths import absolute
from content.readers.emails import build_for_reader
from content.readers.problems import record_refusal
from content.site import site_name
from following.contents import entries_for
from following.emails.browser_pages import browser_url
from following.emails.newsletters import newsletter_of, write_newsletter
from following.models import Digest, Follow
from following.models.follows import LISTS, NEWSLETTER, Frequency

# So that an email stays below 80 kB.
MOST_SHOWN = 40


def digests() -> QuerySet[Digest]:
    """Return the emails, without those that wait because an editor paused their mailing."""
    paused = Q(state=QueuedEmail.State.WAITING, mailing__paused_at__isnull=False)
    return Digest.objects.select_related("reader", "mailing").exclude(paused)


def is_wanted(digest: Digest, at: datetime) -> bool:
    """Whether the reader still follows something that this email has, and we may write to them."""
    if digest.reader.problem:
        return False
    if digest.mailing.frequency == Frequency.ISSUE:
        follows = Follow.objects.active().filter(reader=digest.reader, scope=NEWSLETTER)
        return follows.exists() and newsletter_of(digest.mailing) is not None
    digest.entries = entries_for(digest)
    return bool(digest.entries)


def build_digest(digest: Digest) -> EmailMultiAlternatives:
    frequency = Frequency(digest.mailing.frequency)
    newsletter = newsletter_of(digest.mailing) if frequency == Frequency.ISSUE else None
    content = (
        write_newsletter(newsletter) if newsletter else write_digest(digest.entries, frequency)
    )
    return build_for_follower(content, reader=digest.reader, frequency=frequency)


def build_for_follower(
    content: EmailContent, *, reader: Reader, frequency: Frequency
) -> EmailMultiAlternatives:
    """Return an email with the links, and the headers, to change and stop what a reader follows."""
    footer = (
        f"{site_name()} sent you this email because you follow us. We don’t know whether you open "
        "it or what you click, and we share your address with no one."
    )
    subscription = f"follows.{frequency}-{reader.pk}"
    email = build_for_reader(
        content,
        reader,
        own_link="Change what you follow, and how often",
        subscription=subscription,
        footer=footer,
    )
    email.extra_headers["List-Id"] = f"{site_name()} <{frequency}.{email_domain(email)}>"
    return email


def email_domain(email: EmailMultiAlternatives) -> str:
    return email.from_email.rpartition("@")[2].rstrip(">")


def write_digest(
    entries: list[Entry], frequency: Frequency, text: EmailText | None = None
) -> EmailContent:
    """Return what an email says about these entries, in groups by kind."""
    count, shown = len(entries), entries[:MOST_SHOWN]
    links = [more_link(count)] if count > MOST_SHOWN else []
    in_browser = browser_url(shown, frequency=frequency, count=count)
    return EmailContent(
        **fill_in_digest(shown, count=count, frequency=frequency, text=text),
        groups=group_by_kind(shown),
        links=[*links, ("View it in your browser", in_browser)],
    )


def fill_in_digest(
    shown: list[Entry], *, count: int, frequency: Frequency, text: EmailText | None = None
) -> FilledText:
    """Return the subject and the words of an email that shows these of its entries."""
    values = {
        "site": site_name(),
        "title": shown[0].heading,
        "count": "1 new entry" if count == 1 else f"{count} new entries",
    }
    return fill_in(text or find_text(f"follow-{frequency}"), values)


def more_link(count: int) -> tuple[str, str]:
    return f"And {count - MOST_SHOWN} more, on our site", absolute(reverse("home"))


def group_by_kind(entries: Iterable[Entry]) -> list[tuple[str, list[EmailItem]]]:
    groups: dict[str, list[EmailItem]] = {}
    for entry in entries:
        groups.setdefault(entry.kind, []).append(to_item(entry))
    kinds = [kind for kind in all_kinds() if kind.name in groups]
    return [
        (kind.label if len(groups[kind.name]) == 1 else kind.plural, groups[kind.name])
        for kind in kinds
    ]


@once_per_batch
def to_item(entry: Entry) -> EmailItem:
    note = format_date_line(entry) if entry.date_line else entry.byline
    return EmailItem(
        title=entry.heading,
        address=absolute(entry.get_absolute_url()),
        note=str(note),
        text=entry.teaser,
    )


def describe(digest: Digest) -> tuple[str, str]:
    what = LISTS[Frequency(digest.mailing.frequency)].removeprefix("the ")
    address = reverse("admin:content_reader_change", args=[digest.reader_id])
    return f"{what[:1].upper()}{what[1:]} (to {digest.reader})", address


DIGESTS = Outbox(
    model=Digest,
    title="Emails to followers",
    rows=digests,
    is_wanted=is_wanted,
    build=build_digest,
    permission="content.view_reader",
    describe=describe,
    is_bulk=True,
    refused=record_refusal,
)
