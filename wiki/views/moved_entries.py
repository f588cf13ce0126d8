"""Keeps what a reader wrote about an entry that moved or was removed in the meantime."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from content.models import Entry
from content.models.redirects import same_page

GONE = (
    "This page was removed or has a new address, so your text could "
    "not be sent. It is kept below; copy it before you leave."
)


def find_current_or_moved[E: Entry](
    request: HttpRequest, entries: QuerySet[E], *, slug: str, page: str
) -> E | None:
    """Return the public entry with this slug, or the one that once was at this path.

    Return None for a POST if there is no such entry; a GET raises Http404, so that the usual
    redirects apply.
    """
    entry = entries.filter(slug=slug).first()
    if entry is None and request.method != "POST":
        raise Http404("There is no such public entry.")
    return entry or entries.filter(redirects__old_path__in=same_page(page)).first()
