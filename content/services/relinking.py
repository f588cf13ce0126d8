"""Keeps [[wiki links]] leading where they should when what they name appears, moves or goes."""

from datetime import datetime

from django.db.models import Q, QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from content.models import Entry, Link
from content.models.links import title_key
from content.services.rendering import rerender


def relink_later(
    *, titles: list[str], entry_id: int | None = None, at: datetime | None = None
) -> None:
    """Have the texts rendered anew that link to these titles or to this entry.

    After this transaction, or at a moment to come.
    """
    if at:
        relink.configure(schedule_at=at).defer(titles=titles, entry_id=entry_id)
    elif linking_to(titles=titles, entry_id=entry_id).exists():
        relink.defer(titles=titles, entry_id=entry_id)


def linking_to(*, titles: list[str], entry_id: int | None) -> QuerySet[Link]:
    keys = {title_key(title) for title in titles} - {""}
    return Link.objects.filter(Q(title__in=keys) | Q(target=entry_id, target__isnull=False))


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
    titles = dict(missing.values_list("title", "words"))
    found = Entry.objects.by_title(titles.values())
    keys = {title_key(title) for title in found}
    linking = missing.filter(title__in=keys).values_list("entry_id", flat=True)
    return rerender(entry_ids=list(linking.distinct()))
