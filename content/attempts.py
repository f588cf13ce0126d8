"""Limits on attempts, which are counted before the work that they ask for.

Failed attempts count too, so that no one can have the site do the same work again and again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from content.exceptions import TooManyAttempts
from content.locks import take_lock
from content.models import CountedAttempt
from content.rate_limits import sender_of

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    matter: str  # what is limited, and for whom
    at_most: int
    within: timedelta


@transaction.atomic
def count_attempt(senders: Mapping[AttemptLimit, str]) -> CountedAttempt:
    """Count one attempt under each limit.

    `senders` says who is limited, by a network address for instance; only keyed hashes are stored.
    Raises TooManyAttempts, and counts nothing, if a limit is reached. Simultaneous attempts are
    counted one at a time, even across processes.
    """
    now = timezone.now()
    # Everyone takes the locks in the same order, so no two attempts wait for each other.
    for limit, sender in sorted(senders.items(), key=lambda pair: pair[0].matter):
        today, yesterday = hashes_of(limit, sender)
        take_lock(f"attempts of {today}")
        recent = CountedAttempt.objects.filter(
            senders__overlap=[today, yesterday], created_at__gt=now - limit.within
        )
        # While this one is recent, the limit is reached.
        last = recent.order_by("-created_at")[limit.at_most - 1 : limit.at_most].first()
        if last:
            raise TooManyAttempts(wait=last.created_at + limit.within - now)
    hashes = [hashes_of(limit, sender)[0] for limit, sender in senders.items()]
    return CountedAttempt.objects.create(senders=hashes, created_at=now)


@transaction.atomic
def count_attempts(limit: AttemptLimit, senders: Iterable[str]) -> set[str]:
    """Count one attempt for each of many senders, and return those below the limit.

    Takes a few queries. Unlike count_attempt, doesn't wait for others that count the same senders.
    """
    now = timezone.now()
    hashes = {sender: hashes_of(limit, sender) for sender in senders}
    recent = CountedAttempt.objects.filter(
        senders__overlap=[each for both in hashes.values() for each in both],
        created_at__gt=now - limit.within,
    )
    counts = Counter(each for row in recent.values_list("senders", flat=True) for each in row)
    allowed = {
        sender for sender, both in hashes.items() if sum(counts[h] for h in both) < limit.at_most
    }
    CountedAttempt.objects.bulk_create(
        CountedAttempt(senders=[hashes[sender][0]], created_at=now) for sender in allowed
    )
    return allowed


def forget_attempts(limit: AttemptLimit, sender: str) -> None:
    """Forget what was counted for a sender, under this limit and all others."""
    CountedAttempt.objects.filter(senders__overlap=hashes_of(limit, sender)).delete()


def hashes_of(limit: AttemptLimit, sender: str) -> list[str]:
    """Return what a sender is stored as today, and was until midnight."""
    return [sender_of(limit.matter, sender, days_ago=days_ago) for days_ago in (0, 1)]


def delete_old_attempts() -> None:
    CountedAttempt.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
