"""Puts counts of what readers did into the database, for the days before today."""

from datetime import timedelta
from math import sin

from django.db.models import Model
from django.utils import timezone

from content.models import Entry, PathViewCount, ReferrerCount, SearchCount, SearchDay, ViewCount
from wiki.models import DownloadCount, PublicationFile

DAYS = 75
# {path or site: about how often a day}
PATHS = {"/": 61, "/blog/": 24, "/library/": 17, "/wiki/": 12, "/topics/": 5}
REFERRERS = {
    "google.com": 48,
    "duckduckgo.com": 9,
    "district.example.edu": 6,
    "newsletter.example.org": 5,
    "teachers.example.net": 3,
}
# {words: (about how often a day, how many entries they find)}
SEARCHES = {"portfolio": (4, 9), "seat time": (3, 6), "rubric": (2, 11), "micro-credential": (1, 0)}
SATURDAY = 5
ON_WEEKENDS = 0.4


def load_counts(loader) -> None:
    """Load them, unless someone has read something already."""
    if not ViewCount.objects.exists():
        DemoCounts(loader).load()


class DemoCounts:
    def __init__(self, loader) -> None:
        self.new = loader.new
        today = timezone.localdate(loader.now)
        self.days = [today - timedelta(days=ago) for ago in range(1, DAYS + 1)]

    def load(self) -> None:
        entries = Entry.objects.published().order_by("pk").only("pk", "published_at")
        for number, entry in enumerate(entries):
            published_on = timezone.localdate(entry.published_at)
            rate = 1 + number * 7 % 23 // 2
            self.add(ViewCount, rate, number, since=published_on, entry=entry)
        for number, file in enumerate(PublicationFile.objects.order_by("pk")):
            self.add(DownloadCount, 2 + number, number, file=file)
        for path, rate in PATHS.items():
            self.add(PathViewCount, rate, rate, path=path)
        for host, rate in REFERRERS.items():
            self.add(ReferrerCount, rate, rate, host=host)
        for words, (rate, found) in SEARCHES.items():
            search, _ = SearchCount.objects.get_or_create(
                words=words, defaults={"found": found, "searches": rate * DAYS}
            )
            self.add(SearchDay, rate, found, search=search)

    def add(self, model: type[Model], rate: int, seed: int, *, since=None, **counted) -> None:
        """Add counts that differ by day, always in the same way."""
        rows = [
            model(day=day, count=self.about(rate, day, seed), **counted)
            for day in self.days
            if since is None or day >= since
        ]
        model._default_manager.bulk_create(rows)
        self.new["things with counts"] += 1

    def about(self, rate: int, day, seed: int) -> int:
        wave = 1 + 0.3 * sin(day.toordinal() / 9 + seed) + 0.25 * sin(day.toordinal() * 2.1 + seed)
        return max(1, round(rate * wave * (ON_WEEKENDS if day.weekday() >= SATURDAY else 1)))
