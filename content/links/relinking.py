"""Keeps [[wiki links]] leading where they should when what they name appears, moves or goes."""

from datetime import datetime

from django.db.models import Q, QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from content.models import Entry, FormerTitle, Link
from content.models.links import title_key
from content.rendering import rerender


def relink_later(
    *, titles: list[str], entry_id: int | None = None, at: datetime | None = None
) -> None:
    """Have the texts rendered anew that link to these titles or to this entry, by any title.

    After this transaction, or at a moment to come.
    """
    if at:
        relink.configure(schedule_at=at).defer(titles=titles, entry_id=entry_id)
    elif linking_to(titles=titles, entry_id=entry_id).exists():
        relink.defer(titles=titles, entry_id=entry_id)


def linking_to(*, titles: list[str], entry_id: int | None) -> QuerySet[Link]:
    keys = {title_key(title) for title in titles} - {""}
    if entry_id is None:
        return Link.objects.filter(title__in=keys)
    former = FormerTitle.objects.filter(entry=entry_id).values_list("key", flat=True)
    return Link.objects.filter(Q(title__in=keys.union(former)) | Q(target=entry_id))


@app.task(name="content.relink", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def relink(*, titles: list[str], entry_id: int | None = None) -> None:
    links = linking_to(titles=titles, entry_id=entry_id)
    rerender(entry_ids=list(links.values_list("entry_id", flat=True).distinct()))


def relink_what_was_missed() -> int:
    """Render anew what links to a title that has come to exist since; return how many texts.

    Two people who save at the same moment do not see each other: one begins an article, the
    other a link to it.
    """
    missing = Link.objects.filter(target=None).exclude(title="")
    found = Entry.objects.by_title(missing.values_list("words", flat=True).distinct())
    linking = missing.filter(words__in=list(found)).values_list("entry_id", flat=True)
    return rerender(entry_ids=list(linking.distinct()))
