"""What a reader wrote about an entry that moved, or left, while they wrote it."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from content.models import Entry
from content.models.redirects import same_page

GONE = (
    "This page has been taken off the site, or has another address now, so that your text could "
    "not be sent. It is kept below: copy it before you leave."
)


def find_even_if_moved[E: Entry](
    request: HttpRequest, entries: QuerySet[E], *, slug: str, page: str
) -> E | None:
    """Return the entry with this slug, whose page is or once was at this path.

    None is where there is no such public entry for what was sent; a page that is only asked for
    raises Http404, and may then be redirected.
    """
    entry = entries.filter(slug=slug).first()
    if entry is None and request.method != "POST":
        raise Http404("There is no such public entry.")
    return entry or entries.filter(redirects__old_path__in=same_page(page)).first()
