"""Updates [[wiki links]] when the entry they name appears, moves, or is deleted."""

from datetime import datetime
from itertools import batched

from django.db.models import Q, QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from content.models import Entry, FormerTitle, Link
from content.models.entries import find_targets
from content.models.links import title_key
from content.rendering import rerender

LOOKED_UP_AT_ONCE = 1_000


def relink_later(
    *, titles: list[str], entry_id: int | None = None, at: datetime | None = None
) -> None:
    """Enqueue the rendering of every text that links to these titles or to this entry.

    It runs after this transaction, or at the given moment. The entry's former titles count, too.
    """
    if at:
        relink.configure(schedule_at=at).defer(titles=titles, entry_id=entry_id)
    elif links_to(titles=titles, entry_id=entry_id).exists():
        relink.defer(titles=titles, entry_id=entry_id)


def links_to(*, titles: list[str], entry_id: int | None) -> QuerySet[Link]:
    keys = {title_key(title) for title in titles} - {""}
    if entry_id is None:
        return Link.objects.filter(title__in=keys)
    former = FormerTitle.objects.filter(entry=entry_id).values_list("key", flat=True)
    return Link.objects.filter(Q(title__in=keys.union(former)) | Q(target=entry_id))


@app.task(name="content.relink", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def relink(*, titles: list[str], entry_id: int | None = None) -> None:
    links = links_to(titles=titles, entry_id=entry_id)
    rerender(entry_ids=list(links.values_list("entry_id", flat=True).distinct()))


def find_missing_targets() -> None:
    """Let links to pages of this site know the entries that appeared after them."""
    unresolved = Link.objects.filter(target=None, address__startswith="/").exclude(address="/")
    addresses = unresolved.values_list("address", flat=True).distinct()
    for some in batched(addresses.iterator(), LOOKED_UP_AT_ONCE):
        for address, target in find_targets(list(some)).items():
            if target is not None:
                unresolved.filter(address=address).update(target=target, web_address=None)


def relink_unresolved() -> int:
    """Render the texts with links to titles that exist now. Return how many there are.

    Two people who save at the same moment don't see each other's changes: one creates an article,
    and the other a link to it.
    """
    unresolved = Link.objects.filter(target=None).exclude(title="")
    found = Entry.objects.by_title(unresolved.values_list("words", flat=True).distinct())
    entries = unresolved.filter(words__in=list(found)).values_list("entry_id", flat=True)
    return rerender(entry_ids=list(entries.distinct()))
