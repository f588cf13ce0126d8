"""Citations of publications, resources, and articles, on pages and as files."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from content import kinds
from content.citations.bibliographies import write_bibtex, write_csl_json, write_ris
from content.citations.bibtex import bibtex
from content.citations.csl_json import csl_json
from content.citations.ris import ris
from content.citations.styles import apa, chicago, mla
from content.citations.works import CITED_AS, CitedAuthor, Work
from content.models import Entry, FrontPage, Role, entry_model
from content.models.entries import build_person
from content.paths import absolute
from content.views.listings import public
from wiki.facets import Facets, read_choices
from wiki.models import Publication, Resource
from wiki.navigation import find_library_entry

STYLES = [("APA", apa), ("MLA", mla), ("Chicago", chicago)]


@dataclass(frozen=True)
class FileFormat:
    """A format of reference managers: how one work and many are written."""

    write: Callable[[Work], str]
    write_all: Callable[[Iterable[Work]], str]
    content_type: str
    extension: str


# By the name in the address.
FORMATS = {
    "bibtex": FileFormat(bibtex, write_bibtex, "application/x-bibtex; charset=utf-8", "bib"),
    "ris": FileFormat(ris, write_ris, "application/x-research-info-systems; charset=utf-8", "ris"),
    "csl-json": FileFormat(
        csl_json, write_csl_json, "application/vnd.citationstyles.csl+json", "json"
    ),
}
AT_A_TIME = 500


@dataclass(frozen=True)
class StyledCitation:
    style: str
    html: SafeString


def cite(work: Work) -> list[StyledCitation]:
    """Return how to cite a work in each style."""
    return [StyledCitation(style, write(work).html) for style, write in STYLES]


def people_of(entry: Entry, role: Role) -> tuple[CitedAuthor, ...]:
    people = [build_person(row) for row in entry.labels.data["people"] or [] if row["role"] == role]
    return tuple(
        CitedAuthor(
            name=person.name, sort_name=person.sort_name, is_organization=person.is_organization
        )
        for person in people
    )


def publisher_of(publication: Publication) -> str:
    """Return the publisher, which defaults to the organization behind this site."""
    return publication.publisher or default_publisher()


def default_publisher() -> str:
    front_page = FrontPage.objects.only("parent_name").first()
    return (front_page and front_page.parent_name) or settings.SITE_NAME


def publication_work(publication: Publication, *, publisher: str = "") -> Work:
    return Work(
        title=publication.heading,
        kind=publication.format or "report",
        address=absolute(publication.get_absolute_url()),
        authors=people_of(publication, Role.AUTHOR),
        editors=people_of(publication, Role.EDITOR),
        edition=publication.edition,
        publisher=publisher or publisher_of(publication),
        year=publication.year,
        isbn=publication.isbn,
        doi=publication.doi,
    )


def resource_work(resource: Resource) -> Work:
    # “Made by” may name people, organizations, or both, so styles leave it as it is.
    maker = CitedAuthor(name=resource.made_by, is_organization=True)
    return Work(
        title=resource.heading,
        kind=CITED_AS.get(resource.format, "website"),
        address=resource.url or absolute(resource.get_absolute_url()),
        authors=(maker,) if resource.made_by else people_of(resource, Role.AUTHOR),
        editors=people_of(resource, Role.EDITOR),
        year=resource.year,
    )


def recording_work(entry: Entry) -> Work:
    """Return what the library lists besides publications and resources: a page of this site."""
    return Work(
        title=entry.heading,
        kind="website",
        address=absolute(entry.get_absolute_url()),
        authors=people_of(entry, Role.AUTHOR) or people_of(entry, Role.PRESENTER),
        container=settings.SITE_NAME,
        year=entry.year,
    )


WORKS: dict[type[Entry], Callable[[Any], Work]] = {
    Publication: publication_work,
    Resource: resource_work,
}


def works_of(entries: QuerySet[Entry]) -> Iterator[Work]:
    """Yield the works to cite, in order, in as many queries for a few as for hundreds."""
    rows = list(entries.newest_first().values_list("pk", "kind"))
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
                    yield publication_work(entry, publisher=entry.publisher or publisher)
                case Resource():
                    yield resource_work(entry)
                case _:
                    yield recording_work(entry)


@require_safe
def library_file(request: HttpRequest, style: str) -> HttpResponse:
    """Send the citations of the whole library, or of what the reader’s choices find."""
    file_format = find_format(style)
    facets = Facets(read_choices(request.GET))
    text = file_format.write_all(works_of(facets.entries_without()))
    response = send(text, file_format, name="-".join(["library", *facets.choices.values()]))
    # For readers, not for search engines.
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def citation_file(request: HttpRequest, slug: str, style: str) -> HttpResponse:
    """Send the citation of a library entry as a file for reference managers."""
    file_format = find_format(style)
    entry = find_library_entry(slug)
    return send(file_format.write(WORKS[type(entry)](entry)), file_format, name=slug)


def find_format(style: str) -> FileFormat:
    if style not in FORMATS:
        raise Http404("References are available as BibTeX, RIS, and CSL JSON.")
    return FORMATS[style]


def send(text: str, file_format: FileFormat, *, name: str) -> HttpResponse:
    file_name = f"{reference_name(name)}.{file_format.extension}"
    return public(
        HttpResponse(
            text,
            content_type=file_format.content_type,
            headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
        )
    )


def reference_name(name: str) -> str:
    """Return a file name that works on every system."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name.encode("ascii", "ignore").decode())
    return plain[:100].strip("-.") or "reference"
