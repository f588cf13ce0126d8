"""What emails to followers say until staff change it."""

from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from content.followable import followed_entries
from content.labels import Labels
from content.mail import Wording
from content.models import EmailText, Entry, Reader, Status
from content.readers.emails import build_for_reader
from content.site import site_name
from following.emails import welcome
from following.emails.digests import build_for_follower, write_digest
from following.models.follows import Frequency

EXAMPLES = 5
ALWAYS = {"site": "the site’s name"}
NEWS = {
    **ALWAYS,
    "title": "the title of the newest entry",
    "count": "how many there are, such as “3 new entries”",
}


def example_welcome(text: EmailText, to: str) -> EmailMultiAlternatives:
    content = welcome.write_welcome(site_name(), Frequency.WEEKLY, text)
    return build_for_reader(content, Reader(email=to))


def example_of(frequency: Frequency) -> Callable[[EmailText, str], EmailMultiAlternatives]:
    def build(text: EmailText, to: str) -> EmailMultiAlternatives:
        newest = followed_entries(Entry.objects.published()).as_cards().newest_first()
        count = 1 if frequency == Frequency.IMMEDIATELY else EXAMPLES
        content = write_digest(list(newest[:count]) or [example_entry()], frequency, text)
        return build_for_follower(content, reader=Reader(email=to), frequency=frequency)

    return build


def example_entry() -> Entry:
    """Return a post for previews of an empty site, which is never saved."""
    entry = Entry(kind="post", slug="a-post", title="A post", summary="What it is about.")
    entry.status, entry.published_at = Status.PUBLISHED, timezone.now() - timedelta(days=1)
    entry.labels = Labels({"people": [], "topics": [], "tags": [], "places": []})
    return entry


FOLLOW_WORDINGS = [
    Wording(
        purpose=welcome.WELCOME,
        title="Welcome to a follower",
        explanation="To people who follow something by email for the first time, once they have "
        "confirmed their address.",
        subject=welcome.SUBJECT,
        text=welcome.TEXT,
        placeholders={
            **ALWAYS,
            "name": "what they follow",
            "what": "how often they get email, such as “the weekly email”",
        },
        example=example_welcome,
    ),
    Wording(
        purpose=f"follow-{Frequency.IMMEDIATELY}",
        title="New entry",
        explanation="To people who follow something and want an email as soon as something new is "
        "published. The entry, with its summary, comes below.",
        subject="{title}",
        text="This is new on {site}:",
        placeholders=NEWS,
        example=example_of(Frequency.IMMEDIATELY),
    ),
    Wording(
        purpose=f"follow-{Frequency.WEEKLY}",
        title="Weekly email",
        explanation="On Mondays, to people who follow something and want an email once a week. The "
        "entries, with their summaries, come below.",
        subject="This week: {title}",
        text="Since the last weekly email, {site} has published {count} that you follow.",
        placeholders=NEWS,
        example=example_of(Frequency.WEEKLY),
    ),
    Wording(
        purpose=f"follow-{Frequency.MONTHLY}",
        title="Monthly email",
        explanation="On the first of the month, to people who follow something and want an email "
        "once a month. The entries, with their summaries, come below.",
        subject="This month: {title}",
        text="Since the last monthly email, {site} has published {count} that you follow.",
        placeholders=NEWS,
        example=example_of(Frequency.MONTHLY),
    ),
]
