"""A day of a real site in a minute: readers, searches, crawlers, edits, and registrations.

Every response is compared with what the database said when it was requested.
"""

import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event as Signal
from threading import Thread
from urllib.parse import quote

from django.db import connection
from django.urls import reverse

from benchmarks.databases import own_database
from benchmarks.whole_site import WORDS, WholeSite
from benchmarks.wrk import processor_time
from content import paging
from content.editing.saving import save_entry
from content.models import Entry
from events.services.registrations import register
from tests.factories import ArticleFactory, EventFactory, PageFactory, PostFactory
from tests.support.public_pages import public_pages
from tests.support.site_servers import SiteServer, run_site

ENTRIES = 20_000
PROCESSES = 2
SECONDS = 60
# Three edits say little about pages that are out of date, so a second replay has many.
EDIT_EVERY, EDIT_OFTEN_EVERY = 20, 2
REGISTER_EVERY = 1
DRAWN = 200_000
SEARCHES, CRAWLERS = 0.02, 0.01
GOAL = 0  # pages out of date


@dataclass
class Edits:
    """The entries whose titles change, and when each change was committed."""

    entries: dict[str, Entry]
    # For each edition: just before and just after its commit.
    committed: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.committed = {name: [(0.0, 0.0)] for name in self.entries}
        # Every page shows the first in its footer, so that every other edit changes all of them.
        first, *others = self.entries
        self.names = itertools.chain.from_iterable(
            (first, other) for other in itertools.cycle(others)
        )

    def edit_next(self) -> None:
        name = next(self.names)
        self.entries[name].title = title_of(name, len(self.committed[name]))
        begin = time.time()
        save_entry(entry=self.entries[name], by=None)
        self.committed[name].append((begin, time.time()))

    def seconds_outdated(self, name: str, edition: int, at: float) -> float:
        """Return for how long an edition had been replaced; negative or 0 if it had not."""
        later = self.committed[name][edition + 1 :]
        return at - later[0][1] if later else 0.0


def title_of(name: str, edition: int) -> str:
    return f"Edition {edition} of {name}"


def run() -> None:
    with own_database("replay"):
        WholeSite().grow(ENTRIES)
        edits = Edits(
            {
                "page": PageFactory(title=title_of("page", 0), show_in_footer=True),
                "post": PostFactory(title=title_of("post", 0)),
                "webinar": EventFactory(title=title_of("webinar", 0)),
                "article": ArticleFactory(title=title_of("article", 0)),
            }
        )
        addresses = draw_addresses()
        for every in (EDIT_EVERY, EDIT_OFTEN_EVERY):
            with run_site(
                "benchmarks.timed_site",
                DJANGO_SETTINGS_MODULE="benchmarks.settings",
                WEB_CONCURRENCY=str(PROCESSES),
            ) as site:
                replay(site, addresses, edits, edit_every=every)


def replay(site: SiteServer, addresses: list[str], edits: Edits, *, edit_every: float) -> None:
    before, begin = processor_time(site), time.monotonic()
    is_over = Signal()
    registrants = itertools.count()
    writers = [
        Thread(target=repeat, args=(is_over, edit_every, edits.edit_next)),
        Thread(
            target=repeat,
            args=(is_over, REGISTER_EVERY, lambda: register_next(edits, registrants)),
        ),
    ]
    for writer in writers:
        writer.start()
    readers = subprocess.run(
        [sys.executable, "-m", "benchmarks.readers", str(site.port), str(SECONDS)],
        input=json.dumps(addresses),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    is_over.set()
    for writer in writers:
        writer.join()
    seconds, used = time.monotonic() - begin, processor_time(site) - before
    report(json.loads(readers.stdout), edits, edit_every, used / seconds)


def repeat(is_over: Signal, seconds: float, call: Callable[[], None]) -> None:
    while not is_over.wait(seconds):
        call()
    connection.close()


def register_next(edits: Edits, registrants: Iterator[int]) -> None:
    email = f"{time.time()}-{next(registrants)}@example.org"
    register(event=edits.entries["webinar"], email=email, name="Someone")


def report(answers: dict, edits: Edits, edit_every: float, processors: float) -> None:
    times = sorted(answers["times"])
    slowest = statistics.quantiles(times, n=100)[98]
    print(
        f"replay, {ENTRIES:,} entries, an edit every {edit_every} s: "
        f"{len(times) / SECONDS:,.0f} requests/s, median {statistics.median(times) * 1000:.1f} ms, "
        f"99th percentile {slowest * 1000:.1f} ms, {answers['hits'] / len(times):.1%} from memory, "
        f"web processes {processors:.2f} processors, "
        f"readers {answers['processor_seconds'] / SECONDS:.2f}, failed {len(answers['failures'])}"
    )
    for failure in answers["failures"][:5]:
        print(f"    {failure}")
    compared, stale, longest = 0, [], 0.0
    for address, requested_at, answered_at, editions in answers["editions"]:
        for name, edition in editions:
            compared += 1
            longest = max(longest, edits.seconds_outdated(name, edition, answered_at))
            outdated = edits.seconds_outdated(name, edition, requested_at)
            if outdated > 0:
                stale.append((outdated, address))
    number = sum(len(each) - 1 for each in edits.committed.values())
    verdict = "within" if len(stale) <= GOAL else "OVER"
    print(
        f"replay, an edit every {edit_every} s: {len(answers['editions']):,} responses show "
        f"{compared:,} edited titles, of which {len(stale)} were "
        f"out of date when requested ({verdict} {GOAL}; {number} edits so far); "
        f"an old one was sent {longest * 1000:.1f} ms after the commit at the latest"
    )
    for outdated, address in sorted(stale, reverse=True)[:5]:
        print(f"    {address}: requested {outdated * 1000:.1f} ms after the commit")


def draw_addresses() -> list[str]:
    """Return what readers request: the second page is half as popular as the first, and so on."""
    chance = random.Random(1)
    pages = list(by_popularity())
    popularity = [1 / place for place in range(1, len(pages) + 1)]
    kinds = chance.choices(
        ["page", "search", "crawler"], [1 - SEARCHES - CRAWLERS, SEARCHES, CRAWLERS], k=DRAWN
    )
    deep = deep_pages(chance, kinds.count("crawler"))
    drawn = {
        "page": iter(chance.choices(pages, popularity, k=DRAWN)),
        "search": (f"/search/?q={quote(words)}" for words in searched(chance)),
        "crawler": iter(deep),
    }
    return [next(drawn[kind]) for kind in kinds]


def by_popularity() -> Iterator[str]:
    """Yield every page: the front page, the feed, then the newest entries among the listings."""
    entries = [each.get_absolute_url() for each in Entry.objects.published().newest_first()]
    known = set(entries)
    others = [
        page.address
        for page in public_pages()
        if page.is_for_any_cache and page.address not in known
    ]
    first = ["/", "/feed/"]
    yield from first
    rest = iter([page for page in others if page not in first and "?" not in page])
    for number, entry in enumerate(entries):
        yield entry
        if number % 3 == 0 and (listing := next(rest, None)):
            yield listing


def searched(chance: random.Random) -> Iterator[str]:
    while True:
        yield " ".join(chance.sample(WORDS, chance.randint(1, 3)))


def deep_pages(chance: random.Random, number: int) -> list[str]:
    """Return pages of the listing of posts, anywhere in it."""
    posts = Entry.objects.published().filter(kind="post").newest_first()
    ends = list(posts.only("published_at"))[paging.PER_PAGE - 1 :: paging.PER_PAGE]
    path = reverse("blog:post-list")
    return [f"{path}?before={paging.key_of(end)}" for end in chance.choices(ends, k=number)]
