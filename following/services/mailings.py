"""Finding out what readers can see for the first time, and queuing the emails about it.

A mailing, its emails, and their jobs are written in one transaction: a process that dies leaves all
of it or nothing, and the next run, a minute later, does what is missing. No mailing exists twice.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from content.followable import followed_entries
from content.mail import enqueue
from content.models import Entry
from content.moments import from_wall_clock
from content.querysets import EntryQuerySet
from following.contents import announced_in, find_followed
from following.models import Digest, Follow, Mailing, Newsletter
from following.models.follows import NEWSLETTER, Frequency

# When digests are sent, in the site's time zone.
WEEKLY_ON = 0  # Monday
AT = time(7)
# What is published with an earlier date than this is no news, such as an imported archive.
NEWS_FOR = timedelta(days=7)
ROWS_PER_INSERT = 5_000
ENTRY_FREQUENCIES = [Frequency.IMMEDIATELY, Frequency.ISSUE]


def plan_mailings() -> None:
    """Announce what has just become public, then plan the digests that are due."""
    announce_new()
    now = timezone.now()
    for frequency, (day, since) in latest_days(now).items():
        plan_digests(frequency, day=day, since=since)


def announce_new() -> None:
    """Email those who want to hear immediately of what became public since the last time.

    Once for each entry, even if it is unpublished and published again.
    """
    now = timezone.now()
    announced = Mailing.objects.filter(frequency__in=ENTRY_FREQUENCIES, key=OuterRef("guid"))
    new = Entry.objects.published(at=now).filter(published_at__gt=now - NEWS_FOR)
    news = followed_entries(new) | new.filter(kind=Newsletter._meta.model_name)
    found = news.filter(~Exists(announced)).order_by("published_at", "pk")
    for guid, kind in found.values_list("guid", "kind"):
        is_issue = kind == Newsletter._meta.model_name
        plan_mailing(
            Mailing(
                frequency=Frequency.ISSUE if is_issue else Frequency.IMMEDIATELY,
                key=guid,
                ends_at=now,
            )
        )


def latest_days(now: datetime) -> dict[Frequency, tuple[date, date]]:
    """Return the latest day of each digest, and the one before it."""
    local = timezone.localtime(now)
    # Before the time of day at which they are sent, it is still the day before.
    today = local.date() if local.time() >= AT else local.date() - timedelta(days=1)
    monday = today - timedelta(days=(today.weekday() - WEEKLY_ON) % 7)
    first = today.replace(day=1)
    return {
        Frequency.WEEKLY: (monday, monday - timedelta(weeks=1)),
        Frequency.MONTHLY: (first, (first - timedelta(days=1)).replace(day=1)),
    }


def plan_digests(frequency: Frequency, *, day: date, since: date) -> None:
    """Plan the digests of a day, unless they are planned already.

    They have what became public since the last ones were planned, however long ago that is.
    """
    key = day.isoformat()
    mailings = Mailing.objects.filter(frequency=frequency)
    if mailings.filter(key=key).exists():
        return
    last = mailings.order_by("-ends_at").first()
    zone = timezone.get_default_timezone()
    starts_at = last.ends_at if last else from_wall_clock(datetime.combine(since, AT), zone)
    plan_mailing(Mailing(frequency=frequency, key=key, starts_at=starts_at, ends_at=timezone.now()))


@transaction.atomic
def plan_mailing(mailing: Mailing) -> int:
    """Queue one email for each reader who follows what a mailing has. Return how many."""
    mailing.save()
    readers = find_readers(mailing, announced_in(mailing))
    Digest.objects.bulk_create(
        (Digest(mailing=mailing, reader_id=reader) for reader in readers),
        batch_size=ROWS_PER_INSERT,
    )
    return enqueue(mailing.digests.all())


def find_readers(mailing: Mailing, entries: EntryQuerySet) -> list[int]:
    follows = Follow.objects.reachable().filter(frequency=mailing.frequency)
    if mailing.frequency == Frequency.ISSUE:
        wanted = Q(scope=NEWSLETTER)
    else:
        keys: dict[str, list[str]] = {}
        for scope, key in find_followed(entries):
            keys.setdefault(scope, []).append(key)
        wanted = Q(pk__in=[])
        for scope, found in keys.items():
            wanted |= Q(scope=scope, key__in=found)
    readers = follows.filter(wanted).order_by("reader").values_list("reader", flat=True)
    return list(readers.distinct())


def pause_mailing(mailing: Mailing) -> None:
    """Keep its waiting emails from being sent. One that is just being sent is not stopped."""
    Mailing.objects.filter(pk=mailing.pk, paused_at=None).update(paused_at=timezone.now())


@transaction.atomic
def resume_mailing(mailing: Mailing) -> int:
    """Send the emails that wait, and return how many there are."""
    if not Mailing.objects.filter(pk=mailing.pk).exclude(paused_at=None).update(paused_at=None):
        return 0
    waiting = mailing.digests.filter(state=Digest.State.WAITING)
    now = timezone.now()
    # They are given up three days after they were queued, not counting the pause.
    waiting.update(created_at=now, due_at=now)
    return enqueue(waiting)
