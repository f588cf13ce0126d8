"""The weekly round of link checks: which addresses are due, and one job per host at a time."""

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

from content.links import checks
from content.links.checks import SECOND_CHECK_AFTER, check, needs_second_check
from content.links.web_client import SECONDS_BETWEEN_REQUESTS
from content.models import Link, WebAddress
from content.models.links import keep_web_addresses
from content.querysets import published

# A little less than a week, so that an address checked late in one round is due in the next.
RECENTLY_CHECKED = timedelta(days=6)
DELETED_AFTER = timedelta(weeks=5)
# If a server asks us to wait more often or longer than this, the rest waits until next week.
MAXIMUM_WAITS = 3
LONGEST_WAIT = timedelta(days=1).total_seconds()
# Paths on this site, which need no request.
PATHS_PER_JOB = 50


def linked(addresses: QuerySet[WebAddress]) -> QuerySet[WebAddress]:
    """Narrow the addresses to those that any entry links to, public or not."""
    return addresses.filter(Exists(Link.objects.filter(web_address=OuterRef("pk"))))


def publicly_linked() -> QuerySet[WebAddress]:
    """Return the addresses that public entries link to."""
    links = Link.objects.filter(published("entry__"), web_address=OuterRef("pk"))
    return WebAddress.objects.filter(Exists(links))


def due() -> QuerySet[WebAddress]:
    """Return the addresses to check now, those that have waited longest first."""
    now = timezone.now()
    return (
        publicly_linked()
        .filter(
            Q(checked_at=None)
            | Q(checked_at__lt=now - RECENTLY_CHECKED)
            | Q(needs_second_check(), checked_at__lt=now - SECOND_CHECK_AFTER)
        )
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )


def start_round() -> tuple[int, int]:
    """Enqueue one job for each host with addresses due. Return how many (addresses, hosts)."""
    add_unknown_paths()
    hosts = list(due().order_by().values_list("host", flat=True))
    for host in sorted(set(hosts)):
        enqueue_host(host)
    return len(hosts), len(set(hosts))


def check_again(addresses: Iterable[WebAddress]) -> int:
    """Schedule checks of those addresses that public entries link to. Return how many."""
    chosen = publicly_linked().filter(pk__in=[address.pk for address in addresses])
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


# Emails and images have priority over links. Each job checks one address, so that nothing else
# waits for long, and the worker can do other work between two requests to a host. The database
# knows which addresses are due, so a job that was interrupted can simply run again.
@app.task(
    name="content.check_host",
    queue="links",
    priority=-20,
    retry=RetryStrategy(max_attempts=3, wait=60),
)
def check_host(*, host: str, waits: int = 0) -> None:
    """Check the next address on a host, and enqueue a job for the rest.

    `waits` is how often the host has asked us to wait in this round.
    """
    remaining = due().filter(host=host)
    for address in remaining[: 1 if host else PATHS_PER_JOB]:
        visit = check(address)
        if visit is None:
            continue
        if waits == MAXIMUM_WAITS or visit.retry_after > LONGEST_WAIT:
            checks.record(address, checks.judge(visit, address.url))
        else:
            return_later(host, seconds=visit.retry_after, waits=waits + 1)
        return
    if remaining.exists():
        enqueue_host(host, seconds=SECONDS_BETWEEN_REQUESTS, waits=waits)
    elif publicly_linked().filter(needs_second_check(), host=host).exists():
        return_later(host, seconds=SECOND_CHECK_AFTER.total_seconds(), waits=waits)


def return_later(host: str, *, seconds: float, waits: int) -> None:
    """Continue with a host later. A separate job, whose lock doesn't block “Check again now”."""
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
    """Check all addresses that are due in this process, and yield each one afterward.

    The second check of pages that seem gone is left to a worker.
    """
    add_unknown_paths()
    for address in alternate_hosts(due()):
        if check(address) is None:
            yield address
    gone = publicly_linked().filter(needs_second_check()).order_by("host")
    for host in gone.values_list("host", flat=True).distinct():
        return_later(host, seconds=SECOND_CHECK_AFTER.total_seconds(), waits=0)


def alternate_hosts(addresses: QuerySet[WebAddress]) -> Iterator[WebAddress]:
    """Yield the first address on each host, then the second, and so on, with pauses in between."""
    queues: dict[str, list[WebAddress]] = defaultdict(list)
    for address in addresses:
        queues[address.host].append(address)
    while queues:
        for host in list(queues):
            yield queues[host].pop(0)
            if not queues[host]:
                del queues[host]
        # Paths on this site have no host name and need no pause.
        if any(queues):
            checks.CLIENT.pause(SECONDS_BETWEEN_REQUESTS)


def add_unknown_paths() -> None:
    """Add the paths on this site that are linked but belong to no known public entry."""
    paths = Link.objects.filter(published("entry__"), address__startswith="/", web_address=None)
    unknown = paths.filter(Q(target=None) | ~published("target__"))
    keep_web_addresses(list(unknown.values_list("address", flat=True).distinct()))
    known = WebAddress.objects.filter(url=OuterRef("address")).values("pk")
    unknown.update(web_address=Subquery(known))


def delete_unlinked_addresses() -> int:
    """Delete addresses that no entry has linked to for weeks. Return how many."""
    before = timezone.now() - DELETED_AFTER
    links = Link.objects.filter(web_address=OuterRef("pk"))
    old = Q(checked_at__lt=before) | Q(checked_at=None, created_at__lt=before)
    return WebAddress.objects.filter(old, ~Exists(links)).delete()[0]
