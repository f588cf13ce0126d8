"""Citations of the library, as files for reference managers."""

from collections.abc import Iterator
from itertools import batched

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content import kinds
from content.citations.entries import default_publisher
from content.citations.works import Work
from content.models import Entry, entry_model
from content.querysets import EntryQuerySet
from content.views.citations import find_format, send, send_citation
from wiki.citations import publication_work
from wiki.facets import Facets, read_choices
from wiki.models import Publication
from wiki.navigation import find_library_entry

AT_A_TIME = 500
# Anyone may ask for any part of the library, and each thousand takes a fifth of a second.
MOST_CITED = 1_000


def works_of(entries: EntryQuerySet, *, at_most: int) -> Iterator[Work]:
    """Yield the works to cite, the newest first, in as many queries for a few as for hundreds."""
    rows = list(entries.newest_first().values_list("pk", "kind")[:at_most])
    publisher = default_publisher() if rows else ""
    for chunk in batched(rows, AT_A_TIME):
        found: dict[int, Entry] = {}
        for kind in {kind for _, kind in chunk}:
            model = entry_model(kinds.get(kind))
            numbers = [pk for pk, other in chunk if other == kind]
            found |= {entry.pk: entry for entry in model.objects.filter(pk__in=numbers).as_page()}
        for pk, _ in chunk:
            entry = found.get(pk)
            match entry:
                case None:
                    continue  # deleted meanwhile
                case Publication():
                    yield publication_work(entry, publisher=publisher)
                case _:
                    work = entry.registered_kind.cited_as(entry)
                    if work is not None:
                        yield work


@require_safe
def library_file(request: HttpRequest, style: str) -> HttpResponse:
    """Send the citations of the library, or of what the reader’s choices find: the newest ones."""
    file_format = find_format(style)
    facets = Facets(read_choices(request.GET))
    text = file_format.write_all(works_of(facets.entries_without(), at_most=MOST_CITED))
    response = send(text, file_format, name="-".join(["library", *facets.choices.values()]))
    # For readers, not for search engines.
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def citation_file(request: HttpRequest, slug: str, style: str) -> HttpResponse:
    """Send the citation of a library entry."""
    return send_citation(find_library_entry(slug), style)
