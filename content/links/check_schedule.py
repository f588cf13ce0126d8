"""The weekly round: which addresses are checked when, one by one for each host."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from content.links import checks as link_checks
from content.links.checks import SECOND_LOOK_AFTER, awaits_second_look, check
from content.links.web_client import SECONDS_BETWEEN_REQUESTS
from content.models import Link, WebAddress
from content.models.links import keep_web_addresses
from content.querysets import published

# A little less than a week, so that what was checked late in one round is checked in the next.
CHECKED_LATELY = timedelta(days=6)
FORGOTTEN_AFTER = timedelta(weeks=5)
# Of a server that asks so often to be left alone, or for so long, the rest waits for next week.
MOST_WAITS = 3
LONGEST_WAIT = timedelta(days=1).total_seconds()
# Paths of this site, which are looked at without a request.
PATHS_AT_ONCE = 50


def linked(addresses: QuerySet[WebAddress]) -> QuerySet[WebAddress]:
    """Those of the addresses that any entry leads to, public or not."""
    return addresses.filter(Exists(Link.objects.filter(web_address=OuterRef("pk"))))


def led_to() -> QuerySet[WebAddress]:
    """Addresses that public entries lead to."""
    links = Link.objects.filter(published("entry__"), web_address=OuterRef("pk"))
    return WebAddress.objects.filter(Exists(links))


def due() -> QuerySet[WebAddress]:
    """Addresses to be checked now, what has waited longest first."""
    now = timezone.now()
    return (
        led_to()
        .filter(
            Q(checked_at=None)
            | Q(checked_at__lt=now - CHECKED_LATELY)
            | Q(awaits_second_look(), checked_at__lt=now - SECOND_LOOK_AFTER)
        )
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )


def begin_round() -> tuple[int, int]:
    """Have everything checked that is due; return how many addresses that are, on how many hosts.

    One job for each host.
    """
    keep_paths()
    hosts = list(due().order_by().values_list("host", flat=True))
    for host in sorted(set(hosts)):
        enqueue_host(host)
    return len(hosts), len(set(hosts))


def check_again(addresses: Iterable[WebAddress]) -> int:
    """Have these addresses checked now; return how many will be, which are those led to."""
    chosen = led_to().filter(pk__in=[address.pk for address in addresses])
    rows = dict(chosen.values_list("pk", "host"))
    WebAddress.objects.filter(pk__in=rows).update(checked_at=None)
    for host in sorted(set(rows.values())):
        enqueue_host(host)
    return len(rows)


def enqueue_host(host: str, *, seconds: float = 0, waits: int = 0) -> None:
    job = check_host.configure(
        lock=f"links-{host}",
        queueing_lock=f"links-{host}",
        schedule_in={"seconds": seconds} if seconds else None,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(host=host, waits=waits)


# Mail goes before links, and so do pictures. One address a job, so that nothing waits for long, and
# the worker is free for others while a host is spared. What is left to do is in the database and
# not in the job: one that was killed is simply done again.
@app.task(
    name="content.check_host",
    queue="links",
    priority=-20,
    retry=RetryStrategy(max_attempts=3, wait=60),
)
def check_host(*, host: str, waits: int = 0) -> None:
    """Check the next address of a host and come back for those that follow.

    `waits` is how often the host has asked in this round to be left alone.
    """
    remaining = due().filter(host=host)
    for address in remaining[: 1 if host else PATHS_AT_ONCE]:
        visit = check(address)
        if visit is None:
            continue
        if waits == MOST_WAITS or visit.retry_after > LONGEST_WAIT:
            link_checks.record(address, link_checks.judge(visit, address.url))
        else:
            come_back(host, seconds=visit.retry_after, waits=waits + 1)
        return
    if remaining.exists():
        enqueue_host(host, seconds=SECONDS_BETWEEN_REQUESTS, waits=waits)
    elif led_to().filter(awaits_second_look(), host=host).exists():
        come_back(host, seconds=SECOND_LOOK_AFTER.total_seconds(), waits=waits)


def come_back(host: str, *, seconds: float, waits: int) -> None:
    """Go on with a host later. Not by its own job, whose lock would hold up “Check again now”."""
    job = return_to_host.configure(
        queueing_lock=f"links-later-{host}",
        schedule_in={"seconds": max(seconds, SECONDS_BETWEEN_REQUESTS)},
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(host=host, waits=waits)


@app.task(name="content.return_to_host", queue="links", priority=-20)
def return_to_host(*, host: str, waits: int) -> None:
    enqueue_host(host, waits=waits)


def check_now() -> Iterator[WebAddress]:
    """Check everything that is due right here, and yield each address when that is done.

    The second look at what seems gone is a worker's, in its time.
    """
    keep_paths()
    for address in take_turns(due()):
        if check(address) is None:
            yield address
    gone = led_to().filter(awaits_second_look()).order_by("host")
    for host in gone.values_list("host", flat=True).distinct():
        come_back(host, seconds=SECOND_LOOK_AFTER.total_seconds(), waits=0)


def take_turns(addresses: QuerySet[WebAddress]) -> Iterator[WebAddress]:
    """Yield the first address of each host, then the second of each …, with pauses in between."""
    queues: dict[str, list[WebAddress]] = defaultdict(list)
    for address in addresses:
        queues[address.host].append(address)
    while queues:
        for host in list(queues):
            yield queues[host].pop(0)
            if not queues[host]:
                del queues[host]
        # No host but this site, which has no name here, has to be spared.
        if any(queues):
            link_checks.CLIENT.pause(SECONDS_BETWEEN_REQUESTS)


def keep_paths() -> None:
    """Have those paths of this site checked behind which no public entry is known."""
    paths = Link.objects.filter(published("entry__"), address__startswith="/", web_address=None)
    unknown = paths.filter(Q(target=None) | ~published("target__"))
    keep_web_addresses(list(unknown.values_list("address", flat=True).distinct()))
    known = WebAddress.objects.filter(url=OuterRef("address")).values("pk")
    unknown.update(web_address=Subquery(known))


def forget_addresses() -> int:
    """Delete the addresses that nothing has led to for weeks; return how many they were."""
    before = timezone.now() - FORGOTTEN_AFTER
    links = Link.objects.filter(web_address=OuterRef("pk"))
    old = Q(checked_at__lt=before) | Q(checked_at=None, created_at__lt=before)
    return WebAddress.objects.filter(old, ~Exists(links)).delete()[0]
